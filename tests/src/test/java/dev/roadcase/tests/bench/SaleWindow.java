package dev.roadcase.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.wire.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One timed window of sales: the clients' process beside the box, both read at its two ends. */
final class SaleWindow {
  private SaleWindow() {}

  /**
   * How the clients are to go about it.
   *
   * @param atLeast sales of the warm-up, however long it takes
   * @param from where in the file of sales to begin
   */
  record Load(int clients, int warmUp, int atLeast, int window, int from) {}

  /**
   * One timed window.
   *
   * @param compilersPart of the box's CPU, 0 to 1
   * @param next where in the file of sales the clients stopped
   */
  record Run(
      double perSecond,
      double p50,
      double p95,
      double p99,
      double boxCpuMillis,
      double compilersPart,
      double clientCpuMillis,
      double boxCores,
      double clientCores,
      double salesPerCommit,
      double commitsPerSecond,
      double writerBusy,
      double factBytes,
      double diskBytes,
      double rssMiB,
      int next) {}

  /** Runs the clients, and reads the box at both ends of the window that they say. */
  static Run timed(ChildJvm java, Stall stall, BenchBox box, Path tokens, Load how)
      throws IOException, InterruptedException {
    Process load = start(java, stall, box, tokens, how);
    try (BufferedReader said = load.inputReader()) {
      expect("begin", said.readLine());
      Reading before = Reading.of(box, load.pid());
      expect("end", said.readLine());
      Reading after = Reading.of(box, load.pid());
      JsonNode result = Json.MAPPER.readTree(said.readLine());
      if (!result.path("otherAnswers").isEmpty()) {
        throw new IOException("not every sale was taken: " + result);
      }
      return run(result, before, after);
    } finally {
      load.destroyForcibly();
    }
  }

  private static Run run(JsonNode result, Reading before, Reading after) {
    double seconds = (after.nanos - before.nanos) / 1e9;
    double sales = after.of("facts") - before.of("facts");
    double commits = after.of("commits") - before.of("commits");
    double box = after.box.cpuMillis() - before.box.cpuMillis();
    double client = after.client.cpuMillis() - before.client.cpuMillis();
    return new Run(
        result.path("perSecond").asDouble(),
        result.path("p50").asDouble(),
        result.path("p95").asDouble(),
        result.path("p99").asDouble(),
        box / sales,
        after.box.compilersPart(before.box),
        client / sales,
        box / 1000 / seconds,
        client / 1000 / seconds,
        sales / commits,
        commits / seconds,
        (after.of("commit_seconds") - before.of("commit_seconds")) / seconds,
        (after.of("fact_bytes") - before.of("fact_bytes")) / sales,
        (after.box.written() - before.box.written()) / sales,
        after.box.rss() / 1048576.0,
        result.path("next").asInt());
  }

  /** The box and the clients at one end of the window. */
  private record Reading(
      long nanos, Map<String, Double> counters, ProcessReading box, ProcessReading client) {
    static Reading of(BenchBox box, long client) throws IOException, InterruptedException {
      Map<String, Double> counters = box.counters();
      return new Reading(
          System.nanoTime(), counters, ProcessReading.of(box.pid()), ProcessReading.of(client));
    }

    double of(String counter) {
      Double value = counters.get("roadcase_journal_" + counter + "_total");
      if (value == null) {
        throw new IllegalStateException("the box does not count " + counter + ": " + counters);
      }
      return value;
    }
  }

  /** The clients' process, started. */
  static Process start(ChildJvm java, Stall stall, BenchBox box, Path tokens, Load load)
      throws IOException {
    return java.start(
        "-Xmx512m",
        SaleLoad.class,
        List.of(
            Integer.toString(box.port()),
            stall.rootFile().toString(),
            tokens.toString(),
            stall.salesFile().toString(),
            Integer.toString(load.from),
            Integer.toString(load.clients),
            Integer.toString(load.warmUp),
            Integer.toString(load.atLeast),
            Integer.toString(load.window)));
  }

  static void expect(String word, String said) throws IOException {
    if (!word.equals(said)) {
      throw new IOException(
          "ran-out".equals(said)
              ? "the signed sales ran out before the window ended: give --sales more"
              : "the clients said " + said);
    }
  }
}
