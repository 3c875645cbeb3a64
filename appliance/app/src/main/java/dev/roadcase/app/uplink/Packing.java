package dev.roadcase.app.uplink;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.queue.Parcel;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventCodec;
import dev.roadcase.wire.event.EventMessage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills parcels: reads what is on offer, and makes one message of as much of it as fits. How far a
 * batch shrinks under compression is learnt from the batches before it.
 */
final class Packing {
  /** Of bodies, for one batch: far below what the codec and upstream take. */
  private static final int PLAIN_MAX = 1 << 20;

  /** Octets of a single event that are worth no compression. */
  private static final int SINGLE_MAX = 16 << 10;

  /** Octets of a single event that a batch still takes. */
  private static final int SHRUNK_MAX = 3 << 20;

  private static final double SHRINKS_AT_MOST = 12;

  /**
   * A message, and which of the offered sequences it settles.
   *
   * @param message empty when none of them exists any more
   * @param covered what is in it, and what was found to be gone
   * @param missing how many sequences were found to be gone
   */
  record Packed(Optional<EventMessage> message, List<Range> covered, long missing) {
    int bytes() {
      return message.map(EventMessage::size).orElse(0);
    }
  }

  private final DeltaSource source;

  /** Bytes of bodies to a byte on the wire. */
  private final Map<DeltaClass, Double> shrinking = new EnumMap<>(DeltaClass.class);

  Packing(DeltaSource source) {
    this.source = source;
  }

  Packed pack(Parcel parcel) {
    DeltaClass deltaClass = parcel.lane().deltaClass();
    double shrink = shrinking.getOrDefault(deltaClass, 1.5);
    long plain = Math.clamp((long) (parcel.maxBytes() * shrink), 1, PLAIN_MAX);
    List<DeltaEvent> events = new ArrayList<>();
    List<Range> gone = new ArrayList<>();
    for (Range range : parcel.ranges()) {
      if (plain <= 0 || events.size() >= EventCodec.BATCH_EVENTS_MAX) {
        break;
      }
      List<DeltaEvent> read = source.read(deltaClass, range.from(), range.to(), (int) plain);
      long reached = range.from() - 1;
      for (DeltaEvent event : read) {
        if (event.seq() - 1 > reached) {
          gone.add(new Range(reached + 1, event.seq() - 1));
        }
        reached = event.seq();
        plain -= event.body().length();
        events.add(event);
      }
      if (read.isEmpty()) {
        gone.add(range);
      } else if (reached < range.to()) {
        break;
      }
    }
    return packed(parcel, events, gone);
  }

  private Packed packed(Parcel parcel, List<DeltaEvent> events, List<Range> gone) {
    int count = Math.min(events.size(), EventCodec.BATCH_EVENTS_MAX);
    while (count > 0) {
      List<DeltaEvent> some = events.subList(0, count);
      EventMessage message = count == 1 ? one(some) : EventCodec.batch(some);
      int size = message.size();
      learn(parcel.lane().deltaClass(), some, size);
      if (size <= parcel.maxBytes() || count == 1) {
        return packed(message, some, gone);
      }
      count = Math.clamp((long) (count * 0.95 * parcel.maxBytes() / size), 1, count - 1);
    }
    return new Packed(Optional.empty(), gone, size(gone));
  }

  /** A single event is not compressed; the rights of a large pack have to be. */
  private static EventMessage one(List<DeltaEvent> event) {
    EventMessage single = EventCodec.single(event.getFirst());
    if (single.size() <= SINGLE_MAX || single.size() > SHRUNK_MAX) {
      return single;
    }
    EventMessage batch = EventCodec.batch(event);
    return batch.size() < single.size() ? batch : single;
  }

  /** What was found to be gone beyond the last one packed is left for the next time. */
  private static Packed packed(EventMessage message, List<DeltaEvent> events, List<Range> gone) {
    long last = events.getLast().seq();
    List<Range> covered = new ArrayList<>();
    long missing = 0;
    for (Range range : gone) {
      if (range.to() < last) {
        covered.add(range);
        missing += range.to() - range.from() + 1;
      }
    }
    for (DeltaEvent event : events) {
      covered.addAll(event.covers());
      for (Range closed : event.covers()) {
        missing -= overlap(gone, closed);
      }
    }
    return new Packed(
        Optional.of(message), SequenceSet.of(covered).asRanges(), Math.max(0, missing));
  }

  private void learn(DeltaClass deltaClass, List<DeltaEvent> events, int size) {
    if (events.size() > 1) {
      double plain = 0;
      for (DeltaEvent event : events) {
        plain += event.body().length();
      }
      double before = shrinking.getOrDefault(deltaClass, 1.5);
      double now = Math.clamp(plain / size, 0.2, SHRINKS_AT_MOST);
      shrinking.put(deltaClass, before + (now - before) / 4);
    }
  }

  private static long size(List<Range> ranges) {
    return SequenceSet.of(ranges).size();
  }

  private static long overlap(List<Range> ranges, Range other) {
    SequenceSet one = SequenceSet.of(other.from(), other.to());
    return one.size() - one.minus(SequenceSet.of(ranges)).size();
  }
}
