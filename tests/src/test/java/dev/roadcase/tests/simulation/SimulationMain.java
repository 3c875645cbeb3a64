package dev.roadcase.tests.simulation;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * {@code ./dev sim [--seconds N] [--seed S] [--mutants]}: seeds until the time is up, one seed, or
 * every mutant on the seeds within which it has to be caught. Ends with 1 when a promise was broken
 * or a mutant lived.
 */
public final class SimulationMain {
  private static final long SEEDS = 1L << 40;

  private SimulationMain() {}

  public static void main(String[] arguments) {
    // Several modules bring a logback.xml; which of them counts here is nobody's concern.
    System.setProperty(
        "logback.statusListenerClass", "ch.qos.logback.core.status.NopStatusListener");
    long seconds = 60;
    OptionalLong seed = OptionalLong.empty();
    boolean mutants = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--seconds" -> seconds = number(arguments, ++i);
        case "--seed" -> seed = OptionalLong.of(number(arguments, ++i));
        case "--mutants" -> mutants = true;
        default -> usage("there is no " + arguments[i]);
      }
    }
    boolean held;
    if (mutants) {
      held = mutants();
    } else if (seed.isPresent()) {
      held = one(seed.getAsLong());
    } else {
      held = many(seconds);
    }
    System.exit(held ? 0 : 1);
  }

  private static boolean one(long seed) {
    Simulation.Outcome outcome = Simulation.run(seed, Optional.empty());
    System.out.println(outcome.scenario());
    System.out.print(outcome.tally().page());
    System.out.printf("fingerprint        %016x%n", outcome.fingerprint());
    outcome.failure().ifPresent(failure -> tell(outcome, failure));
    return outcome.failure().isEmpty();
  }

  private static boolean many(long seconds) {
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    long told = start;
    long seed = Math.floorMod(System.currentTimeMillis() * 0x9E3779B97F4A7C15L, SEEDS);
    System.out.println("Seeds from " + seed + ", for " + seconds + " s.");
    Tally all = new Tally();
    while (System.nanoTime() < end) {
      Simulation.Outcome outcome = Simulation.run(seed, Optional.empty());
      all.add(outcome.tally());
      if (outcome.failure().isPresent()) {
        tell(outcome, outcome.failure().get());
        return false;
      }
      seed++;
      if (System.nanoTime() - told > 5_000_000_000L) {
        told = System.nanoTime();
        System.out.println(all.line());
      }
    }
    System.out.print(all.page());
    System.out.println("Promises 1 to 5 held.");
    return true;
  }

  private static boolean mutants() {
    boolean all = true;
    SortedSet<Long> seeds = new TreeSet<>();
    for (Mutant mutant : Mutant.values()) {
      Optional<Simulation.Outcome> caught = firstCaught(mutant);
      all &= caught.isPresent();
      System.out.printf(
          "%-24s %s%n",
          mutant,
          caught
              .map(outcome ->
                  "caught by %s, seed %d: %s"
                      .formatted(
                          mutant.breaks(), outcome.seed(), outcome.failure().orElseThrow().how()))
              .orElse("LIVES: " + mutant.breaks() + " saw nothing"));
      mutant
          .seeds()
          .takeWhile(seed -> seed <= caught.map(Simulation.Outcome::seed).orElse(seed))
          .forEach(seeds::add);
    }
    for (long seed : seeds) {
      Simulation.Outcome outcome = Simulation.run(seed, Optional.empty());
      outcome.failure().ifPresent(failure -> tell(outcome, failure));
      all &= outcome.failure().isEmpty();
    }
    System.out.println(
        all
            ? "Every mutant was caught; without one, the same " + seeds.size() + " seeds pass."
            : "Not as it should be.");
    return all;
  }

  /** The first of its seeds in which the checker that a mutant is meant for notices it. */
  static Optional<Simulation.Outcome> firstCaught(Mutant mutant) {
    return mutant
        .seeds()
        .mapToObj(seed -> Simulation.run(seed, Optional.of(mutant)))
        .filter(outcome ->
            outcome
                .failure()
                .flatMap(Simulation.Failure::promise)
                .equals(Optional.of(mutant.breaks())))
        .findFirst();
  }

  /** What a person needs to find it again. */
  static String story(Simulation.Outcome outcome, Simulation.Failure failure) {
    return "%s%n%s%nSeed %d: %s: %s%nReplay: ./dev sim --seed %d%n"
        .formatted(
            failure.trace(),
            outcome.scenario(),
            outcome.seed(),
            failure.promise().map(p -> p + " is broken").orElse("a bug"),
            failure.how(),
            outcome.seed());
  }

  private static void tell(Simulation.Outcome outcome, Simulation.Failure failure) {
    System.out.print(story(outcome, failure));
  }

  private static long number(String[] arguments, int at) {
    try {
      if (at < arguments.length) {
        return Long.parseLong(arguments[at]);
      }
    } catch (NumberFormatException e) {
      usage(arguments[at] + " is no number");
    }
    usage(arguments[at - 1] + " wants a number");
    return 0;
  }

  private static void usage(String problem) {
    System.err.println("sim: " + problem + ". ./dev sim [--seconds N] [--seed S] [--mutants]");
    System.exit(64);
  }
}
