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
      measure(report, box, tokens);
    }
  }

  private void measure(Report report, BenchBox box, Path tokens)
      throws IOException, InterruptedException {
    Process tills =
        java.start(
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
                Integer.toString(seconds)));
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
    } finally {
      tills.destroyForcibly();
    }
  }

  private void rows(Report report, JsonNode result, double commitMillis) {
    double p95 = result.path("p95").asDouble();
    say("card: %s, a commit %.1f ms", result, commitMillis);
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
