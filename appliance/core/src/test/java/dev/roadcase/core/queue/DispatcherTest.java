package dev.roadcase.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The rules of docs/uplink.md, one by one. */
class DispatcherTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int SALE = 600;

  private final Dispatcher dispatcher = new Dispatcher();
  private long now = 5;

  @Test
  void urgentGoesBeforeFreshAndFreshBeforeBacklogAndTheRestByClass() {
    sale(1);
    now += 31 * SECOND;
    dispatcher.added(DeltaClass.P3, 1, 500, false, 200, now);
    dispatcher.added(DeltaClass.P2, 1, 10, false, 200, now);
    dispatcher.added(DeltaClass.P1, 1, false, 300, now);
    sale(2);
    dispatcher.added(DeltaClass.P0, 3, true, SALE, now);
    connect();
    List<Lane> order = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Parcel parcel = dispatcher.next(now).orElseThrow();
      order.add(parcel.lane());
      leave(parcel, parcel.ranges(), 300);
      dispatcher.published(parcel.id(), now);
    }
    assertEquals(List.of(Lane.values()), order);
  }

  @Test
  void salesThatGatherWhileTheWindowIsFullLeaveAsOneBatch() {
    connect();
    long sequence = 0;
    List<Long> parcels = new ArrayList<>();
    while (true) {
      sequence++;
      sale(sequence);
      Optional<Parcel> parcel = dispatcher.next(now);
      if (parcel.isEmpty()) {
        break;
      }
      assertEquals(List.of(new Range(sequence, sequence)), parcel.get().ranges());
      leave(parcel.get(), parcel.get().ranges(), SALE);
      parcels.add(parcel.get().id());
    }
    sale(sequence + 1);
    sale(sequence + 2);
    assertEquals(Optional.empty(), dispatcher.next(now));
    for (long parcel : parcels) {
      dispatcher.published(parcel, now + SECOND / 5);
    }
    Parcel gathered = dispatcher.next(now + SECOND / 5).orElseThrow();
    assertEquals(Lane.FRESH, gathered.lane());
    assertEquals(List.of(new Range(sequence, sequence + 2)), gathered.ranges());
  }

  @Test
  void aRefundNeverWaitsForBulkHoweverFullTheWindowIs() {
    dispatcher.added(DeltaClass.P3, 1, 10_000, false, 200, now);
    connect();
    fill(200);
    dispatcher.added(DeltaClass.P0, 1, true, SALE, now);
    Parcel refund = dispatcher.next(now).orElseThrow();
    assertEquals(Lane.URGENT, refund.lane());
    assertTrue(leave(refund, refund.ranges(), SALE));
  }

  @Test
  void whatIsLargerThanTheRoomLeavesWhenNothingOfItsKindIsOnItsWay() {
    dispatcher.added(DeltaClass.P1, 1, 2, false, 300, now);
    connect();
    Parcel first = dispatcher.next(now).orElseThrow();
    leave(first, List.of(new Range(1, 1)), 300);
    Parcel large = dispatcher.next(now).orElseThrow();
    assertFalse(leave(large, List.of(new Range(2, 2)), 100_000));
    assertEquals(Optional.empty(), dispatcher.next(now));
    dispatcher.published(first.id(), now);
    Parcel again = dispatcher.next(now).orElseThrow();
    assertEquals(100_000, again.maxBytes());
    assertTrue(leave(again, List.of(new Range(2, 2)), 100_000));
    sale(1);
    assertEquals(Lane.FRESH, dispatcher.next(now).orElseThrow().lane());
  }

  @Test
  void whatHadNoPubackWaitsAgainInItsOldLane() {
    connect();
    sale(1);
    dispatcher.added(DeltaClass.P0, 2, true, SALE, now);
    Parcel refund = send(SALE);
    Parcel sale = send(SALE);
    dispatcher.disconnected(now);
    assertEquals(Optional.empty(), dispatcher.next(now), "nothing leaves without a connection");
    dispatcher.published(sale.id(), now);
    connect();
    assertEquals(refund.ranges(), send(SALE).ranges());
    Parcel second = send(SALE);
    assertEquals(sale.ranges(), second.ranges());
    assertEquals(Lane.FRESH, second.lane());
    assertEquals(2, dispatcher.reading().resent());
  }

  @Test
  void whatTheBrokerHasIsSentAgainAfterTwentySecondsWithoutAnAckAndNotBefore() {
    connect();
    sale(1);
    dispatcher.published(send(SALE).id(), now);
    now += 19 * SECOND;
    assertEquals(Optional.empty(), dispatcher.next(now));
    dispatcher.disconnected(now);
    connect();
    now += 19 * SECOND;
    assertEquals(Optional.empty(), dispatcher.next(now), "a new connection gives the time anew");
    assertEquals(now + SECOND, dispatcher.wakeAt(now).orElseThrow());
    now += SECOND;
    assertEquals(List.of(new Range(1, 1)), dispatcher.next(now).orElseThrow().ranges());
  }

  @Test
  void anUpstreamThatIsSilentIsAskedLessAndLessOften() {
    connect();
    sale(1);
    List<Long> gaps = new ArrayList<>();
    long last = now;
    while (gaps.size() < 7) {
      Optional<Parcel> parcel = dispatcher.next(now);
      if (parcel.isPresent()) {
        gaps.add((now - last) / SECOND);
        last = now;
        leave(parcel.get(), parcel.get().ranges(), SALE);
        dispatcher.published(parcel.get().id(), now);
      }
      now += SECOND;
    }
    assertEquals(List.of(0L, 20L, 40L, 80L, 160L, 300L, 300L), gaps);
  }

  @Test
  void whileUpstreamWorksThroughItsQueueWhatLiesFurtherBackIsOnlyLate() {
    connect();
    for (int s = 1; s <= 10; s++) {
      sale(s);
      dispatcher.published(send(SALE).id(), now);
      now += 2 * SECOND;
    }
    for (int s = 1; s <= 10; s++) {
      now += 10 * SECOND;
      dispatcher.acked(DeltaClass.P0, SequenceSet.of(1, s), now);
      assertEquals(Optional.empty(), dispatcher.next(now), "after the ack of " + s);
    }
  }

  @Test
  void whatUpstreamHasPassedByIsSentAgain() {
    connect();
    sale(1);
    dispatcher.published(send(SALE).id(), now);
    now += 2 * SECOND;
    for (int s = 2; s <= 10; s++) {
      sale(s);
      dispatcher.published(send(SALE).id(), now);
      now += 2 * SECOND;
      dispatcher.acked(DeltaClass.P0, SequenceSet.of(2, s), now);
    }
    assertEquals(List.of(new Range(1, 1)), dispatcher.next(now).orElseThrow().ranges());
  }

  @Test
  void noMoreParcelsThanTheBrokerGrantsAndTheLastTwoAreForMoney() {
    dispatcher.added(DeltaClass.P1, 1, 20, false, 100, now);
    dispatcher.connected(now, 4, 1 << 20);
    answered();
    send(100);
    send(100);
    assertEquals(Optional.empty(), dispatcher.next(now));
    sale(1);
    assertEquals(Lane.FRESH, send(SALE).lane());
    sale(2);
    assertEquals(Optional.empty(), dispatcher.next(now));
    dispatcher.added(DeltaClass.P0, 3, true, SALE, now);
    assertEquals(Lane.URGENT, send(SALE).lane());
    dispatcher.added(DeltaClass.P0, 4, true, SALE, now);
    assertEquals(Optional.empty(), dispatcher.next(now));
  }

  @Test
  void aLoneReadingWaitsASecondForCompany() {
    connect();
    dispatcher.added(DeltaClass.P3, 1, false, 200, now);
    assertEquals(Optional.empty(), dispatcher.next(now));
    assertEquals(now + SECOND, dispatcher.wakeAt(now).orElseThrow());
    now += SECOND;
    assertEquals(Lane.TELEMETRY, dispatcher.next(now).orElseThrow().lane());
  }

  @Test
  void aConnectionThatSwallowsWhatItIsGivenIsDeadAfterFiveSeconds() {
    connect();
    sale(1);
    now += 60 * SECOND;
    assertFalse(dispatcher.stalled(now), "with nothing on its way, silence is no sign");
    send(SALE);
    now += 5 * SECOND - 1;
    assertFalse(dispatcher.stalled(now));
    now += 1;
    assertTrue(dispatcher.stalled(now));
    dispatcher.disconnected(now);
    assertFalse(dispatcher.stalled(now));
  }

  @Test
  void afterARestartItTakesUpWhatTheJournalSaysIsOpen() {
    Outbox.Progress p0 =
        new Outbox.Progress(
            10,
            new Belief(SequenceSet.of(1, 4), SequenceSet.EMPTY, MultisetHash.EMPTY),
            SequenceSet.EMPTY,
            SequenceSet.of(6).plus(3));
    dispatcher.recover(DeltaClass.P0, p0, 9, now);
    connect();
    List<Parcel> sent = List.of(send(SALE), send(SALE * 2), send(SALE * 4));
    assertEquals(
        List.of(Lane.URGENT, Lane.FRESH, Lane.BACKLOG), sent.stream().map(Parcel::lane).toList());
    assertEquals(List.of(new Range(6, 6)), sent.get(0).ranges());
    assertEquals(List.of(new Range(9, 10)), sent.get(1).ranges());
    assertEquals(List.of(new Range(5, 5), new Range(7, 8)), sent.get(2).ranges());
  }

  @Test
  void whatWasShedIsNotAskedFor() {
    dispatcher.added(DeltaClass.P3, 1, 10, false, 200, now);
    dispatcher.shed(DeltaClass.P3, 1, 8, now);
    connect();
    now += SECOND;
    assertEquals(List.of(new Range(9, 10)), dispatcher.next(now).orElseThrow().ranges());
  }

  @Test
  void whatIsFoundNotToExistCostsNothing() {
    dispatcher.added(DeltaClass.P1, 1, 10, false, 200, now);
    connect();
    Parcel parcel = dispatcher.next(now).orElseThrow();
    assertTrue(dispatcher.leave(parcel.id(), parcel.ranges(), 0, now));
    assertEquals(0, dispatcher.reading().inFlight());
    assertEquals(Optional.empty(), dispatcher.next(now));
  }

  @Test
  void onlyWhatIsOnOfferMayLeave() {
    sale(1);
    connect();
    Parcel stale = dispatcher.next(now).orElseThrow();
    dispatcher.next(now);
    assertThrows(IllegalStateException.class, () -> leave(stale, stale.ranges(), SALE));
  }

  @Test
  void aLostNoticeIsFilledInByTheNext() {
    dispatcher.added(DeltaClass.P1, 5, false, 200, now);
    connect();
    assertEquals(List.of(new Range(1, 5)), dispatcher.next(now).orElseThrow().ranges());
  }

  @Test
  void onANewConnectionBulkWaitsForTheFirstAckAndMoneyDoesNot() {
    dispatcher.added(DeltaClass.P1, 1, 10, false, 200, now);
    dispatcher.connected(now, 256, 1 << 20);
    sale(1);
    assertEquals(Lane.FRESH, send(SALE).lane());
    assertEquals(Optional.empty(), dispatcher.next(now));
    assertEquals(now + 2 * SECOND, dispatcher.wakeAt(now).orElseThrow());
    dispatcher.acked(DeltaClass.P1, SequenceSet.of(1, 8), now);
    assertEquals(List.of(new Range(9, 10)), send(400).ranges(), "what the ack lacks");
  }

  @Test
  void bulkWaitsForTheFirstAckTwoSecondsAtMost() {
    dispatcher.added(DeltaClass.P1, 1, 10, false, 200, now);
    dispatcher.connected(now, 256, 1 << 20);
    now += 2 * SECOND - 1;
    assertEquals(Optional.empty(), dispatcher.next(now));
    now += 1;
    assertEquals(Lane.STOCK, dispatcher.next(now).orElseThrow().lane());
  }

  @Test
  void whatUpstreamHasLostWaitsAgain() {
    connect();
    dispatcher.added(DeltaClass.P1, 1, 10, false, 200, now);
    dispatcher.published(send(2000).id(), now);
    dispatcher.acked(DeltaClass.P1, SequenceSet.of(1, 10), now);
    assertEquals(Optional.empty(), dispatcher.next(now));
    dispatcher.replaced(DeltaClass.P1, SequenceSet.of(1, 4), now);
    assertEquals(List.of(new Range(5, 10)), dispatcher.next(now).orElseThrow().ranges());
  }

  @Test
  void whatWasShedIsNotAskedForByAnUpstreamThatHasNothingEither() {
    dispatcher.added(DeltaClass.P3, 1, 10, false, 200, now);
    dispatcher.shed(DeltaClass.P3, 1, 8, now);
    connect();
    dispatcher.acked(DeltaClass.P3, SequenceSet.of(9, 10), now);
    dispatcher.replaced(DeltaClass.P3, SequenceSet.EMPTY, now);
    now += SECOND;
    assertEquals(List.of(new Range(9, 10)), dispatcher.next(now).orElseThrow().ranges());
  }

  @Test
  void whileUpstreamIsAwayItsSilenceSaysNothingAndFromItsReturnItHasItsTime() {
    connect();
    sale(1);
    dispatcher.published(send(SALE).id(), now);
    dispatcher.upstream(false, now);
    now += 200 * SECOND;
    assertEquals(Optional.empty(), dispatcher.next(now));
    dispatcher.upstream(true, now);
    now += 20 * SECOND - 1;
    assertEquals(Optional.empty(), dispatcher.next(now));
    now += 1;
    assertEquals(List.of(new Range(1, 1)), dispatcher.next(now).orElseThrow().ranges());
  }

  @Test
  void fromABoxThatIsSetBackNothingLeaves() {
    connect();
    sale(1);
    dispatcher.added(DeltaClass.P1, 1, 10, false, 200, now);
    dispatcher.halt();
    assertEquals(Optional.empty(), dispatcher.next(now));
    assertEquals(OptionalLong.empty(), dispatcher.wakeAt(now));
  }

  private void sale(long sequence) {
    dispatcher.added(DeltaClass.P0, sequence, false, SALE, now);
  }

  /** And upstream has answered. */
  private void connect() {
    dispatcher.connected(now, 256, 1 << 20);
    answered();
  }

  private void answered() {
    dispatcher.acked(DeltaClass.P0, SequenceSet.EMPTY, now);
  }

  private Parcel send(int bytes) {
    Parcel parcel = dispatcher.next(now).orElseThrow();
    assertTrue(leave(parcel, parcel.ranges(), bytes));
    return parcel;
  }

  private void fill(int each) {
    for (Optional<Parcel> p = dispatcher.next(now); p.isPresent(); p = dispatcher.next(now)) {
      long from = p.get().ranges().getFirst().from();
      leave(p.get(), List.of(new Range(from, from + 4)), 5 * each);
    }
  }

  private boolean leave(Parcel parcel, List<Range> covered, int bytes) {
    return dispatcher.leave(parcel.id(), covered, bytes, now);
  }
}
