package dev.roadcase.app.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.clock.SystemClock;
import dev.roadcase.core.clock.TimeKeeper;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.Holding;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.wire.fact.FactJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AckClockTest {
  private static final Incarnation LIFE = Incarnation.born(1_795_000_000_000L, 7);
  private static final long UPSTREAMS = Instant.parse("2027-03-01T12:00:00Z").toEpochMilli();
  private static final long LIMIT = UPSTREAMS + Duration.ofDays(10).toMillis();

  private final SystemClock clock =
      new SystemClock(TimeKeeper.Trust.NONE, UPSTREAMS - Duration.ofDays(30).toMillis(), LIMIT);
  private final AckClock acks = new AckClock(clock);
  private final Box box =
      new Box(
          new Box.Identity(new FleetId("acme"), new KitId("kit-1"), LIFE, Mode.DEMO),
          new FactJson(id -> {
            throw new IllegalArgumentException("no packs here");
          }));

  @Test
  void aBoxThatWokeInThePastKnowsTheTimeOnceItsStartWasAcknowledged() {
    assertFalse(clock.now().sure());
    start();
    acks.heard(ack(1, UPSTREAMS));
    Now now = clock.now();
    assertTrue(now.sure(), now::toString);
    assertTrue(now.lo() <= UPSTREAMS && UPSTREAMS <= now.hi(), now::toString);
  }

  @Test
  void theRetainedAckOfAnEarlierRunIsNoNews() {
    // It names what was written before this process came up.
    acks.heard(ack(40, UPSTREAMS));
    assertEquals(Now.OPEN, clock.now().hi());
    assertTrue(clock.now().lo() >= UPSTREAMS - TimeKeeper.TOLERANCE);
  }

  @Test
  void anUpstreamWhoseClockIsYearsAheadSetsNothing() {
    start();
    long before = clock.now().lo();
    acks.heard(ack(1, LIMIT + 1));
    acks.heard(ack(1, LIMIT + 1));
    assertEquals(Now.OPEN, clock.now().hi());
    assertTrue(clock.now().lo() - before < 60_000, "but for what passed");
    String said = acks.contradiction().orElse("");
    assertTrue(said.contains("this kit's keys have ended by then"), said);
    acks.heard(ack(1, UPSTREAMS));
    assertEquals(Optional.empty(), acks.contradiction(), "once its clock is right");
    acks.heard(ack(1, UPSTREAMS - 86_400_000));
    assertTrue(acks.contradiction().orElse("").contains("this box knows that it is not"));
  }

  private void start() {
    acks.committed(List.of(box.decide(clock.now(), new LifeCommand.Start("test", true))));
    box.publish();
  }

  private static Ack ack(long prefix, long issued) {
    Holding p0 =
        new Holding(new SequenceSet(prefix, List.of()), SequenceSet.EMPTY, MultisetHash.EMPTY);
    return new Ack(LIFE, UpstreamEpoch.of(1), issued, true, Map.of(DeltaClass.P0, p0));
  }
}
