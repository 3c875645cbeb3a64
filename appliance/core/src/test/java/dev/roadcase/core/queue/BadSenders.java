package dev.roadcase.core.queue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Dispatchers with one thing wrong each: every checker must be seen to fail. */
final class BadSenders {
  private BadSenders() {}

  /** First come, first served, with a proper pace: what a bridge with one queue does. */
  static final class Fifo extends Sender {
    private record Waiting(DeltaClass deltaClass, long from, long to) {}

    private final Deque<Waiting> line = new ArrayDeque<>();
    private final Map<Long, Integer> flights = new LinkedHashMap<>();
    private boolean up;
    private long id;
    private int inFlight;

    @Override
    void added(DeltaClass deltaClass, long from, long to, boolean urgent, int bytes, long now) {
      line.add(new Waiting(deltaClass, from, to));
    }

    @Override
    void connected(long now, int parcels) {
      up = true;
    }

    @Override
    void disconnected(long now) {
      up = false;
    }

    @Override
    Optional<Parcel> next(long now) {
      if (!up || line.isEmpty() || inFlight + 2048 > 8192) {
        return Optional.empty();
      }
      Waiting first = line.getFirst();
      id++;
      return Optional.of(
          new Parcel(
              id,
              Lane.bulkOf(first.deltaClass()),
              List.of(new Range(first.from(), first.to())),
              2048));
    }

    @Override
    boolean leave(long parcel, List<Range> covered, int bytes, long now) {
      Waiting first = line.removeFirst();
      long last = covered.getLast().to();
      if (last < first.to()) {
        line.addFirst(new Waiting(first.deltaClass(), last + 1, first.to()));
      }
      flights.put(parcel, bytes);
      inFlight += bytes;
      return true;
    }

    @Override
    void published(long parcel, long now) {
      inFlight -= flights.remove(parcel);
    }

    @Override
    void acked(DeltaClass deltaClass, SequenceSet acked, long now) {}

    @Override
    boolean stalled(long now) {
      return false;
    }

    @Override
    OptionalLong wakeAt(long now) {
      return OptionalLong.empty();
    }
  }

  /** Believes that all it sends is confirmed at once, so that its window is never full. */
  static final class Flood extends Sender {
    @Override
    boolean leave(long parcel, List<Range> covered, int bytes, long now) {
      boolean left = super.leave(parcel, covered, bytes, now);
      super.published(parcel, now);
      return left;
    }
  }

  /** Takes the broker's word for upstream's. */
  static final class Trusting extends Sender {
    private final Map<Long, DeltaClass> classOf = new HashMap<>();
    private final Map<Long, List<Range>> flights = new HashMap<>();

    @Override
    Optional<Parcel> next(long now) {
      Optional<Parcel> parcel = super.next(now);
      parcel.ifPresent(p -> classOf.put(p.id(), p.lane().deltaClass()));
      return parcel;
    }

    @Override
    boolean leave(long parcel, List<Range> covered, int bytes, long now) {
      flights.put(parcel, covered);
      return super.leave(parcel, covered, bytes, now);
    }

    @Override
    void published(long parcel, long now) {
      super.published(parcel, now);
      super.acked(classOf.get(parcel), SequenceSet.of(flights.get(parcel)), now);
    }
  }

  /** Forgets what was on its way when the connection ended. */
  static final class Forgetful extends Sender {
    private final Map<Long, Parcel> offers = new HashMap<>();
    private final Map<Long, List<Range>> flights = new HashMap<>();

    @Override
    Optional<Parcel> next(long now) {
      Optional<Parcel> parcel = super.next(now);
      parcel.ifPresent(p -> offers.put(p.id(), p));
      return parcel;
    }

    @Override
    boolean leave(long parcel, List<Range> covered, int bytes, long now) {
      flights.put(parcel, covered);
      return super.leave(parcel, covered, bytes, now);
    }

    @Override
    void published(long parcel, long now) {
      flights.remove(parcel);
      super.published(parcel, now);
    }

    @Override
    void disconnected(long now) {
      flights.forEach((id, covered) ->
          super.acked(offers.get(id).lane().deltaClass(), SequenceSet.of(covered), now));
      flights.clear();
      super.disconnected(now);
    }
  }

  /** Shows a lower class to the dispatcher only when no higher one waits: strict, and starving. */
  static final class Strict extends Sender {
    private record Hidden(DeltaClass deltaClass, long from, long to, int bytes) {}

    private final List<Hidden> hidden = new ArrayList<>();

    @Override
    void added(DeltaClass deltaClass, long from, long to, boolean urgent, int bytes, long now) {
      if (deltaClass == DeltaClass.P0) {
        super.added(deltaClass, from, to, urgent, bytes, now);
      } else {
        hidden.add(new Hidden(deltaClass, from, to, bytes));
      }
    }

    @Override
    Optional<Parcel> next(long now) {
      Map<Lane, Dispatcher.LaneReading> lanes = reading().lanes();
      if (lanes.values().stream().allMatch(lane -> lane.count() == 0)) {
        hidden.forEach(h -> super.added(h.deltaClass(), h.from(), h.to(), false, h.bytes(), now));
        hidden.clear();
      }
      return super.next(now);
    }
  }
}
