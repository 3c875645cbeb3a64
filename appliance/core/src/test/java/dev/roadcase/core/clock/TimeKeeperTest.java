package dev.roadcase.core.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.clock.TimeKeeper.Trust;
import dev.roadcase.core.fact.Now;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeKeeperTest {
  private static final long FLOOR = 1_795_000_000_000L;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long LIMIT = FLOOR + 10 * DAY;
  private long nanos = 5_000_000_000L;

  @Test
  void aClockThatSomebodyKeepsIsGoodToASecond() {
    TimeKeeper keeper = keeper(Trust.SYSTEM);
    Now now = keeper.read(nanos, FLOOR + DAY);
    assertEquals(FLOOR + DAY - 1000, now.lo());
    assertEquals(FLOOR + DAY + 1000, now.hi());
    assertEquals(FLOOR + DAY, now.wall());
    assertTrue(now.sure());
  }

  @Test
  void aBootAt1970KnowsThePastAndCountsOn() {
    for (Trust trust : Trust.values()) {
      TimeKeeper keeper = keeper(trust);
      Now now = keeper.read(nanos, 12_345);
      assertEquals(FLOOR, now.lo());
      assertEquals(Now.OPEN, now.hi());
      pass(Duration.ofHours(1));
      Now later = keeper.read(nanos, 12_345 + 3_600_000);
      assertEquals(FLOOR + 3_600_000 - 720, later.lo(), "less what a crystal may err");
      assertFalse(later.sure());
    }
  }

  @Test
  void tenYearsAheadIsNotBelieved() {
    TimeKeeper keeper = keeper(Trust.SYSTEM);
    keeper.read(nanos, FLOOR + DAY);
    pass(Duration.ofSeconds(10));
    Now now = keeper.read(nanos, FLOOR + 3650 * DAY);
    assertTrue(now.hi() < FLOOR + DAY + 12_000, "it goes on from what it knew");
    assertEquals(FLOOR + DAY + 10_000, now.wall());
  }

  @Test
  void tenYearsBackAndAnHourBackInTheMiddleOfTheShowAreNotBelieved() {
    TimeKeeper keeper = keeper(Trust.SYSTEM);
    Now before = keeper.read(nanos, FLOOR + DAY);
    for (long back : new long[] {3_600_000, 3650 * DAY}) {
      pass(Duration.ofSeconds(10));
      Now now = keeper.read(nanos, FLOOR + DAY - back);
      assertTrue(now.lo() >= before.lo());
      assertTrue(now.wall() >= before.wall());
      assertTrue(now.hi() != Now.OPEN);
    }
  }

  @Test
  void threeDaysWithoutPowerAreCaughtUpWithWhenSomebodyKeepsTheClock() {
    TimeKeeper keeper = keeper(Trust.SYSTEM);
    keeper.read(nanos, FLOOR + 1);
    pass(Duration.ofSeconds(30));
    Now now = keeper.read(nanos, FLOOR + 3 * DAY);
    assertEquals(FLOOR + 3 * DAY - 1000, now.lo());
    assertTrue(now.sure());
  }

  @Test
  void whatNobodyVouchesForNeverMovesABound() {
    TimeKeeper keeper = keeper(Trust.NONE);
    Now now = keeper.read(nanos, FLOOR + 3 * DAY);
    assertEquals(FLOOR, now.lo());
    assertEquals(Now.OPEN, now.hi());
    assertEquals(FLOOR + 3 * DAY, now.wall(), "but it is the best guess");
    assertEquals(FLOOR, keeper(Trust.NONE).read(nanos, FLOOR + 3650 * DAY).wall());
  }

  @Test
  void aSignedMomentRaisesTheLowBoundAndNothingBeyondTheLimitDoes() {
    TimeKeeper keeper = keeper(Trust.NONE);
    keeper.atLeast(FLOOR + DAY, nanos);
    assertEquals(FLOOR + DAY, keeper.read(nanos, 0).lo());
    keeper.atLeast(LIMIT + 1, nanos);
    assertEquals(FLOOR + DAY, keeper.read(nanos, 0).lo());
    keeper.atLeast(FLOOR, nanos);
    assertEquals(FLOOR + DAY, keeper.read(nanos, 0).lo(), "and never lowers it");
  }

  @Test
  void manySmallStepsDriftAsFarAsOneLongOne() {
    TimeKeeper keeper = keeper(Trust.SYSTEM);
    keeper.read(nanos, FLOOR + DAY);
    TimeKeeper other = keeper(Trust.SYSTEM);
    other.read(nanos, FLOOR + DAY);
    for (int i = 0; i < 36_000; i++) {
      pass(Duration.ofMillis(100).plusNanos(333_333));
      keeper.read(nanos, 0);
    }
    Now step = keeper.read(nanos, 0);
    Now once = other.read(nanos, 0);
    assertEquals(once.lo(), step.lo(), 1);
    assertEquals(once.hi(), step.hi(), 1);
  }

  @Test
  void theBoundsNeverCrossWhateverTheWallClockSays() {
    java.util.Random chance = new java.util.Random(7);
    for (Trust trust : Trust.values()) {
      TimeKeeper keeper = keeper(trust);
      long lo = 0;
      for (int i = 0; i < 20_000; i++) {
        pass(Duration.ofNanos(chance.nextLong(50_000_000_000L)));
        if (chance.nextInt(20) == 0) {
          keeper.atLeast(FLOOR + chance.nextLong(12 * DAY), nanos);
        }
        Now now = keeper.read(nanos, FLOOR + chance.nextLong(-20 * DAY, 20 * DAY));
        assertTrue(now.lo() >= lo, "lo never retreats");
        lo = now.lo();
      }
    }
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private TimeKeeper keeper(Trust trust) {
    return new TimeKeeper(trust, "boot", FLOOR, LIMIT, nanos);
  }
}
