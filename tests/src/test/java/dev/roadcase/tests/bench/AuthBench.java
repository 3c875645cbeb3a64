package dev.roadcase.tests.bench;

import static dev.roadcase.tests.bench.Workbench.median;
import static dev.roadcase.tests.bench.Workbench.remove;
import static dev.roadcase.tests.bench.Workbench.say;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.tests.bench.BenchBox.CameUp;
import dev.roadcase.tests.bench.Report.Better;
import dev.roadcase.tests.bench.Report.Peer;
import dev.roadcase.tests.bench.TokenWindow.Run;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.Party;
import dev.roadcase.wire.token.Ticket;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the auth broker does, and what each costs: tokens given out and looked at, revocations that
 * reach those who verify by themselves, and a flood of PINs.
 */
final class AuthBench {
  /** Connections, each with one request under way. */
  private static final int[] CONNECTIONS = {8, 32};

  /** Tokens of a window, of its own lead, and seconds that it may take. */
  private static final int TOKENS = 15_000;

  private static final int LEAD = 1_000;
  private static final int PATIENCE = 300;

  /** How long tokens are fetched during the flood, at most. */
  private static final int PIN_SECONDS = 10;

  private static final double SECRET_AIM_MILLIS = 0.20;
  private static final double PROOF_AIM_MILLIS = 0.35;
  private static final double MIB = 1 << 20;

  /**
   * How often, and what of it.
   *
   * @param rounds of issuing, each on a fresh box
   * @param starts that count; one more comes first
   * @param settle seconds of quiet before memory is read
   */
  record Plan(int rounds, int starts, int settle) {}

  private final Plan plan;
  private final Stall stall;
  private final Path work;
  private final ChildJvm java = ChildJvm.likeThis();

  AuthBench(Plan plan, Stall stall, Path work) {
    this.plan = plan;
    this.stall = stall;
    this.work = work;
  }

  /** Client credentials with a secret, like for like with any authorization server. */
  void issue(Report report, Optional<Keycloak.Figures> peer)
      throws IOException, InterruptedException {
    Map<Integer, List<Run>> runs = new TreeMap<>();
    List<Double> loaded = new ArrayList<>();
    for (int round = 1; round <= plan.rounds; round++) {
      try (BenchBox box = fresh("issue")) {
        TokenWindow window = TokenWindow.withSecret(java, stall, box, work.resolve("requests"));
        window.warmUp();
        round(box, window, round, runs);
        Thread.sleep(plan.settle * 1000L);
        loaded.add(box.reading().rss() / MIB);
      }
    }
    rows(report, "issue", runs, SECRET_AIM_MILLIS, peer);
    double after = median(loaded, rss -> rss);
    if (peer.isPresent()) {
      report.against(
          "after_issue_rss",
          "MiB",
          after,
          Better.LOWER,
          new Peer(Keycloak.NAME, peer.get().loadedMiB()));
    } else {
      report.row("after_issue_rss", "MiB", after, Better.LOWER);
    }
    report.remark(
        ("Issuing: %d rounds, each on a fresh box, warmed until its compilers took less than %.0f %% of"
                    + " its CPU (Keycloak as well); %,d tokens a window, closed loop, over HTTPS;")
                .formatted(plan.rounds, 100 * WarmUp.DONE, TOKENS)
            + " every issuance is a fact on the disk before the answer.");
  }

  /** Paired devices that renew their tokens, each request with a proof. */
  void renew(Report report) throws IOException, InterruptedException {
    Map<Integer, List<Run>> runs = new TreeMap<>();
    for (int round = 1; round <= plan.rounds; round++) {
      try (BenchBox box = fresh("renew")) {
        Path tills = work.resolve("renew").resolve("tills");
        box.pair(tills);
        TokenWindow window =
            new TokenWindow(java, box.pid(), box.port(), stall.rootFile().toString(), tills);
        window.warmUp();
        round(box, window, round, runs);
      }
    }
    rows(report, "renew_with_proof", runs, PROOF_AIM_MILLIS, Optional.empty());
  }

  private void round(BenchBox box, TokenWindow window, int round, Map<Integer, List<Run>> runs)
      throws IOException, InterruptedException {
    for (int connections : CONNECTIONS) {
      Run run =
          window.timed(
              new TokenLoad.Plan(connections, LEAD, TOKENS, PATIENCE),
              () -> box.counters().getOrDefault("roadcase_journal_commits_total", Double.NaN));
      runs.computeIfAbsent(connections, _ -> new ArrayList<>()).add(run);
      say(
          "round %d, %d connections: %,.0f tokens/s, p50 %.1f ms, p99 %.1f ms, %.3f CPU-ms a token",
          round, connections, run.perSecond(), run.p50(), run.p99(), run.cpuMillis());
    }
  }

