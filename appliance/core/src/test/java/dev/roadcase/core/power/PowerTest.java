package dev.roadcase.core.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.power.PowerFact.PowerChanged;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PowerTest {
  private final Power power = new Power(PowerThresholds.USUAL);
  private int facts;

  @Example
  void nothingIsKnownBeforeTheFirstReading() {
    assertNull(power.state().last());
    assertNull(power.state().stage());
  }

  @Example
  void theFirstReadingIsWrittenDownWhateverItSays() {
    see(true, 100, -1);
    assertEquals(1, facts);
    assertEquals(PowerState.ON_MAINS, power.state().stage());
  }

  @Example
  void mainsComingAndGoingIsWrittenDownAtOnce() {
    see(true, 80, -1);
    see(false, 80, 300);
    see(true, 80, -1);
    assertEquals(3, facts);
  }

  @Example
  void aGaugeThatTremblesWritesNothing() {
    see(false, 85, 300);
    for (int i = 0; i < 1000; i++) {
      see(false, 85 - i % 2, 300 - i % 7);
    }
    assertEquals(1, facts);
  }

  @Example
  void aDischargeIsWrittenDownEveryFivePointsAndAtEachStage() {
    for (int percent = 100; percent >= 0; percent--) {
      see(false, percent, percent * 5);
    }
    // 100, 95 … 25, then 20 (low), 15, 10, 7 (critical), 2, and 0 because it is the end
    assertEquals(22, facts);
    assertEquals(0, power.state().last().percent());
    assertEquals(PowerState.CRITICAL, power.state().stage());
  }

  @Example
  void aStageIsNotLeftForOnePoint() {
    see(false, 20, 200);
    assertEquals(PowerState.LOW, power.state().stage());
    see(false, 21, 210);
    see(false, 25, 250);
    assertEquals(PowerState.LOW, power.state().stage());
    see(false, 26, 260);
    assertEquals(PowerState.ON_BATTERY, power.state().stage());
  }

  @Example
  void littleTimeIsLowAtAnyCharge() {
    see(false, 60, 60);
    assertEquals(PowerState.LOW, power.state().stage());
    see(false, 60, 75);
    assertEquals(PowerState.LOW, power.state().stage());
    see(false, 60, 76);
    assertEquals(PowerState.ON_BATTERY, power.state().stage());
    see(false, 60, 15);
    assertEquals(PowerState.CRITICAL, power.state().stage());
  }

  @Example
  void anUnknownTimeIsNoLittleTime() {
    see(false, 60, -1);
    assertEquals(PowerState.ON_BATTERY, power.state().stage());
  }

  @Example
  void mainsEndsEveryStage() {
    see(false, 3, 5);
    assertEquals(PowerState.CRITICAL, power.state().stage());
    see(true, 3, -1);
    assertEquals(PowerState.ON_MAINS, power.state().stage());
  }

  @Example
  void aFailedCommitLeavesTheStageAsItWas() {
    see(true, 90, -1);
    power.apply(entry(new PowerChanged(false, 5, 3)));
    power.discard();
    assertEquals(PowerState.ON_MAINS, power.state().stage());
    assertTrue(power.note(new PowerChanged(false, 5, 3)).isPresent());
  }

  /** The stage after a restart is the stage before it, at any point of any day. */
  @Property(tries = 200)
  void replayAndSnapshotFindTheStageThatWasLeft(@ForAll long seed) {
    Random random = new Random(seed);
    Power live = new Power(PowerThresholds.USUAL);
    Power replayed = new Power(PowerThresholds.USUAL);
    int percent = random.nextInt(101);
    for (int i = 0; i < 200; i++) {
      percent = Math.clamp(percent + random.nextInt(7) - 3, 0, 100);
      PowerChanged reading = new PowerChanged(random.nextInt(20) == 0, percent, percent * 3);
      live.note(reading)
          .ifPresent(fact -> {
            live.apply(entry(fact));
            live.publish();
            replayed.apply(entry(fact));
          });
    }
    replayed.publish();
    Power restored = new Power(PowerThresholds.USUAL);
    restored.restore(live.state());
    assertEquals(live.state(), replayed.state());
    assertEquals(live.state(), restored.state());
  }

  @Example
  void thresholdsThatContradictThemselvesCannotBeMade() {
    Duration hour = Duration.ofHours(1);
    for (List<Integer> pair : List.of(List.of(7, 20), List.of(20, 20), List.of(101, 5))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new PowerThresholds(pair.get(0), hour, pair.get(1), Duration.ZERO, 5));
    }
  }

  private void see(boolean mains, int percent, int minutes) {
    power
        .note(new PowerChanged(mains, percent, minutes))
        .ifPresent(fact -> {
          facts++;
          power.apply(entry(fact));
          power.publish();
        });
  }

  private static Entry entry(PowerChanged body) {
    Fact fact =
        new Fact(
            new KitId("kit-4"),
            new Incarnation("0123456789abcdef"),
            1,
            Hash.NONE,
            1,
            "c",
            new Now("boot", 0, 0, Now.OPEN, 0),
            Hlc.ZERO,
            Mode.LIVE,
            body);
    return new Entry(1, fact, new byte[0], Hash.NONE);
  }
}
