package dev.roadcase.core.queue;

import java.time.Duration;

/**
 * How many bytes may be on their way without a PUBACK: enough to keep the link busy, and little
 * more, so that what arrives now does not wait behind what was sent before.
 *
 * <p>After TCP Vegas (Brakmo and Peterson, 1995): the round trip above the shortest one seen, times
 * the rate, is what stands in a queue somewhere. Below {@link #SPARSE} bytes or {@link #UNFELT} the
 * window grows, above {@link #DENSE} bytes and {@link #FELT} it shrinks. Bytes alone would starve a
 * thin link without much delay of its own, where even one parcel is a queue, and parcels that are
 * too small compress badly; time alone would let a fast link fill. The shortest round trip is
 * measured again every half minute with a window that drains the queue, because otherwise our own
 * queue becomes the yardstick.
 */
final class Window {
  static final int FLOOR = 4 * 1024;
  static final int START = 8 * 1024;
  static final int CEILING = 256 * 1024;

  private static final int SPARSE = 2 * 1024;
  private static final int DENSE = 4 * 1024;
  private static final long UNFELT = Duration.ofMillis(100).toNanos();
  private static final long FELT = Duration.ofMillis(200).toNanos();
  private static final long PROBE_EVERY = Duration.ofSeconds(30).toNanos();
  private static final long UNKNOWN = Long.MAX_VALUE;

  private int size = START;
  private boolean starting = true;
  private boolean full;

  private long shortest = UNKNOWN;
  private long shortestAt;
  private long smoothed;

  private long roundEnds;
  private long shortestOfRound = UNKNOWN;
  private int probeRounds;

  Window(long now) {
    roundEnds = now;
    shortestAt = now;
  }

  int size() {
    return probeRounds > 0 ? FLOOR : size;
  }

  /** The smoothed round trip in nanoseconds, 0 when none was measured. */
  long roundTrip() {
    return smoothed;
  }

  /** Something had to wait for room; only a window that was full learns from its round. */
  void wanted() {
    full = true;
  }

  void acknowledged(long roundTrip, long now) {
    long sample = Math.max(1, roundTrip);
    smoothed = smoothed == 0 ? sample : smoothed + (sample - smoothed) / 8;
    if (shortest == UNKNOWN || sample <= shortest + shortest / 8) {
      shortest = Math.min(shortest, sample);
      shortestAt = now;
    }
    shortestOfRound = Math.min(shortestOfRound, sample);
    if (now - roundEnds >= 0) {
      endRound(now);
      shortestOfRound = UNKNOWN;
      roundEnds = now + smoothed;
      full = false;
    }
  }

  private void endRound(long now) {
    if (probeRounds > 0) {
      probeRounds--;
      if (probeRounds == 0) {
        shortest = shortestOfRound;
        shortestAt = now;
      }
    } else if (now - shortestAt >= PROBE_EVERY) {
      probeRounds = 2;
    } else {
      learn();
    }
  }

  private void learn() {
    long delay = shortestOfRound - shortest;
    double queued = size * ((double) delay / shortestOfRound);
    if (delay > FELT && queued > DENSE) {
      starting = false;
      size -= (int) Math.min((queued - SPARSE) / 2, size / 2.0);
    } else if (full && (delay <= UNFELT || queued < SPARSE)) {
      size += starting ? size / 2 : Math.max(1024, size / 16);
    } else if (full) {
      starting = false;
    }
    size = Math.clamp(size, FLOOR, CEILING);
  }
}
