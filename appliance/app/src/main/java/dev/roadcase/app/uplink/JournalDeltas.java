package dev.roadcase.app.uplink;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.wire.event.DeltaEvent;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deltas out of the journal: facts by class, telemetry out of its own table. */
public final class JournalDeltas implements DeltaSource {
  private static final Logger LOG = LoggerFactory.getLogger(JournalDeltas.class);

  private final Box.Identity identity;
  private final JournalReader reader;

  public JournalDeltas(Box.Identity identity, JournalReader reader) {
    this.identity = identity;
    this.reader = reader;
  }

  @Override
  public List<DeltaEvent> read(DeltaClass deltaClass, long from, long to, int maxBytes) {
    return deltaClass == DeltaClass.P3
        ? reader.telemetry(from, to, maxBytes).stream().flatMap(this::readable).toList()
        : reader.deltas(deltaClass, from, to, maxBytes).stream().map(this::event).toList();
  }

  /** A row that has rotted on the card is passed over, and said; it must not stop the money. */
  private Stream<DeltaEvent> readable(JournalReader.StoredRow row) {
    try {
      return Stream.of(event(row));
    } catch (IllegalArgumentException e) {
      LOG.error("telemetry row {} cannot be read and stays here: {}", row.seq(), e.getMessage());
      return Stream.empty();
    }
  }

  private DeltaEvent event(JournalReader.StoredFact stored) {
    return DeltaEvent.of(stored.bytes(), identity.fleet(), identity.incarnation());
  }

  private DeltaEvent event(JournalReader.StoredRow row) {
    return DeltaEvent.telemetry(
        identity.kit(),
        identity.incarnation(),
        identity.fleet(),
        row.seq(),
        row.name(),
        row.key(),
        row.taken(),
        Mode.of(row.mode()),
        row.body());
  }
}
