package dev.roadcase.tests.simulation;

import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.box.Telemetry;
import dev.roadcase.app.journal.Snapshot;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.tests.contract.JournalContract;
import java.util.List;
import java.util.Optional;

/** The card of the simulator keeps what the journal that ships keeps. */
class CardContractTest extends JournalContract {
  @Override
  protected Keeper keeper() {
    Dice dice = new Dice(1);
    return new OnACard(new Card(new Goods(dice), dice));
  }

  private record OnACard(Card card) implements Keeper {
    @Override
    public void commit(List<Prepared<?>> batch, long keepTelemetryFrom) {
      card.write(batch, keepTelemetryFrom);
      card.flushed(card.written());
    }

    @Override
    public void save(Snapshot snapshot) {
      card.write(snapshot);
      card.flushed(card.written());
    }

    @Override
    public List<Stored> after(long position) {
      return card.after(position).stream()
          .map(entry -> new Stored(entry.position(), entry.bytes()))
          .toList();
    }

    @Override
    public Telemetry.Span telemetry() {
      return card.telemetry();
    }

    @Override
    public Optional<Snapshot> snapshot() {
      return card.snapshot();
    }

    @Override
    public Optional<byte[]> delta(DeltaClass deltaClass, long seq) {
      return Optional.ofNullable(card.read(deltaClass, seq)).map(Card.Delta::bytes);
    }

    @Override
    public Keeper reopened() {
      card.powerCut();
      return this;
    }

    @Override
    public void close() {}
  }
}
