package dev.roadcase.app.box;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.fact.StagedValue;
import dev.roadcase.core.queue.Outbox;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.core.queue.UplinkFact.TelemetryShed;
import dev.roadcase.core.queue.UplinkFact.UpstreamAcked;
import java.util.List;
import java.util.Optional;

/**
 * The p3 rows that wait: where they begin and where they end. Bounded; the oldest go first, and
 * what is given up becomes a fact.
 */
public final class Telemetry implements Machine {
  /** Rows that are kept for upstream: about 20 MB of a card. */
  public static final int ROWS_MAX = 100_000;

  /** Given up at once when the table is full, so that the loss ledger stays short. */
  private static final int SHED_STEP = ROWS_MAX / 20;

  /** Rows {@code first … last}; none when {@code first > last}. */
  public record Span(long first, long last) {
    public long count() {
      return last - first + 1;
    }
  }

  private final StagedValue<Span> span = new StagedValue<>(new Span(1, 0));

  /** The sequences that {@code n} new rows would get. */
  Span next(int n) {
    long last = span.get().last();
    return new Span(last + 1, last + n);
  }

  /** What has to go to make room for {@code n} new rows, if anything. */
  Optional<Span> tooMany(int n) {
    Span at = span.get();
    long beyond = at.count() + n - ROWS_MAX;
    return beyond <= 0
        ? Optional.empty()
        : Optional.of(new Span(at.first(), at.first() + Math.max(SHED_STEP, beyond) - 1));
  }

  /** Takes {@code n} new rows in, and gives them their sequences. */
  Span add(int n) {
    Span added = next(n);
    span.set(new Span(span.get().first(), added.last()));
    return added;
  }

  /**
   * The facts for what went because upstream had it, and cannot be sent again.
   *
   * @param acked what upstream has
   */
  List<TelemetryShed> gone(SequenceSet acked, Outbox outbox, String why) {
    return SequenceSet.of(1, firstKept() - 1)
        .minus(acked)
        .minus(outbox.staged(DeltaClass.P3).shed())
        .asRanges()
        .stream()
        .map(range -> new TelemetryShed(range.from(), range.to(), why))
        .toList();
  }

  @Override
  public Reads reads() {
    return Reads.OWN;
  }

  /** What upstream's database holds without a gap need not be kept, nor what is given up. */
  @Override
  public void apply(Entry entry) {
    switch (entry.fact().body()) {
      case UpstreamAcked(var deltaClass, long prefix, var _, var _)
          when deltaClass == DeltaClass.P3 ->
          dropTo(prefix);
      case TelemetryShed(long from, long to, var _) when from <= span.get().first() -> dropTo(to);
      default -> {}
    }
  }

  private void dropTo(long last) {
    Span at = span.get();
    if (last >= at.first()) {
      span.set(new Span(Math.min(last, at.last()) + 1, at.last()));
    }
  }

  /** None: the table of rows is the state. */
  @Override
  public Optional<SnapshotPart<?>> snapshotPart() {
    return Optional.empty();
  }

  /** The writer's view of the rows that wait. */
  Span staged() {
    return span.get();
  }

  /** The writer's view: rows before this sequence may go. */
  public long firstKept() {
    return span.get().first();
  }

  @Override
  public void publish() {
    span.publish();
  }

  @Override
  public void discard() {
    span.discard();
  }

  public Span published() {
    return span.published();
  }

  /** At start-up, from what the table holds. */
  void restore(Span from) {
    span.set(from);
    span.publish();
  }
}
