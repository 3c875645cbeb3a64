package dev.roadcase.core.fact;

/**
 * When something happened, as far as a box without a real-time clock can say.
 *
 * @param boot the boot that {@code monotonic} counts in
 * @param monotonic nanoseconds since some moment of that boot; never steps back
 * @param lo it is no earlier than this, epoch milliseconds; never retreats
 * @param hi it is no later than this, epoch milliseconds; {@link #OPEN} when nobody can say
 * @param wall the box's best guess, epoch milliseconds, within [lo, hi]
 */
public record Now(String boot, long monotonic, long lo, long hi, long wall) {
  /** No upper bound is known. */
  public static final long OPEN = (1L << 53) - 1;

  public Now {
    if (lo < 0 || hi < lo || wall < lo || wall > hi) {
      throw new IllegalArgumentException("0 ≤ lo ≤ wall ≤ hi, not " + lo + ", " + wall + ", " + hi);
    }
  }

  /** Whether the box can say the time to within ten seconds. */
  public boolean sure() {
    return hi - lo <= 10_000;
  }
}
