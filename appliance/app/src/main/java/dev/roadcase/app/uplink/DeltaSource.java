package dev.roadcase.app.uplink;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.wire.event.DeltaEvent;
import java.util.List;

/** Where the deltas are read from: the journal for p0 to p2, the telemetry table for p3. */
@FunctionalInterface
public interface DeltaSource {
  /**
   * Committed deltas of one class, by ascending sequence, as many as fit. Called on the uplink's
   * thread, may block on the disk.
   *
   * <p>A sequence that is left out between two that are returned does not exist any more; nothing
   * returned means that none of {@code from … to} does. A record that closes sequences stands at
   * the last of them.
   *
   * @param maxBytes of bodies together, about; the first delta is returned whatever its size
   */
  List<DeltaEvent> read(DeltaClass deltaClass, long from, long to, int maxBytes);
}
