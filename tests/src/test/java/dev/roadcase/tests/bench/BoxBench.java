package dev.roadcase.tests.bench;

import static dev.roadcase.tests.bench.Workbench.median;
import static dev.roadcase.tests.bench.Workbench.remove;
import static dev.roadcase.tests.bench.Workbench.say;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.tests.bench.Report.Better;
import dev.roadcase.tests.bench.Report.Peer;
import dev.roadcase.tests.bench.SaleWindow.Load;
import dev.roadcase.tests.bench.SaleWindow.Run;
import dev.roadcase.wire.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Durable sales over HTTPS. Each round: a fresh box, 64 tills paired, a warm-up, a timed window
 * under 64 clients, shorter ones under 8 and under 1, then the peers with the batch that the box's
 * writer made. Every figure is the median of the rounds.
 */
final class BoxBench {
  private static final int[] CLIENTS = {64, 8, 1};
  private static final double PEER_SECONDS = 5;

  /** After that many sales a box has the memory that it keeps. */
  static final int WARM = 30_000;

  /** Of the windows after the first, on a box that is warm. */
  private static final int SHORT_WARM_UP = 2;

  private static final int SHORT_WINDOW = 6;

  /** After which a box that was just started is at rest. */
  private static final int SETTLE = 10;

  /** How long and how often; seconds, and sales that are signed beforehand. */
  record Plan(int rounds, int warmUp, int window, boolean only64) {}

  /** The disk without us, and the signature without us. */
  private record Peers(
      double sqliteRows, double sqliteCpuMillis, double fileRows, double ours, double jdk) {}

  private final Plan plan;
  private final ChildJvm java = ChildJvm.likeThis();

  BoxBench(Plan plan) {
    this.plan = plan;
  }

  /** Measures, and adds its rows to the report. */
  void run(Report report, Stall stall, Path work) throws IOException, InterruptedException {
    List<List<Run>> runs = new ArrayList<>();
    for (int i = 0; i < CLIENTS.length; i++) {
      runs.add(new ArrayList<>());
    }
    List<Peers> peers = new ArrayList<>();
    for (int number = 1; number <= plan.rounds; number++) {
      List<Run> round = round(stall, work.resolve("round"));
      for (int i = 0; i < round.size(); i++) {
        Run run = round.get(i);
        runs.get(i).add(run);
        say(
            "round %d, %d clients: %,.0f sales/s, p95 %.1f ms, box %.3f CPU-ms a sale",
            number, CLIENTS[i], run.perSecond(), run.p95(), run.boxCpuMillis());
      }
      if (!plan.only64) {
        peers.add(peers(work.resolve("peer"), runs.getFirst().getLast()));
      }
    }
    OptionalDouble fsyncs = plan.only64 ? OptionalDouble.empty() : fsyncs(stall, work);
    for (int i = 0; i < CLIENTS.length; i++) {
      if (!runs.get(i).isEmpty()) {
        rows(report, CLIENTS[i], runs.get(i), fsyncs);
      }
    }
    if (!peers.isEmpty()) {
      peerRows(report, runs.getFirst(), peers);
    }
    remarks(report, stall, fsyncs);
  }

