package dev.roadcase.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration CAP = Duration.ofSeconds(30);

  @Example
  void theLongestWaitDoublesUpToTheCap() {
    Backoff backoff = new Backoff(FIRST, CAP);
    for (long millis : new long[] {500, 1000, 2000, 4000, 8000, 16000, 30000, 30000}) {
      assertEquals(millis, almostAll(backoff, Duration.ZERO, CAP).toMillis());
    }
  }

  @Example
  void aConnectionThatHeldClearsTheRecordAndOneThatDropsAtOnceDoesNot() {
    Backoff backoff = new Backoff(FIRST, CAP);
    for (int i = 0; i < 5; i++) {
      almostAll(backoff, Duration.ZERO, CAP);
    }
    assertEquals(16000, almostAll(backoff, Duration.ofSeconds(29), CAP).toMillis());
    assertEquals(500, almostAll(backoff, Duration.ofSeconds(30), CAP).toMillis());
  }

  @Example
  void moneyThatWaitsShortensTheWaitButNotTheMemory() {
    Backoff backoff = new Backoff(FIRST, CAP);
    for (int i = 0; i < 10; i++) {
      assertTrue(
          almostAll(backoff, Duration.ZERO, Duration.ofSeconds(4)).compareTo(Duration.ofSeconds(4))
              <= 0);
    }
    assertEquals(30000, almostAll(backoff, Duration.ZERO, CAP).toMillis());
  }

  @Property
  void anyChanceGivesAWaitWithinTheCap(
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double chance,
      @ForAll @IntRange(min = 0, max = 200) int failures) {
    Backoff backoff = new Backoff(FIRST, CAP);
    Duration wait = Duration.ZERO;
    for (int i = 0; i <= failures; i++) {
      wait = backoff.failed(Duration.ZERO, chance, CAP);
    }
    assertTrue(!wait.isNegative() && wait.compareTo(CAP) <= 0, wait.toString());
  }

  private static Duration almostAll(Backoff backoff, Duration held, Duration hurry) {
    Duration wait = backoff.failed(held, Math.nextDown(1.0), hurry);
    return Duration.ofMillis(Math.round(wait.toNanos() / 1e6));
  }
}
