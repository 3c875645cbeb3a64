package dev.roadcase.tests.simulation;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.queue.Lane;
import dev.roadcase.core.queue.Outbox;
import dev.roadcase.core.queue.Parcel;
import dev.roadcase.core.queue.SequenceSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Dispatchers with one thing wrong each. */
final class BadSenders {
  private BadSenders() {}

  static Sender of(Optional<Mutant> mutant) {
    if (mutant.isEmpty()) {
      return new Sender();
    }
    return switch (mutant.get()) {
      case FIRST_COME_FIRST_SERVED -> new Queue();
      case BULK_FIRST -> new Favouring(deltaClass -> deltaClass != DeltaClass.P0);
      case STRICT_PRIORITY -> new Favouring(deltaClass -> deltaClass == DeltaClass.P0);
      case NO_WINDOW -> new Flood();
      case FLIGHTS_FORGOTTEN -> new Forgetful();
      case PUBACK_BELIEVED -> new Trusting();
      default -> new Sender();
    };
  }

  /** What a bridge with one queue does, at a proper pace. */
  private static final class Queue extends Sender {
    private record Waiting(DeltaClass deltaClass, long from, long to) {}

    private final Deque<Waiting> line = new ArrayDeque<>();
    private final Map<Long, List<Waiting>> flights = new LinkedHashMap<>();
    private boolean up;
    private long id;

    @Override
    void recover(DeltaClass deltaClass, Outbox.Progress from, long freshFrom, long now) {
      for (Range range : from.waiting().asRanges()) {
        line.add(new Waiting(deltaClass, range.from(), range.to()));
      }
    }

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
      flights.values().forEach(flight -> flight.reversed().forEach(line::addFirst));
      flights.clear();
    }

    @Override
    Optional<Parcel> next(long now) {
      if (!up || line.isEmpty() || flights.size() >= 4) {
        return Optional.empty();
      }
      Waiting first = line.getFirst();
      id++;
      Range range = new Range(first.from(), first.to());
      Lane lane =
          switch (first.deltaClass()) {
            case P0 -> Lane.BACKLOG;
            case P1 -> Lane.STOCK;
            case P2 -> Lane.SIGNALS;
            case P3 -> Lane.TELEMETRY;
          };
      return Optional.of(new Parcel(id, lane, List.of(range), 2048));
    }

    @Override
    boolean leave(Parcel parcel, List<Range> covered, int bytes, long now) {
      Waiting first = line.removeFirst();
      long last = covered.getLast().to();
      if (last < first.to()) {
        line.addFirst(new Waiting(first.deltaClass(), last + 1, first.to()));
      }
      flights.put(parcel.id(), List.of(new Waiting(first.deltaClass(), first.from(), last)));
      return true;
    }

    @Override
    void published(Parcel parcel, List<Range> covered, long now) {
      flights.remove(parcel.id());
    }

    @Override
    void acked(DeltaClass deltaClass, SequenceSet acked, long now) {}

    @Override
    boolean stalled(long now) {
      return false;
    }

    @Override
    boolean moneyWaits() {
      return !line.isEmpty();
    }
  }

  /** Shows the others to the dispatcher only when nothing of the favoured waits. */
  private static final class Favouring extends Sender {
    private record Hidden(DeltaClass deltaClass, long from, long to, boolean urgent, int bytes) {}

    private final Predicate<DeltaClass> favoured;
    private final List<Hidden> hidden = new ArrayList<>();

    Favouring(Predicate<DeltaClass> favoured) {
      this.favoured = favoured;
    }

    @Override
    void added(DeltaClass deltaClass, long from, long to, boolean urgent, int bytes, long now) {
      if (favoured.test(deltaClass)) {
        super.added(deltaClass, from, to, urgent, bytes, now);
      } else {
        hidden.add(new Hidden(deltaClass, from, to, urgent, bytes));
      }
    }

    @Override
    Optional<Parcel> next(long now) {
      boolean waits =
          reading().lanes().entrySet().stream()
              .anyMatch(
                  lane -> favoured.test(lane.getKey().deltaClass()) && lane.getValue().count() > 0);
      if (!waits) {
        hidden.forEach(
            h -> super.added(h.deltaClass(), h.from(), h.to(), h.urgent(), h.bytes(), now));
        hidden.clear();
      }
      return super.next(now);
    }
  }

  /** Believes that all it sends is confirmed at once, so that its window is never full. */
  private static final class Flood extends Sender {
    @Override
    boolean leave(Parcel parcel, List<Range> covered, int bytes, long now) {
      boolean left = super.leave(parcel, covered, bytes, now);
      super.published(parcel, covered, now);
      return left;
    }
  }

  private static final class Trusting extends Sender {
    @Override
    void published(Parcel parcel, List<Range> covered, long now) {
      super.published(parcel, covered, now);
      super.acked(parcel.lane().deltaClass(), SequenceSet.of(covered), now);
    }
  }

  private static final class Forgetful extends Sender {
    private record Flight(DeltaClass deltaClass, List<Range> covered) {}

    private final Map<Long, Flight> flights = new LinkedHashMap<>();

    @Override
    boolean leave(Parcel parcel, List<Range> covered, int bytes, long now) {
      flights.put(parcel.id(), new Flight(parcel.lane().deltaClass(), covered));
      return super.leave(parcel, covered, bytes, now);
    }

    @Override
    void published(Parcel parcel, List<Range> covered, long now) {
      flights.remove(parcel.id());
      super.published(parcel, covered, now);
    }

    @Override
    void disconnected(long now) {
      flights
          .values()
          .forEach(
              flight -> super.acked(flight.deltaClass(), SequenceSet.of(flight.covered()), now));
      flights.clear();
      super.disconnected(now);
    }
  }
}
