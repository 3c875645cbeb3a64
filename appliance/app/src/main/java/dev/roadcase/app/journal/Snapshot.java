package dev.roadcase.app.journal;

import java.util.List;
import java.util.function.Supplier;

/**
 * Where the machines stood at one position.
 *
 * @param pages the bookings, or those that the journal does not have yet: then they begin where its
 *     own pages end
 */
@SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
public record Snapshot(int format, String mode, long position, byte[] state, List<Page> pages) {

  /** Bookings {@code first … first + count - 1}, read when they are asked for. */
  public record Page(long first, int count, Supplier<byte[]> bytes) {}
}