  private void rows(Report report, int clients, List<Run> runs, OptionalDouble fsyncs) {
    String who = clients == 1 ? "1_client_" : clients + "_clients_";
    boolean many = clients == 64;
    double perSecond = median(runs, Run::perSecond);
    double p95 = median(runs, Run::p95);
    if (many) {
      report.aimed(who + "durable_sales_per_s", "1/s", perSecond, Better.HIGHER, 5000);
    } else {
      report.row(who + "durable_sales_per_s", "1/s", perSecond, Better.HIGHER);
    }
    report.row(who + "p50_ms", "ms", median(runs, Run::p50), Better.LOWER);
    if (many) {
      report.aimed(who + "p95_ms", "ms", p95, Better.LOWER, 50);
    } else {
      report.row(who + "p95_ms", "ms", p95, Better.LOWER);
    }
    report.row(who + "p99_ms", "ms", median(runs, Run::p99), Better.LOWER);
    report.row(who + "box_cpu_per_sale", "ms", median(runs, Run::boxCpuMillis), Better.LOWER);
    report.row(
        who + "box_compilers_part", "of 1", median(runs, Run::compilersPart), Better.NEITHER);
    report.row(
        who + "client_cpu_per_sale", "ms", median(runs, Run::clientCpuMillis), Better.NEITHER);
    report.row(who + "box_cores_busy", "cores", median(runs, Run::boxCores), Better.NEITHER);
    report.row(who + "client_cores_busy", "cores", median(runs, Run::clientCores), Better.NEITHER);
    report.row(who + "commits_per_s", "1/s", median(runs, Run::commitsPerSecond), Better.NEITHER);
    fsyncs.ifPresent(each ->
        report.row(
            who + "fsyncs_per_s",
            "1/s",
            median(runs, Run::commitsPerSecond) * each,
            Better.NEITHER));
    report.row(
        who + "sales_per_commit", "sales", median(runs, Run::salesPerCommit), Better.NEITHER);
    report.row(who + "writer_in_commit", "of 1", median(runs, Run::writerBusy), Better.NEITHER);
    report.row(who + "journal_bytes_per_sale", "B", median(runs, Run::factBytes), Better.LOWER);
    report.row(who + "disk_bytes_per_sale", "B", median(runs, Run::diskBytes), Better.LOWER);
    report.row(who + "box_rss", "MiB", median(runs, Run::rssMiB), Better.LOWER);
  }

  private void peerRows(Report report, List<Run> runs, List<Peers> peers) {
    double perSecond = median(runs, Run::perSecond);
    report.against(
        "sales_per_s_to_sqlite_rows_per_s",
        "1/s",
        perSecond,
        Better.HIGHER,
        new Peer("SQLite alone, same batch", median(peers, Peers::sqliteRows)));
    report.against(
        "sales_per_s_to_file_rows_per_s",
        "1/s",
        perSecond,
        Better.HIGHER,
        new Peer("pwrite and fdatasync, same batch", median(peers, Peers::fileRows)));
    report.against(
        "box_cpu_per_sale_to_sqlite_cpu_per_row",
        "ms",
        median(runs, Run::boxCpuMillis),
        Better.LOWER,
        new Peer("SQLite alone, same batch", median(peers, Peers::sqliteCpuMillis)));
    report.against(
        "es256_verify",
        "µs CPU",
        median(peers, Peers::ours),
        Better.LOWER,
        new Peer("JDK", median(peers, Peers::jdk)));
  }

  private void remarks(Report report, Stall stall, OptionalDouble fsyncs) {
    report.remark(
        "Medians of %d rounds; each a fresh box (`roadcase box`, its own JVM and flags), warmed until"
                .formatted(plan.rounds)
            + " its compilers took less than %.0f %% of its CPU, %d s timed (8 and 1 clients: %d s);"
                .formatted(100 * WarmUp.DONE, plan.window, SHORT_WINDOW)
            + " %d items in the pack, all counted; upstream does not answer."
                .formatted(stall.items()));
    report.remark(
        "The clients are one process with one event loop on the same machine; their CPU is"
            + " given, and is the box's no more. Sales are signed beforehand.");
    report.remark(
        fsyncs.isPresent()
            ? "fsyncs: the box's own count of commits, times %.3f fsync and fdatasync a commit as"
                    .formatted(fsyncs.getAsDouble())
                + " strace counted them over a short run from start to stop."
            : "fsyncs were not counted from outside: strace is not here, or was not asked for.");
  }

  private List<Run> round(Stall stall, Path folder) throws IOException, InterruptedException {
    remove(folder);
    List<Run> runs = new ArrayList<>();
    try (BenchBox box = BenchBox.start(stall, folder, BenchBox.SHIPPED)) {
      Path tokens = folder.resolve("tokens");
      box.pair(tokens);
      int begin = warmedUp(stall, box, tokens);
      Load load = new Load(CLIENTS[0], SHORT_WARM_UP, 0, plan.window, begin);
      while (true) {
        Run run = SaleWindow.timed(java, stall, box, tokens, load);
        runs.add(run);
        if (plan.only64 || runs.size() == CLIENTS.length) {
          return runs;
        }
        load = new Load(CLIENTS[runs.size()], SHORT_WARM_UP, 0, SHORT_WINDOW, run.next());
      }
    }
  }

