package dev.roadcase.core.queue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Range;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the simulated world drives: the dispatcher, or one that is bad on purpose. */
class Sender {
  private final Dispatcher dispatcher = new Dispatcher();

  void recover(DeltaClass deltaClass, Outbox.Progress from, long freshFrom, long now) {
    dispatcher.recover(deltaClass, from, freshFrom, now);
  }

  void added(DeltaClass deltaClass, long from, long to, boolean urgent, int bytes, long now) {
    dispatcher.added(deltaClass, from, to, urgent, bytes, now);
  }

  void connected(long now, int parcels) {
    dispatcher.connected(now, parcels, 1 << 20);
  }

  void disconnected(long now) {
    dispatcher.disconnected(now);
  }

  Optional<Parcel> next(long now) {
    return dispatcher.next(now);
  }

  boolean leave(long parcel, List<Range> covered, int bytes, long now) {
    return dispatcher.leave(parcel, covered, bytes, now);
  }

  void published(long parcel, long now) {
    dispatcher.published(parcel, now);
  }

  void acked(DeltaClass deltaClass, SequenceSet acked, long now) {
    dispatcher.acked(deltaClass, acked, now);
  }

  void upstream(boolean here, long now) {
    dispatcher.upstream(here, now);
  }

  boolean stalled(long now) {
    return dispatcher.stalled(now);
  }

  OptionalLong wakeAt(long now) {
    return dispatcher.wakeAt(now);
  }

  Dispatcher.Reading reading() {
    return dispatcher.reading();
  }
}
