package dev.roadcase.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.wire.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One timed window of {@link TokenLoad}: who issues is read at its two ends. */
final class TokenWindow {
  /** A round of warm-up. Each lives for an hour, and where they get scarce nobody has many. */
  private static final int WARM_UP_TOKENS = 7_000;

  /**
   * What came of it.
   *
   * @param cpuMillis CPU of who issues, a token
   * @param compilersPart of that, 0 to 1
   * @param askersCpuMillis CPU of who asks, a token
   */
  record Run(
      double perSecond,
      double p50,
      double p99,
      double cpuMillis,
      double compilersPart,
      double askersCpuMillis,
      double tokensPerCommit) {}

  /** Reads what the issuer's disk does; {@code NaN} where nobody can say. */
  interface Commits {
    double sofar() throws IOException, InterruptedException;
  }

  static final String CLIENT = "c-bench";

  private final ChildJvm java;
  private final long pid;
  private final int port;
  private final String root;
  private final Path requests;

  /**
   * A window on a token endpoint.
   *
   * @param pid of who issues
   * @param root certificate, or {@code -} for plain HTTP
   * @param requests file of {@link TokenRequests}
   */
  TokenWindow(ChildJvm java, long pid, int port, String root, Path requests) {
    this.java = java;
    this.pid = pid;
    this.port = port;
    this.root = root;
    this.requests = requests;
  }

  /** One on a box, by a client that is let in for it and whose secret is left in a file. */
  static TokenWindow withSecret(ChildJvm java, Stall stall, BenchBox box, Path requests)
      throws IOException, InterruptedException {
    TokenRequests.secret(requests, box.tokenEndpoint(), CLIENT, box.addClient(CLIENT));
    return new TokenWindow(java, box.pid(), box.port(), stall.rootFile().toString(), requests);
  }

  /** As many tokens that nobody times as its compilers need. */
  void warmUp() throws IOException, InterruptedException {
    WarmUp.of(pid, () -> timed(new TokenLoad.Plan(16, 0, WARM_UP_TOKENS, 600), () -> Double.NaN));
  }

  Run timed(TokenLoad.Plan plan, Commits commits) throws IOException, InterruptedException {
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
      ProcessReading issuer = ProcessReading.of(pid);
      double asking = ProcessReading.of(load.pid()).cpuMillis();
      double before = commits.sofar();
      SaleWindow.expect("end", said.readLine());
      ProcessReading after = ProcessReading.of(pid);
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
          (after.cpuMillis() - issuer.cpuMillis()) / tokens,
          after.compilersPart(issuer),
          asking / tokens,
          tokens / committed);
    } finally {
      load.destroyForcibly();
    }
  }
}
