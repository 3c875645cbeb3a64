package dev.roadcase.app.uplink;

import dev.roadcase.core.queue.Dispatcher;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the link stands, for {@code /box} and the panel. Up to a second old.
 *
 * @param connectedFor empty while there is no connection
 * @param lastAckAge since upstream last said something believable; empty when it never has
 * @param queue by lane, window, bytes in flight, round trip, duplicates; see {@link
 *     Dispatcher.Reading}
 * @param connections how many there have been since the process came up
 * @param refusedAcks how many acks were ignored, by why
 * @param unsendable times that a delta was passed over because the broker takes none of its size
 * @param lastTrouble why the last connection or attempt ended; empty when none has
 */
public record UplinkStats(
    Optional<Duration> connectedFor,
    Optional<Duration> lastAckAge,
    Dispatcher.Reading queue,
    long connections,
    Map<RefusedAck, Long> refusedAcks,
    long unsendable,
    String lastTrouble) {
  /** Keeps its own copy of the counts. */
  public UplinkStats {
    refusedAcks = Map.copyOf(refusedAcks);
  }
}
