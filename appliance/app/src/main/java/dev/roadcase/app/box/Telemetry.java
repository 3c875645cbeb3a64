package dev.roadcase.app.box;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactBody.UpstreamAcked;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.StagedValue;
import java.util.Optional;

/**
 * The p3 rows that wait: where they begin and where they end. Bounded; the oldest go first, and
 * what is given up is told, so that it can be written down.
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

  /** The sequences of {@code n} new rows. */
  Span take(int n) {
    Span at = span.get();
    span.set(new Span(at.first(), at.last() + n));
    return new Span(at.last() + 1, at.last() + n);
  }

  /** What has to go to make room, if anything. */
  Optional<Span> shed() {
    Span at = span.get();
    if (at.count() <= ROWS_MAX) {
      return Optional.empty();
    }
    long upTo = at.first() + Math.max(SHED_STEP, at.count() - ROWS_MAX) - 1;
    span.set(new Span(upTo + 1, at.last()));
    return Optional.of(new Span(at.first(), upTo));
  }

  /** Gives up everything that waits. */
  Optional<Span> shedAll() {
    Span at = span.get();
    if (at.count() == 0) {
      return Optional.empty();
    }
    span.set(new Span(at.last() + 1, at.last()));
    return Optional.of(at);
  }

  /** What upstream's database holds without a gap need not be kept. */
  @Override
  public void apply(Entry entry) {
    if (entry.fact().body() instanceof UpstreamAcked(var deltaClass, long prefix, var _, var _)
        && deltaClass == DeltaClass.P3) {
      Span at = span.get();
      if (prefix >= at.first()) {
        span.set(new Span(Math.min(prefix, at.last()) + 1, at.last()));
      }
    }
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
