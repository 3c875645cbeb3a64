package dev.roadcase.core.queue;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * For how long at least something of one class has waited, told from outside: sequences have no
 * time of their own. A mark is put at the highest sequence there is; as long as not everything up
 * to it has been taken, the oldest has waited since then. Never too long, and too short by as much
 * as it takes to clear one mark.
 *
 * @param mark a sequence that had been given out by {@code at}
 * @param at monotonic nanoseconds
 */
public record WaitingSince(long mark, long at) {
  /** Before the first look. */
  public static final WaitingSince START = new WaitingSince(0, 0);

  /**
   * After another look.
   *
   * @param highest the highest sequence given out
   * @param oldest the lowest that waits; none when none does
   * @param now monotonic nanoseconds, not before those of the last look
   */
  public WaitingSince after(long highest, OptionalLong oldest, long now) {
    return oldest.isEmpty() || oldest.getAsLong() > mark ? new WaitingSince(highest, now) : this;
  }

  /** How long the oldest has waited at least; zero when nothing waits. */
  public Duration age(OptionalLong oldest, long now) {
    return oldest.isEmpty() ? Duration.ZERO : Duration.ofNanos(now - at);
  }
}
