package dev.roadcase.tests.bench;

import static dev.roadcase.tests.bench.Workbench.say;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.tests.bench.Report.Better;
import dev.roadcase.wire.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stall at its usual pace on a usual card: 8 tills, 20 sales a second in all, open loop. */
final class SdCard {
  private static final int TILLS = 8;
  private static final int PER_SECOND = 20;
  private static final int WARM_UP = 10;
  private static final double AIM_MILLIS = 150;

  /** As the box's own; docs/journal.md. */
  private static final int SNAPSHOT_AFTER = 4_096;

  private static final int SNAPSHOTS = 3;
  private static final int SNAPSHOT_WINDOW = 30;

  /** Eight tills that never rest sell about so many a second on such a card. */
  private static final int LOAD_PER_SECOND = 300;

  private static final long LOOK_MILLIS = 20;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final Stall stall;
  private final Path work;
  private final ChildJvm java;
  private final int seconds;

  SdCard(Stall stall, Path work, ChildJvm java, int seconds) {
    this.stall = stall;
    this.work = work;
    this.java = java;
    this.seconds = seconds;
  }

  void run(Report report) throws IOException, InterruptedException {
    Optional<Map<String, String>> slow = SlowDisk.environment(work.resolve("slowdisk"));
    if (slow.isEmpty()) {
      report.remark("The SD-card profile was left out: it needs Linux and a C compiler (gcc).");
      return;
    }
    Path folder = work.resolve("card");
    try (BenchBox box = BenchBox.start(stall, folder, BenchBox.SHIPPED.environment(slow.get()))) {
      Path tokens = folder.resolve("tokens");
      box.pair(tokens);
      int next = measure(report, box, tokens);
      measureSnapshots(report, box, tokens, next);
    }
  }

  /** What those have to wait who come in the second before and the second after a snapshot. */
  private void measureSnapshots(Report report, BenchBox box, Path tokens, int next)
      throws IOException, InterruptedException {
    Latencies around = new Latencies();
    for (int i = 0; i < SNAPSHOTS; i++) {
      next = sellUntilASnapshotIsNear(box, tokens, next);
      Process tills = tills(box, tokens, SNAPSHOT_WINDOW, next);
      try (BufferedReader said = tills.inputReader()) {
        SaleWindow.expect("begin", said.readLine());
        long written = momentOfTheSnapshot(box);
        SaleWindow.expect("end", said.readLine());
        JsonNode result = Json.MAPPER.readTree(said.readLine());
        next = result.path("next").asInt();
        for (JsonNode customer : result.path("customers")) {
          if (Math.abs(customer.path(0).asLong() - written) < SECOND_NANOS) {
            around.add(customer.path(1).asLong());
          }
        }
      } finally {
        tills.destroyForcibly();
      }
    }
    say("card, snapshots: %d sales, p95 %.0f ms", around.count(), around.millis(95));
    report.aimed("sd_card_snapshot_p95_ms", "ms", around.millis(95), Better.LOWER, AIM_MILLIS);
    report.row("sd_card_snapshot_slowest_ms", "ms", around.millis(100), Better.LOWER);
    report.remark(
        "SD card, snapshot: %d sales that came within a second of one of %d snapshots of 4,096 facts."
            .formatted(around.count(), SNAPSHOTS));
  }

  /** A snapshot comes each 4,096 facts; this leaves so many that it comes in the window. */
  private int sellUntilASnapshotIsNear(BenchBox box, Path tokens, int next)
      throws IOException, InterruptedException {
    double tail = box.counters().getOrDefault("roadcase_snapshot_tail", 0.0);
    int ahead = PER_SECOND * (WARM_UP + SNAPSHOT_WINDOW / 2);
    // What the last timed second of the load sells besides.
    int more = (int) (SNAPSHOT_AFTER - tail) - ahead - LOAD_PER_SECOND;
    if (more <= 0) {
      more += SNAPSHOT_AFTER;
    }
    SaleWindow.Load load = new SaleWindow.Load(TILLS, 1, more, 1, next);
    Process tills = SaleWindow.start(java, stall, box, tokens, load);
    try (BufferedReader said = tills.inputReader()) {
      SaleWindow.expect("begin", said.readLine());
      SaleWindow.expect("end", said.readLine());
      return Json.MAPPER.readTree(said.readLine()).path("next").asInt();
    } finally {
      tills.destroyForcibly();
    }
  }