  private static void rows(
      Report report,
      String what,
      Map<Integer, List<Run>> runs,
      double aimedCpu,
      Optional<Keycloak.Figures> peer) {
    runs.forEach((connections, all) -> {
      String at = what + "_" + connections + "_connections_";
      Optional<Run> theirs = peer.map(p -> p.runs().get(connections));
      figure(
          report,
          at + "per_s",
          "1/s",
          median(all, Run::perSecond),
          Better.HIGHER,
          theirs.map(Run::perSecond));
      figure(
          report, at + "p50_ms", "ms", median(all, Run::p50), Better.LOWER, theirs.map(Run::p50));
      figure(
          report, at + "p99_ms", "ms", median(all, Run::p99), Better.LOWER, theirs.map(Run::p99));
      double cpu = median(all, Run::cpuMillis);
      report.aimed(at + "cpu", "CPU-ms", cpu, Better.LOWER, aimedCpu);
      theirs.ifPresent(run ->
          report.against(
              at + "cpu_beside",
              "CPU-ms",
              cpu,
              Better.LOWER,
              new Peer(Keycloak.NAME, run.cpuMillis())));
      report.row(at + "compilers_part", "of 1", median(all, Run::compilersPart), Better.NEITHER);
      report.row(at + "askers_cpu", "CPU-ms", median(all, Run::askersCpuMillis), Better.NEITHER);
      report.row(
          at + "tokens_per_commit", "tokens", median(all, Run::tokensPerCommit), Better.NEITHER);
    });
  }

  private static void figure(
      Report report, String what, String unit, double ours, Better better, Optional<Double> peer) {
    if (peer.isPresent()) {
      report.against(what, unit, ours, better, new Peer(Keycloak.NAME, peer.get()));
    } else {
      report.row(what, unit, ours, better);
    }
  }

  /** What it takes to look at a token, without a network. */
  void door(Report report) throws IOException, InterruptedException {
    Path data = work.resolve("door");
    List<JsonNode> turns = new ArrayList<>();
    for (int round = 1; round <= plan.rounds; round++) {
      remove(data);
      Files.createDirectories(data);
      Process process =
          java.start(
              "-Xmx256m",
              DoorLoop.class,
              List.of(stall.kit().folder().toString(), data.toString()));
      try (BufferedReader said = process.inputReader()) {
        turns.add(Json.MAPPER.readTree(String.valueOf(said.readLine())));
      }
      say("round %d, at the door: %s", round, turns.getLast());
    }
    report.aimed("admit_cold", "CPU-µs", turn(turns, "coldMicros"), Better.LOWER, 130);
    report.aimed("admit_warm", "CPU-µs", turn(turns, "warmMicros"), Better.LOWER, 10);
    report.row("admit_cold_with_proof", "CPU-µs", turn(turns, "coldWithProofMicros"), Better.LOWER);
    report.row("admit_warm_with_proof", "CPU-µs", turn(turns, "warmWithProofMicros"), Better.LOWER);
    report.remark(
        "At the door: signature, status list, generation, device or client, scope, in one thread;"
            + " cold is a token that was never shown, warm one that was.");
  }

  private static double turn(List<JsonNode> turns, String name) {
    return median(turns, turn -> turn.path(name).asDouble());
  }

  /** How long tokens are. */
  void sizes(Report report, Optional<Keycloak.Figures> peer)
      throws IOException, InterruptedException {
    try (BenchBox box = fresh("sizes")) {
      Path tills = work.resolve("sizes").resolve("tills");
      box.pair(tills);
      int bound = BenchTill.of(Files.readAllLines(tills).getFirst()).token().length();
      report.aimed("bound_token_length", "characters", bound, Better.LOWER, 640);
      String client = box.token(TokenWindow.CLIENT, box.addClient(TokenWindow.CLIENT));
      figure(
          report,
          "client_token_length",
          "characters",
          client.length(),
          Better.LOWER,
          peer.map(p -> (double) p.tokenLength()));
    }
    Ticket ticket =
        new Ticket("AAAAAAAAAAAAAAAA", new Party(stall.kit().fleet(), stall.kit().show()));
    report.aimed(
        "ticket_length",
        "characters",
        ticket.signedBy(SigningKey.make(new SecureRandom())).length(),
        Better.LOWER,
        220);
  }

  /** How soon everybody who verifies by himself has heard of a revocation. */
  void revocations(Report report) throws IOException, InterruptedException {
    remove(work.resolve("revocations"));
    try (BenchBox box =
        BenchBox.start(
            stall,
            work.resolve("revocations"),
            BenchBox.SHIPPED.configuration(Verifiers.CONFIGURATION))) {
      new Verifiers(box, stall, TokenWindow.CLIENT, box.addClient(TokenWindow.CLIENT)).run(report);
    }
  }

