package dev.roadcase.console.upstream;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.queue.UplinkFact;
import dev.roadcase.wire.event.SequencesClosed;
import dev.roadcase.wire.json.Fields;
import java.sql.SQLException;
import java.util.List;

/** Telemetry that boxes gave up: the loss ledger speaks of p3 sequences, and travels as p1. */
final class ShedLedger implements Projection {
  @Override
  public String name() {
    return "shed";
  }

  @Override
  public int rules() {
    return 1;
  }

  @Override
  public List<FactType> reads() {
    return List.of(UplinkFact.TELEMETRY_SHED);
  }

  @Override
  public void book(Booking booking, Effects effects) throws SQLException {
    Fields body = booking.fields();
    effects.closed(
        DeltaClass.P3,
        new SequencesClosed(
            List.of(new Range(body.whole("from"), body.whole("to"))), SequencesClosed.Why.SHED));
  }

  /** Closed sequences stay closed. */
  @Override
  public void clear() {}

  @Override
  public void close() {}
}
