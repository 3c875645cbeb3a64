package dev.roadcase.core.queue;

import dev.roadcase.core.fact.Range;
import java.util.List;

/**
 * Leave to send: read these sequences in order, as many as fit, and tell {@link Dispatcher#leave}
 * what was taken. One sequence goes as a single event, more as a batch.
 *
 * @param id names the parcel from here to its PUBACK
 * @param ranges of the lane's class, ascending; usually more than fit
 * @param maxBytes the size to aim for, in bytes on the wire; the first item goes whatever its size
 */
public record Parcel(long id, Lane lane, List<Range> ranges, int maxBytes) {
  public Parcel {
    ranges = List.copyOf(ranges);
  }
}
