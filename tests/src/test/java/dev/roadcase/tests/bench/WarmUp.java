package dev.roadcase.tests.bench;

import java.io.IOException;

/**
 * Warms a JVM until its compilers are all but done, however much code a request runs through: what
 * is timed is to be the server, and not its compilers. Ours and a peer's are warmed alike.
 */
final class WarmUp {
  /** Part of the process's CPU that its compilers still had in the last round. */
  static final double DONE = 0.05;

  /** After which it is as warm as it gets; the report says what the compilers had in the window. */
  private static final int ROUNDS_MAX = 8;

  /** Some seconds of the load that is to be timed. */
  interface Round {
    void run() throws IOException, InterruptedException;
  }

  private WarmUp() {}

  /** Runs rounds until the compilers of process {@code pid} had less than {@link #DONE} in one. */
  static void of(long pid, Round round) throws IOException, InterruptedException {
    of(pid, ROUNDS_MAX, round);
  }

  /** The same, with another number of rounds at most. */
  static void of(long pid, int roundsMax, Round round) throws IOException, InterruptedException {
    for (int i = 1; i <= roundsMax; i++) {
      ProcessReading before = ProcessReading.of(pid);
      round.run();
      double part = ProcessReading.of(pid).compilersPart(before);
      Workbench.say("warm-up %d: compilers had %.0f %% of the CPU", i, 100 * part);
      if (part < DONE) {
        return;
      }
    }
  }
}