  /** Whether those who want tokens notice that somebody guesses PINs. */
  void pins(Report report) throws IOException, InterruptedException {
    try (BenchBox box = fresh("pins")) {
      Path tills = work.resolve("pins").resolve("tills");
      box.pair(tills);
      TokenWindow window = TokenWindow.withSecret(java, stall, box, work.resolve("requests"));
      window.warmUp();
      TokenLoad.Plan load = new TokenLoad.Plan(8, LEAD, TOKENS, PIN_SECONDS);
      Run quiet = pinRun(window, load);
      try (PinFlood flood =
          new PinFlood(box, stall.rootFile(), Files.readAllLines(tills).getFirst())) {
        flood.begin();
        Thread.sleep(PinFlood.LEAD_SECONDS * 1000L);
        Run flooded = pinRun(window, load);
        PinFlood.Result result = flood.stop();
        report.row("before_pin_flood_issue_p99_ms", "ms", quiet.p99(), Better.LOWER);
        report.aimed("pin_flood_issue_p99_ms", "ms", flooded.p99(), Better.LOWER, 50);
        report.row("pin_flood_issue_per_s", "1/s", flooded.perSecond(), Better.HIGHER);
        report.row("pin_flood_sent_per_s", "1/s", result.perSecond(), Better.NEITHER);
        report.row("pin_flood_pins_hashed", "PINs", result.hashed(), Better.LOWER);
        report.remark(
            "PIN flood: one paired device, 1,000 a second, while 8 connections fetch %,d tokens;"
                    .formatted(TOKENS)
                + " answers by status: "
                + result.answers()
                + ".");
      }
    }
  }

  private static Run pinRun(TokenWindow window, TokenLoad.Plan plan)
      throws IOException, InterruptedException {
    return window.timed(plan, () -> Double.NaN);
  }

  /** How soon a box gives its first token, and what memory it keeps. */
  void life(Report report, Optional<Keycloak.Figures> peer)
      throws IOException, InterruptedException {
    Path folder = work.resolve("life");
    String secret;
    try (BenchBox box = fresh("life")) {
      secret = box.addClient(TokenWindow.CLIENT);
    }
    List<CameUp> starts = new ArrayList<>();
    double idle = 0;
    for (int i = 0; i <= plan.starts; i++) {
      try (BenchBox box = BenchBox.start(stall, folder, BenchBox.SHIPPED)) {
        box.token(TokenWindow.CLIENT, secret);
        CameUp first = box.sinceStart();
        say("first token: %.0f ms, %.0f CPU-ms", first.wallMillis(), first.cpuMillis());
        if (i > 0) {
          starts.add(first);
        }
        if (i == plan.starts) {
          Thread.sleep(plan.settle * 1000L);
          idle = box.reading().rss() / MIB;
        }
      }
    }
    double wall = median(starts, CameUp::wallMillis);
    double cpu = median(starts, CameUp::cpuMillis);
    report.aimed("start_to_first_token_ms", "ms", wall, Better.LOWER, 2_500);
    report.aimed("start_to_first_token_cpu", "CPU-ms", cpu, Better.LOWER, 3_000);
    report.aimed("idle_rss", "MiB", idle, Better.LOWER, 160);
    peer.ifPresent(p -> {
      Peer start = new Peer(Keycloak.NAME, p.firstToken().wallMillis());
      Peer startCpu = new Peer(Keycloak.NAME, p.firstToken().cpuMillis());
      Peer memory = new Peer(Keycloak.NAME, p.idleMiB());
      report.against("start_to_first_token_beside", "ms", wall, Better.LOWER, start);
      report.against("start_to_first_token_cpu_beside", "CPU-ms", cpu, Better.LOWER, startCpu);
    });
    double resident = idle;
    peer.ifPresent(p ->
        report.against(
            "idle_rss_beside",
            "MiB",
            resident,
            Better.LOWER,
            new Peer(Keycloak.NAME, p.idleMiB())));
  }

  /** The same load on the peer, if there is one. */
  Optional<Keycloak.Figures> keycloak(Report report) throws IOException, InterruptedException {
    return Keycloak.measured(
        work.resolve("keycloak"),
        report,
        (port, endpoint, client, secret, pid) -> {
          Path requests = work.resolve("keycloak").resolve("requests");
          TokenRequests.secret(requests, endpoint, client, secret);
          TokenWindow window = new TokenWindow(java, pid, port, "-", requests);
          window.warmUp();
          Map<Integer, Run> runs = new TreeMap<>();
          for (int connections : CONNECTIONS) {
            Run run =
                window.timed(
                    new TokenLoad.Plan(connections, LEAD, TOKENS, PATIENCE), () -> Double.NaN);
            runs.put(connections, run);
            say(
                "Keycloak, %d connections: %,.0f tokens/s, p50 %.1f ms, p99 %.1f ms, %.3f CPU-ms",
                connections, run.perSecond(), run.p50(), run.p99(), run.cpuMillis());
          }
          return runs;
        },
        plan.settle);
  }

  private BenchBox fresh(String folder) throws IOException, InterruptedException {
    remove(work.resolve(folder));
    return BenchBox.start(stall, work.resolve(folder), BenchBox.SHIPPED);
  }
}
