package dev.roadcase.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.wire.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One timed window of {@link TokenLoad}: who issues is read at its two ends. */
final class TokenWindow {
  /**
   * What came of it.
   *
   * @param cpuMillis CPU of who issues, a token
   * @param askersCpuMillis CPU of who asks, a token
   */
  record Run(
      double perSecond,
      double p50,
      double p99,
      double cpuMillis,
      double askersCpuMillis,
      double tokensPerCommit) {}

  /** Reads who issues: CPU in milliseconds. */
  interface Meter {
    double cpuMillis() throws IOException;
  }

  /** Reads what the issuer's disk does; {@code NaN} where nobody can say. */
  interface Commits {
    double sofar() throws IOException, InterruptedException;
  }

  private final ChildJvm java;
  private final int port;
  private final String root;
  private final Path requests;

  /**
   * A window on a token endpoint.
   *
   * @param root certificate, or {@code -} for plain HTTP
   * @param requests file of {@link TokenRequests}
   */
  TokenWindow(ChildJvm java, int port, String root, Path requests) {
    this.java = java;
    this.port = port;
    this.root = root;
    this.requests = requests;
  }

  /** So many tokens that nobody times. */
  void warmUp(int tokens) throws IOException, InterruptedException {
    timed(new TokenLoad.Plan(16, 0, tokens, 600), () -> 0, () -> 0);
  }

  Run timed(TokenLoad.Plan plan, Meter meter, Commits commits)
      throws IOException, InterruptedException {
    Process load =
        java.start(
            "-Xmx256m",
            TokenLoad.class,
            List.of(
                Integer.toString(port),
                root,
                requests.toString(),
                Integer.toString(plan.connections()),
                Integer.toString(plan.lead()),
                Integer.toString(plan.tokens()),
                Integer.toString(plan.seconds())));
    try (BufferedReader said = load.inputReader()) {
      SaleWindow.expect("begin", said.readLine());
      double cpu = meter.cpuMillis();
      double asking = ProcessReading.of(load.pid()).cpuMillis();
      double before = commits.sofar();
      SaleWindow.expect("end", said.readLine());
      cpu = meter.cpuMillis() - cpu;
      asking = ProcessReading.of(load.pid()).cpuMillis() - asking;
      double committed = commits.sofar() - before;
      JsonNode result = Json.MAPPER.readTree(said.readLine());
      if (!result.path("otherAnswers").isEmpty()) {
        throw new IOException("not every token was issued: " + result);
      }
      double tokens = result.path("tokens").asDouble();
      return new Run(
          tokens / result.path("seconds").asDouble(),
          result.path("p50").asDouble(),
          result.path("p99").asDouble(),
          cpu / tokens,
          asking / tokens,
          tokens / committed);
    } finally {
      load.destroyForcibly();
    }
  }
}
