package dev.roadcase.core.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.clock.TimeKeeper.Heard;
import dev.roadcase.core.clock.TimeKeeper.Trust;
import dev.roadcase.core.fact.Now;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
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
  void upstreamsSignedTimeMovesBothBoundsByARoundTrip() {
    TimeKeeper keeper = keeper(Trust.NONE);
    long written = nanos;
    pass(Duration.ofMillis(300));
    assertEquals(Heard.ANCHORED, keeper.heard(FLOOR + DAY, OptionalLong.of(written), nanos));
    Now now = keeper.read(nanos, 0);
    assertEquals(FLOOR + DAY - 1_000, now.lo());
    assertEquals(FLOOR + DAY + 1_302, now.hi(), "300 ms and what upstream's clock may err");
    assertTrue(now.sure());
    pass(Duration.ofHours(10));
    Now later = keeper.read(nanos, 0);
    assertEquals(now.hi() + 36_000_000 + 7_200, later.hi(), "it drifts apart by 200 ppm");
    // The next ack brings it back.
    written = nanos;
    long then = FLOOR + DAY + 36_000_000;
    assertEquals(Heard.ANCHORED, keeper.heard(then, OptionalLong.of(written), nanos));
    assertTrue(keeper.read(nanos, 0).sure());
  }

  @Test
  void anAckThatWasHeldBackWidensTheIntervalAndIsNeverWrong() {
    TimeKeeper keeper = keeper(Trust.NONE);
    long written = nanos;
    pass(Duration.ofHours(2));
    long truth = FLOOR + DAY + Duration.ofHours(2).toMillis();
    assertEquals(Heard.ANCHORED, keeper.heard(FLOOR + DAY, OptionalLong.of(written), nanos));
    Now now = keeper.read(nanos, 0);
    assertTrue(now.lo() <= truth && truth <= now.hi());
    assertFalse(now.sure());
    // A fresh one is narrower, and the old one shown again changes nothing of it.
    long fresh = nanos;
    assertEquals(Heard.ANCHORED, keeper.heard(truth, OptionalLong.of(fresh), nanos));
    Now narrow = keeper.read(nanos, 0);
    assertEquals(Heard.ANCHORED, keeper.heard(FLOOR + DAY, OptionalLong.of(written), nanos));
    assertEquals(narrow, keeper.read(nanos, 0));
  }

  @Test
  void anAckOfAnEarlierBootSaysThatItWasNoEarlierAndNothingElse() {
    TimeKeeper keeper = keeper(Trust.NONE);
    assertEquals(Heard.NO_EARLIER, keeper.heard(FLOOR + DAY, OptionalLong.empty(), nanos));
    Now now = keeper.read(nanos, 0);
    assertEquals(FLOOR + DAY - 1_000, now.lo());
    assertEquals(Now.OPEN, now.hi(), "nobody has counted while the power was off");
    assertEquals(Heard.NO_EARLIER, keeper.heard(FLOOR - DAY, OptionalLong.empty(), nanos));
    assertEquals(FLOOR + DAY - 1_000, keeper.read(nanos, 0).lo(), "and an older one not even that");
  }

  @Test
  void aTimeBeyondTheBoxesKeysIsNotBelieved() {
    TimeKeeper keeper = keeper(Trust.NONE);
    for (OptionalLong after : List.of(OptionalLong.empty(), OptionalLong.of(nanos))) {
      assertEquals(Heard.BEYOND_THE_LIMIT, keeper.heard(LIMIT + 1, after, nanos));
      assertEquals(Heard.BEYOND_THE_LIMIT, keeper.heard(Long.MAX_VALUE, after, nanos));
    }
    Now now = keeper.read(nanos, 0);
    assertEquals(FLOOR, now.lo());
    assertEquals(Now.OPEN, now.hi());
  }

  @Test
  void whatContradictsTheIntervalChangesNothing() {
    TimeKeeper keeper = keeper(Trust.NONE);
    keeper.heard(FLOOR + DAY, OptionalLong.of(nanos), nanos);
    Now before = keeper.read(nanos, 0);
    // Later than can be: days ahead within the limit would make every old token certainly over.
    for (OptionalLong after : List.of(OptionalLong.empty(), OptionalLong.of(nanos))) {
      assertEquals(Heard.CONTRADICTS, keeper.heard(FLOOR + 3 * DAY, after, nanos));
    }
    // Earlier than can be, and certainly fresh: upstream's clock was set back.
    assertEquals(Heard.CONTRADICTS, keeper.heard(FLOOR, OptionalLong.of(nanos), nanos));
    assertEquals(before, keeper.read(nanos, 0));
    TimeKeeper kept = keeper(Trust.SYSTEM);
    kept.read(nanos, FLOOR + DAY);
    assertEquals(Heard.CONTRADICTS, kept.heard(FLOOR + 2 * DAY, OptionalLong.empty(), nanos));
    assertTrue(kept.read(nanos, FLOOR + DAY).sure());
  }

  @Test
  void aClockThatSomebodyKeepsIsBelievedBesideAnUpstreamThatIsASecondAhead() {
    TimeKeeper keeper = keeper(Trust.SYSTEM);
    keeper.read(nanos, FLOOR + DAY);
    assertEquals(Heard.ANCHORED, keeper.heard(FLOOR + DAY + 1_900, OptionalLong.of(nanos), nanos));
    for (int i = 1; i <= 100; i++) {
      pass(Duration.ofHours(1));
      Now now = keeper.read(nanos, FLOOR + DAY + i * 3_600_000L);
      assertTrue(now.hi() - now.lo() <= 2_000, "it stays sure for days: " + now);
    }
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
          OptionalLong after =
              chance.nextBoolean()
                  ? OptionalLong.empty()
                  : OptionalLong.of(nanos - chance.nextLong(5_000_000_000L));
          keeper.heard(FLOOR + chance.nextLong(12 * DAY), after, nanos);
        }
        Now now = keeper.read(nanos, FLOOR + chance.nextLong(-20 * DAY, 20 * DAY));
        assertTrue(now.lo() >= lo, "lo never retreats");
        lo = now.lo();
      }
    }
  }

  @Test
  void theTruthIsBetweenTheBoundsWhateverIsHeldBackOrShownAgain() {
    java.util.Random chance = new java.util.Random(11);
    for (int round = 0; round < 200; round++) {
      double crystal = 1 + (chance.nextDouble() * 2 - 1) * TimeKeeper.DRIFT_PPM / 1e6;
      double truth = FLOOR + chance.nextLong(DAY);
      double mono = nanos;
      TimeKeeper keeper = keeper(Trust.NONE);
      record Signed(long said, long after) {}
      List<Signed> all = new java.util.ArrayList<>();
      for (int i = 0; i < 200; i++) {
        long written = (long) mono;
        double way = chance.nextDouble() * 20_000;
        truth += way;
        mono += way * 1e6 * crystal;
        long error = chance.nextLong(-TimeKeeper.TOLERANCE, TimeKeeper.TOLERANCE + 1);
        all.add(new Signed((long) truth + error, written));
        double back = chance.nextDouble() * 600_000;
        truth += back;
        mono += back * 1e6 * crystal;
        Signed heard = all.get(chance.nextInt(all.size()));
        OptionalLong after =
            chance.nextInt(4) == 0 ? OptionalLong.empty() : OptionalLong.of(heard.after());
        keeper.heard(heard.said(), after, (long) mono);
        Now now = keeper.read((long) mono, chance.nextLong(2 * LIMIT));
        assertTrue(now.lo() <= truth + 1 && truth <= now.hi() + 1, now + " is not " + truth);
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