  /** When the count of facts since the last snapshot fell. */
  private static long momentOfTheSnapshot(BenchBox box) throws IOException, InterruptedException {
    double before = 0;
    long end = System.nanoTime() + SNAPSHOT_WINDOW * SECOND_NANOS;
    while (System.nanoTime() < end) {
      double tail = box.counters().getOrDefault("roadcase_snapshot_tail", 0.0);
      if (tail < before) {
        return System.nanoTime();
      }
      before = tail;
      Thread.sleep(LOOK_MILLIS);
    }
    throw new IOException("no snapshot came in the window; " + before + " facts wait for one");
  }

  private Process tills(BenchBox box, Path tokens, int window, int from) throws IOException {
    return java.start(
        "-Xmx256m",
        OpenTills.class,
        List.of(
            Integer.toString(box.port()),
            stall.rootFile().toString(),
            tokens.toString(),
            stall.salesFile().toString(),
            Integer.toString(TILLS),
            Integer.toString(PER_SECOND),
            Integer.toString(WARM_UP),
            Integer.toString(window),
            Integer.toString(from)));
  }

  private int measure(Report report, BenchBox box, Path tokens)
      throws IOException, InterruptedException {
    Process tills = tills(box, tokens, seconds, 0);
    try (BufferedReader said = tills.inputReader()) {
      SaleWindow.expect("begin", said.readLine());
      Map<String, Double> before = box.counters();
      SaleWindow.expect("end", said.readLine());
      Map<String, Double> after = box.counters();
      JsonNode result = Json.MAPPER.readTree(said.readLine());
      if (!result.path("otherAnswers").isEmpty()) {
        throw new IOException("not every sale was taken: " + result);
      }
      double commits = change("commits", before, after);
      rows(report, result, 1000 * change("commit_seconds", before, after) / commits);
      return result.path("next").asInt();
    } finally {
      tills.destroyForcibly();
    }
  }

  private void rows(Report report, JsonNode result, double commitMillis) {
    double p95 = result.path("p95").asDouble();
    say("card: p95 %.0f ms, a commit %.1f ms", p95, commitMillis);
    report.row(
        "sd_card_8_tills_sales_per_s", "1/s", result.path("perSecond").asDouble(), Better.NEITHER);
    report.row("sd_card_8_tills_p50_ms", "ms", result.path("p50").asDouble(), Better.LOWER);
    report.aimed("sd_card_8_tills_p95_ms", "ms", p95, Better.LOWER, AIM_MILLIS);
    report.row("sd_card_8_tills_p99_ms", "ms", result.path("p99").asDouble(), Better.LOWER);
    report.row("sd_card_8_tills_slowest_ms", "ms", result.path("most").asDouble(), Better.LOWER);
    report.row("sd_card_commit_ms", "ms", commitMillis, Better.NEITHER);
    report.remark(
        "SD card: every fsync and fdatasync of the box takes 20 ms longer, one in a hundred 300 ms;"
            + " %d tills, customers at random, %d a second in all, for %d s after %d s of warm-up;"
                .formatted(TILLS, PER_SECOND, seconds, WARM_UP)
            + " latency counts from the customer's coming, sent or not.");
  }

  private static double change(
      String counter, Map<String, Double> before, Map<String, Double> after) {
    String name = "roadcase_journal_" + counter + "_total";
    return after.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0);
  }
}
