package dev.roadcase.tests.simulation;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.queue.Dispatcher;
import dev.roadcase.core.queue.Outbox;
import dev.roadcase.core.queue.Parcel;
import dev.roadcase.core.queue.SequenceSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The real dispatcher; {@link BadSenders} has those that are bad on purpose. */
class Sender {
  private final Dispatcher dispatcher = new Dispatcher();

  void recover(DeltaClass deltaClass, Outbox.Progress from, long freshFrom, long now) {
    dispatcher.recover(deltaClass, from, freshFrom, now);
  }

  void added(DeltaClass deltaClass, long from, long to, boolean urgent, int bytes, long now) {
    dispatcher.added(deltaClass, from, to, urgent, bytes, now);
  }

  void shed(DeltaClass deltaClass, long from, long to, long now) {
    dispatcher.shed(deltaClass, from, to, now);
  }

  void connected(long now, int parcels) {
    dispatcher.connected(now, parcels, 1 << 18);
  }

  void disconnected(long now) {
    dispatcher.disconnected(now);
  }

  void age(long now) {
    dispatcher.age(now);
  }

  Optional<Parcel> next(long now) {
    return dispatcher.next(now);
  }

  boolean leave(Parcel parcel, List<Range> covered, int bytes, long now) {
    return dispatcher.leave(parcel.id(), covered, bytes, now);
  }

  void published(Parcel parcel, List<Range> covered, long now) {
    dispatcher.published(parcel.id(), now);
  }

  void acked(DeltaClass deltaClass, SequenceSet acked, long now) {
    dispatcher.acked(deltaClass, acked, now);
  }

  boolean stalled(long now) {
    return dispatcher.stalled(now);
  }

  OptionalLong wakeAt(long now) {
    return dispatcher.wakeAt(now);
  }

  boolean moneyWaits() {
    return dispatcher.moneyWaits();
  }

  Dispatcher.Reading reading() {
    return dispatcher.reading();
  }
}
