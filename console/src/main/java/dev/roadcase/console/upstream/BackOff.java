package dev.roadcase.console.upstream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: doubling, capped, and anywhere within it (full jitter). */
final class BackOff {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration MOST = Duration.ofSeconds(30);

  private final RandomGenerator chance;
  private int failures;

  BackOff(RandomGenerator chance) {
    this.chance = chance;
  }

  /** The wait after one more failure. */
  Duration next() {
    long ceiling =
        Math.min(MOST.toMillis(), FIRST.toMillis() << Math.min(failures, 20));
    failures++;
    return Duration.ofMillis(chance.nextLong(ceiling / 2, ceiling + 1));
  }

  /** After a success. */
  void reset() {
    failures = 0;
  }
}
