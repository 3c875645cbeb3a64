package dev.roadcase.provisioning;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/**
 * What a command gets from the process that it runs in: handed in, so that a test hands in another.
 *
 * @param out data, for the next program
 * @param err progress, notes and problems, for people
 * @param asking for what must not be seen
 */
record Surroundings(
    Clock clock,
    SecureRandom chance,
    Map<String, String> environment,
    PrintWriter out,
    PrintWriter err,
    Asking asking) {
  /** Where nobody can be asked. */
  Surroundings(
      Clock clock,
      SecureRandom chance,
      Map<String, String> environment,
      PrintWriter out,
      PrintWriter err) {
    this(clock, chance, environment, out, err, Asking.NOBODY);
  }

  static Surroundings ofThisProcess() {
    return new Surroundings(
        Clock.systemUTC(),
        new SecureRandom(),
        System.getenv(),
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        Asking.terminal());
  }
}