  /** Warms it by sales, and says where in their file it stopped. */
  private int warmedUp(Stall stall, BenchBox box, Path tokens)
      throws IOException, InterruptedException {
    int[] next = {0};
    WarmUp.of(
        box.pid(),
        () -> {
          Load load = new Load(CLIENTS[0], 1, 0, plan.warmUp, next[0]);
          next[0] = SaleWindow.timed(java, stall, box, tokens, load).next();
        });
    return next[0];
  }

  /** A box that nobody asks for anything, with a board that plays and an upstream out of reach. */
  static void idle(Report report, Stall stall, Path folder, int seconds)
      throws IOException, InterruptedException {
    say("a box at rest for %d s …", seconds);
    remove(folder);
    try (BenchBox box = BenchBox.start(stall, folder, BenchBox.SHIPPED)) {
      Thread.sleep(Duration.ofSeconds(SETTLE));
      ProcessReading before = box.reading();
      Thread.sleep(Duration.ofSeconds(seconds));
      ProcessReading after = box.reading();
      double day = Duration.ofDays(1).toSeconds() / (double) seconds;
      report.aimed(
          "idle_bytes_per_day",
          "MB",
          (after.written() - before.written()) * day / 1e6,
          Better.LOWER,
          50);
      report.row(
          "idle_cpu",
          "% of a core",
          (after.cpuMillis() - before.cpuMillis()) / 10.0 / seconds,
          Better.LOWER);
    }
  }

  /** How many fsyncs a commit has, counted from outside over a whole life of a box. */
  private OptionalDouble fsyncs(Stall stall, Path work) throws IOException, InterruptedException {
    Path counts = work.resolve("strace.txt").toAbsolutePath();
    List<String> strace =
        List.of(
            "strace",
            "-f",
            "--seccomp-bpf",
            "-c",
            "-e",
            "trace=fsync,fdatasync",
            "-o",
            counts.toString());
    if (!Files.isExecutable(Path.of("/usr/bin/strace"))) {
      return OptionalDouble.empty();
    }
    Path folder = work.resolve("strace");
    double commits;
    try (BenchBox box = BenchBox.start(stall, folder, BenchBox.SHIPPED.under(strace))) {
      Path tokens = folder.resolve("tokens");
      box.pair(tokens);
      Process load = SaleWindow.start(java, stall, box, tokens, new Load(CLIENTS[0], 1, 0, 5, 0));
      load.inputReader().lines().forEach(line -> {});
      commits = box.counters().getOrDefault("roadcase_journal_commits_total", 0.0);
    }
    long fsyncs =
        Files.readAllLines(counts).stream()
            .map(line -> line.strip().split(" +"))
            .filter(cells -> cells[cells.length - 1].matches("fsync|fdatasync"))
            .mapToLong(cells -> Long.parseLong(cells[3]))
            .sum();
    say("strace: %d fsyncs in %.0f commits", fsyncs, commits);
    return OptionalDouble.of(fsyncs / commits);
  }

  private Peers peers(Path folder, Run run) throws IOException, InterruptedException {
    String batch = Long.toString(Math.max(1, Math.round(run.salesPerCommit())));
    String bytes = Long.toString(Math.round(run.factBytes()));
    String seconds = Double.toString(PEER_SECONDS);
    remove(folder);
    JsonNode sqlite = peer(DiskPeer.class, "sqlite", folder.toString(), batch, bytes, seconds);
    JsonNode file = peer(DiskPeer.class, "file", folder.toString(), batch, bytes, seconds);
    JsonNode verify = peer(Es256Peer.class);
    return new Peers(
        sqlite.path("rowsPerSecond").asDouble(),
        sqlite.path("cpuMillisPerRow").asDouble(),
        file.path("rowsPerSecond").asDouble(),
        verify.path("bouncyCastleMicros").asDouble(),
        verify.path("jdkMicros").asDouble());
  }

  private JsonNode peer(Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Process process = java.start("-Xmx128m", main, List.of(arguments));
    try (BufferedReader said = process.inputReader()) {
      JsonNode result = Json.MAPPER.readTree(said.readLine());
      process.waitFor();
      return result;
    }
  }
}
