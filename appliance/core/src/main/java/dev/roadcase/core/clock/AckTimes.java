package dev.roadcase.core.clock;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.queue.SequenceSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How new an acknowledgement certainly is. It names what upstream holds, so it was signed after the
 * youngest of that was written down here: a retained one of yesterday, or one that somebody sends
 * again, names nothing younger and looks as old as it is. A moment for each second is kept; of this
 * boot alone, for across a reboot nobody has counted. For use by several threads.
 */
public final class AckTimes {
  /** Moments kept of each class. Older ones go: an ack that names those alone says little. */
  static final int KEPT = 1_024;

  private static final long APART = 1_000_000_000L;

  private record Moment(long sequence, long monotonic) {}

  private final Map<DeltaClass, Deque<Moment>> moments = new EnumMap<>(DeltaClass.class);

  /** Begins before the first fact of this boot. */
  public AckTimes() {
    for (DeltaClass deltaClass : DeltaClass.values()) {
      moments.put(deltaClass, new ArrayDeque<>());
    }
  }

  /**
   * A delta was given out.
   *
   * @param sequence in its class; rises
   * @param monotonic nanoseconds of this boot; rises
   */
  public synchronized void written(DeltaClass deltaClass, long sequence, long monotonic) {
    Deque<Moment> of = of(deltaClass);
    Moment last = of.peekLast();
    if (last != null && monotonic - last.monotonic() < APART) {
      return;
    }
    of.addLast(new Moment(sequence, monotonic));
    if (of.size() > KEPT) {
      of.removeFirst();
    }
  }

  /**
   * After which moment of this boot an acknowledgement was certainly signed.
   *
   * @param acked what it names
   * @return monotonic nanoseconds; nothing when all that it names is of an earlier boot, or too old
   */
  public synchronized OptionalLong signedAfter(Map<DeltaClass, SequenceSet> acked) {
    OptionalLong after = OptionalLong.empty();
    for (Map.Entry<DeltaClass, SequenceSet> named : acked.entrySet()) {
      for (var of = of(named.getKey()).descendingIterator(); of.hasNext(); ) {
        Moment moment = of.next();
        if (named.getValue().contains(moment.sequence())) {
          if (after.isEmpty() || moment.monotonic() > after.getAsLong()) {
            after = OptionalLong.of(moment.monotonic());
          }
          break;
        }
      }
    }
    return after;
  }

  private Deque<Moment> of(DeltaClass deltaClass) {
    Deque<Moment> of = moments.get(deltaClass);
    if (of == null) {
      throw new IllegalStateException("there is one for every class");
    }
    return of;
  }
}
