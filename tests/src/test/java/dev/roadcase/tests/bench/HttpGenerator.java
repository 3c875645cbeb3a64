package dev.roadcase.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks for one path over and over: the same for the box and for its peer. */
sealed interface HttpGenerator {
  /** Connections, each with one request under way. */
  int CONNECTIONS = 32;

  /** Requests that were answered 200, in how long. */
  record Load(double perSecond, double seconds) {
    double requests() {
      return perSecond * seconds;
    }
  }

  /** What it is, for the report. */
  String name();

  /**
   * Runs for that long.
   *
   * @throws IOException when anything but a 200 came
   */
  Load run(int port, String path, boolean gzip, int seconds)
      throws IOException, InterruptedException;

  /** wrk where it can be had, else our own. */
  static HttpGenerator choose(ChildJvm java) throws IOException, InterruptedException {
    Optional<String> wrk = Tools.find("wrk", "wrk");
    return wrk.isPresent() ? new Wrk(wrk.get()) : new Ours(java);
  }

  /** wrk: one thread, so that one core is left for the server. */
  record Wrk(String program) implements HttpGenerator {
    private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ([0-9.]+)(ms|s|m), ");

    @Override
    public String name() {
      return "wrk, 1 thread";
    }

    @Override
    public Load run(int port, String path, boolean gzip, int seconds)
        throws IOException, InterruptedException {
      List<String> command =
          new ArrayList<>(List.of(program, "-t1", "-c" + CONNECTIONS, "-d" + seconds + "s"));
      if (gzip) {
        command.addAll(List.of("-H", "Accept-Encoding: gzip"));
      }
      command.add("http://127.0.0.1:" + port + path);
      String said = Tools.run(command.toArray(new String[0])).orElse("");
      Matcher total = TOTAL.matcher(said);
      if (!total.find() || said.contains("Non-2xx") || said.contains("Socket errors")) {
        throw new IOException("wrk says:\n" + said);
      }
      double took =
          Double.parseDouble(total.group(2))
              * switch (total.group(3)) {
                case "ms" -> 0.001;
                case "m" -> 60;
                default -> 1;
              };
      return new Load(Long.parseLong(total.group(1)) / took, took);
    }
  }

  /** {@link GetLoad} in a process of its own. */
  record Ours(ChildJvm java) implements HttpGenerator {
    @Override
    public String name() {
      return "a client of our own on one event loop (wrk is not here)";
    }

    @Override
    public Load run(int port, String path, boolean gzip, int seconds)
        throws IOException, InterruptedException {
      Process process =
          java.start(
              "-Xmx128m",
              GetLoad.class,
              List.of(
                  Integer.toString(port),
                  path,
                  Boolean.toString(gzip),
                  Integer.toString(CONNECTIONS),
                  Integer.toString(seconds)));
      String said;
      try (var reader = process.inputReader()) {
        said = String.valueOf(reader.readLine());
      }
      if (process.waitFor() != 0) {
        throw new IOException("the client says: " + said);
      }
      JsonNode result = Json.MAPPER.readTree(said);
      return new Load(
          result.path("requests").asLong() / result.path("seconds").asDouble(),
          result.path("seconds").asDouble());
    }
  }
}
