package dev.roadcase.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.auth.DeviceFact.DeviceRevoked;
import dev.roadcase.core.fact.BoxFact.IncarnationAdopted;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.link.LinkFact.LinkChanged;
import dev.roadcase.core.queue.AckCheck.Result;
import dev.roadcase.core.queue.UplinkFact.TelemetryShed;
import dev.roadcase.core.queue.UplinkFact.UpstreamAcked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final Incarnation LIFE = Incarnation.born(1, 1);
  private static final DeltaClass P0 = DeltaClass.P0;
  private static final DeltaClass P2 = DeltaClass.P2;
  private static final DeltaClass P3 = DeltaClass.P3;

  private final Outbox outbox = new Outbox(LIFE);
  private final Map<DeltaClass, Long> classSeqs = new EnumMap<>(DeltaClass.class);
  private long position;
  private Now now = new Now("boot-1", 0, 0, Now.OPEN, 0);

  @Test
  void whatUpstreamDoesNotHoldIsWaiting() {
    links(5);
    assertEquals(5, outbox.waiting(P2));
    assertEquals(OptionalLong.of(1), outbox.oldestWaiting(P2));
    ack(P2, new SequenceSet(2, List.of(new Range(4, 4))));
    assertEquals(2, outbox.waiting(P2));
    assertEquals(OptionalLong.of(3), outbox.oldestWaiting(P2));
    assertFalse(outbox.reconciled(P2));
    ack(P2, SequenceSet.of(1, 5));
    assertTrue(outbox.reconciled(P2));
    assertTrue(outbox.reconciled(P0), "of nothing, all is reconciled");
  }

  @Test
  void aFutureOfSignalsChangesNothingForThemAndDoesNotTouchTheOthers() {
    links(5);
    apply(new DeviceRevoked(new DeviceId("d-0123456789abcdef"), "lost"));
    outbox.publish();
    List<FactBody> facts = ack(Map.of(P2, SequenceSet.of(1, 6), P0, SequenceSet.of(1)));
    assertEquals(1, facts.size());
    UpstreamAcked fact = assertInstanceOf(UpstreamAcked.class, facts.getFirst());
    assertEquals(P0, fact.deltaClass());
    assertEquals(1, fact.prefix());
    assertEquals(5, outbox.waiting(P2));
  }

  @Test
  void anAckThatGoesBackwardsOrComesTwiceWritesNothing() {
    links(5);
    ack(P2, SequenceSet.of(1, 4));
    for (SequenceSet old : List.of(SequenceSet.of(1, 4), SequenceSet.of(1, 2), SequenceSet.EMPTY)) {
      assertEquals(List.of(), ack(P2, old));
    }
    assertEquals(1, outbox.waiting(P2));
  }

  @Test
  void anAckOfAnotherLifeSaysNothingOfThisOne() {
    links(5);
    Incarnation other = Incarnation.born(2, 2);
    CheckedAck theirs = checked(new Outbox(other), other, Map.of());
    assertEquals(List.of(), outbox.acknowledged(theirs));
  }

  @Test
  void anotherEpochTakesThePlaceOfWhatWasBelieved() {
    links(5);
    ack(P2, SequenceSet.of(1, 5));
    UpstreamEpoch next = UpstreamEpoch.of(2);
    check(Claims.ack(LIFE, next, 2, true, Map.of(P2, SequenceSet.of(1, 2))));
    assertEquals(3, outbox.waiting(P2));
    assertEquals(next, outbox.state().epoch());
    check(Claims.ack(LIFE, UpstreamEpoch.of(3), 3, true, Map.of()));
    assertEquals(5, outbox.waiting(P2), "an empty database");
  }

  @Test
  void anEpochIsWrittenDownThoughItSaysNothingNew() {
    links(5);
    ack(P2, SequenceSet.of(1, 5));
    UpstreamEpoch next = UpstreamEpoch.of(2);
    assertEquals(
        1, check(Claims.ack(LIFE, next, 9, true, Map.of(P2, SequenceSet.of(1, 5)))).size());
    assertEquals(next, outbox.state().epoch());
    assertEquals(9, outbox.state().issued());
    assertTrue(outbox.reconciled(P2));
  }

  @Test
  void ofAJournalOfBeforeSumsTheMoneyIsNotBelieved() {
    links(5);
    apply(new DeviceRevoked(new DeviceId("d-0123456789abcdef"), "lost"));
    apply(new UpstreamAcked(P0, 1, List.of(), Optional.empty()));
    apply(new UpstreamAcked(P2, 3, List.of(), Optional.empty()));
    apply(new UpstreamAcked(P2, 0, List.of(new Range(5, 5)), Optional.empty()));
    outbox.publish();
    assertEquals(1, outbox.waiting(P0));
    assertEquals(1, outbox.waiting(P2));
  }

  @Test
  void aNewIncarnationHasSentNothingYet() {
    links(5);
    apply(new DeviceRevoked(new DeviceId("d-0123456789abcdef"), "lost"));
    outbox.telemetryAdded(1, 9);
    outbox.publish();
    ack(Map.of(P0, SequenceSet.of(1), P2, SequenceSet.of(1, 5), P3, SequenceSet.of(1, 9)));
    apply(new IncarnationAdopted(LIFE));
    outbox.publish();
    assertEquals(1, outbox.waiting(P0));
    assertEquals(5, outbox.waiting(P2));
    assertEquals(9, outbox.waiting(P3));
    assertEquals(null, outbox.state().epoch());
  }

  @Test
  void urgentFactsAreKnownUntilUpstreamHasThem() {
    apply(new DeviceRevoked(new DeviceId("d-0123456789abcdef"), "lost"));
    apply(new DeviceRevoked(new DeviceId("d-0123456789abcdeg"), "lost"));
    outbox.publish();
    assertEquals(SequenceSet.of(1, 2), outbox.published(P0).urgent());
    ack(P0, SequenceSet.of(2));
    assertEquals(SequenceSet.of(1), outbox.published(P0).urgent());
  }

  @Test
  void telemetryThatWasShedWaitsForNothingAndCountsAsUnacknowledged() {
    outbox.telemetryAdded(1, 100);
    outbox.publish();
    apply(new TelemetryShed(1, 40, "the table is full"));
    outbox.publish();
    assertEquals(60, outbox.waiting(P3));
    assertEquals(OptionalLong.of(41), outbox.oldestWaiting(P3));
    assertEquals(SequenceSet.EMPTY, outbox.published(P3).acked());
    ack(P3, SequenceSet.of(41, 100));
    assertTrue(outbox.reconciled(P3));
  }

  @Test
  void manyGapsAreWrittenDownOnlyAsFarAsAFactHasRoom() {
    links(1000);
    List<Range> odd =
        java.util.stream.LongStream.range(0, 500)
            .mapToObj(i -> new Range(2 * i + 2, 2 * i + 2))
            .toList();
    List<FactBody> facts = ack(P2, new SequenceSet(0, odd));
    UpstreamAcked fact = assertInstanceOf(UpstreamAcked.class, facts.getFirst());
    assertEquals(Outbox.RANGES_KEPT, fact.ranges().size());
    assertEquals(List.of(), ack(P2, new SequenceSet(0, odd)));
    assertEquals(1, ack(P2, SequenceSet.of(1, 1000)).size());
    assertTrue(outbox.reconciled(P2));
  }

  @Test
  void aCommitThatFailedLeavesNoTrace() {
    links(3);
    Outbox.State before = outbox.state();
    apply(new LinkChanged(true, "wan"));
    outbox.telemetryAdded(1, 5);
    outbox.discard();
    assertEquals(before, outbox.state());
    assertEquals(3, outbox.waiting(P2));
  }

  @Test
  void aSnapshotHoldsAllOfIt() {
    links(3);
    apply(new DeviceRevoked(new DeviceId("d-0123456789abcdef"), "lost"));
    outbox.telemetryAdded(1, 9);
    outbox.publish();
    ack(P2, SequenceSet.of(2));
    Outbox other = new Outbox(LIFE);
    other.restore(outbox.state());
    assertEquals(outbox.state(), other.state());
    assertEquals(outbox.freshFrom(now), other.freshFrom(now));
  }

  @Test
  void moneyIsFreshForHalfAMinuteOfItsOwnBoot() {
    for (int second = 0; second < 60; second++) {
      now = new Now("boot-1", Duration.ofSeconds(second).toNanos(), 0, Now.OPEN, 0);
      apply(new DeviceRevoked(new DeviceId("d-0123456789abcdef"), "lost"));
    }
    outbox.publish();
    assertEquals(31, outbox.freshFrom(now));
    assertTrue(outbox.state().marks().size() <= 31);
    assertEquals(61, outbox.freshFrom(new Now("boot-2", now.monotonic(), 0, Now.OPEN, 0)));
  }

  @Test
  void anAckIsHeldOnceItIsOnTheDiskAndNotBefore() {
    links(5);
    CheckedAck ack = checked(outbox, LIFE, Map.of(P2, SequenceSet.of(1, 5)));
    assertFalse(outbox.holds(ack));
    outbox.acknowledged(ack).forEach(this::apply);
    assertFalse(outbox.holds(ack), "staged is not written");
    outbox.discard();
    assertFalse(outbox.holds(ack), "the disk was full");
    ack(P2, SequenceSet.of(1, 5));
    assertTrue(outbox.holds(ack));
  }

  @Test
  void anAckWithMoreGapsThanAreWrittenDownIsHeldWhenTheLowestAre() {
    for (int i = 0; i < 400; i++) {
      apply(new DeviceRevoked(new DeviceId("d-0123456789abcdef"), "lost"));
    }
    outbox.publish();
    List<Range> ranges = new ArrayList<>();
    for (long seq = 2; seq <= 400; seq += 2) {
      ranges.add(new Range(seq, seq));
    }
    CheckedAck ack = checked(outbox, LIFE, Map.of(P0, SequenceSet.of(ranges)));
    assertFalse(outbox.holds(ack));
    ack(P0, SequenceSet.of(ranges));
    assertTrue(outbox.holds(ack));
    Belief kept = outbox.published(P0).belief();
    assertEquals(Outbox.RANGES_KEPT, kept.held().ranges().size());
    assertEquals(Claims.sum(P0, kept.held().asRanges()), kept.sum(), "of what is kept alone");
    ack(P0, SequenceSet.of(1, 400));
    assertTrue(outbox.reconciled(P0));
  }

  private List<FactBody> ack(DeltaClass deltaClass, SequenceSet acked) {
    return ack(Map.of(deltaClass, acked));
  }

  private List<FactBody> ack(Map<DeltaClass, SequenceSet> acked) {
    return check(Claims.ack(LIFE, acked));
  }

  /** Held against the facts of this box, from what is written down; then written down. */
  private List<FactBody> check(Verified<Ack> ack) {
    AckCheck check = new AckCheck(LIFE, outbox, Claims::sum);
    Result.Believed believed = assertInstanceOf(Result.Believed.class, check.check(ack));
    List<FactBody> facts = outbox.acknowledged(believed.ack());
    facts.forEach(this::apply);
    outbox.publish();
    return facts;
  }

  private static CheckedAck checked(
      Outbox of, Incarnation life, Map<DeltaClass, SequenceSet> acked) {
    return assertInstanceOf(
            Result.Believed.class,
            new AckCheck(life, of, Claims::sum).check(Claims.ack(life, acked)))
        .ack();
  }

  private void links(int count) {
    for (int i = 0; i < count; i++) {
      apply(new LinkChanged(i % 2 == 0, "wan"));
    }
    outbox.publish();
  }

  private void apply(FactBody body) {
    DeltaClass deltaClass = body.type().reach().deltaClass();
    long classSeq = deltaClass == null ? 0 : classSeqs.merge(deltaClass, 1L, Long::sum);
    position++;
    Fact fact =
        new Fact(
            new KitId("kit-4"),
            LIFE,
            position,
            Hash.NONE,
            classSeq,
            "c",
            now,
            Hlc.ZERO,
            Mode.LIVE,
            body);
    outbox.apply(new Entry(position, fact, new byte[0], Hash.NONE));
  }
}
