package dev.roadcase.core.clock;

import dev.roadcase.core.fact.Now;
import java.util.OptionalLong;

/**
 * Keeps the interval in which it is now. Fed with readings of a monotonic clock, which is right
 * about what passes, of a wall clock, which may say anything, and of what upstream has signed. For
 * use by several threads.
 */
public final class TimeKeeper {
  /** What the wall clock is worth. */
  public enum Trust {
    /** Somebody keeps it: NTP, a real-time clock, a laptop. Good to a second. */
    SYSTEM,
    /** Nobody vouches for it: only the past is known. */
    NONE
  }

  /** Error of the monotonic clock, in parts per million: a cheap crystal in the sun. */
  public static final long DRIFT_PPM = 200;

  /** Error of a wall clock that somebody keeps, milliseconds. */
  public static final long TOLERANCE = 1_000;

  private final Trust trust;
  private final String boot;
  private final long limit;
  private long at;
  private long lo;
  private long hi = Now.OPEN;
  private long best;

  /**
   * A keeper that knows the past alone.
   *
   * @param boot names the boot that {@code monotonic} counts in
   * @param floor epoch milliseconds: the latest moment that journal, mark or build prove
   * @param limit a wall clock that says more than this is not believed: the end of the kit's
   *     certificate, after which the box has nothing to do. Raised to {@code floor} if below it
   * @param monotonic nanoseconds
   */
  public TimeKeeper(Trust trust, String boot, long floor, long limit, long monotonic) {
    this.trust = trust;
    this.boot = boot;
    this.lo = floor;
    this.best = floor;
    this.limit = Math.max(floor, limit);
    this.at = monotonic;
  }

  /**
   * The time.
   *
   * @param monotonic nanoseconds
   * @param wall what the wall clock says, epoch milliseconds
   */
  public synchronized Now read(long monotonic, long wall) {
    pass(monotonic);
    if (trust == Trust.SYSTEM && wall >= lo - TOLERANCE && wall <= limit) {
      // It errs by as much itself: a low bound that upstream has raised does not make it a liar.
      lo = Math.max(lo, wall - TOLERANCE);
      hi = Math.max(lo, wall + TOLERANCE);
      best = Math.max(lo, wall);
    } else if (hi == Now.OPEN && wall > best && wall <= limit) {
      // Nobody vouches for it, but it is the only one that says anything.
      best = wall;
    }
    return now(monotonic);
  }

  /** What came of a time that somebody has signed. */
  public enum Heard {
    /** Both bounds are what it says, or were narrower. */
    ANCHORED,
    /** It may be old: it was no earlier, and that is all. */
    NO_EARLIER,
    /** It is later than the box's keys live: its clock is wrong, or the box's work is done. */
    BEYOND_THE_LIMIT,
    /** It is later, or certainly earlier, than what is known already. Nothing was changed. */
    CONTRADICTS
  }

  /**
   * Upstream has signed what time it was. Its clock is one that somebody keeps, good to {@link
   * #TOLERANCE}. When the signature was made is known from one side: after {@code after}. So it is
   * between {@code said} and {@code said} with all that has passed since {@code after}, and an
   * answer that was held back, or is shown again, gives a wider interval and never a wrong one.
   *
   * @param said epoch milliseconds
   * @param after a moment of this boot before the signature was made, monotonic nanoseconds;
   *     nothing when none is known, as with what was signed in an earlier boot
   */
  public synchronized Heard heard(long said, OptionalLong after, long monotonic) {
    pass(monotonic);
    if (said > limit) {
      return Heard.BEYOND_THE_LIMIT;
    }
    long low = said - TOLERANCE;
    if (low > hi) {
      return Heard.CONTRADICTS;
    }
    if (after.isEmpty()) {
      raise(low);
      return Heard.NO_EARLIER;
    }
    long passed = Math.max(0, monotonic - after.getAsLong()) / 1_000_000 + 1;
    long high = said + TOLERANCE + passed + passed * DRIFT_PPM / 1_000_000 + 1;
    if (high < lo) {
      return Heard.CONTRADICTS;
    }
    raise(low);
    hi = Math.min(hi, high);
    if (best > hi) {
      best = lo + (hi - lo) / 2;
    }
    return Heard.ANCHORED;
  }

  private void raise(long low) {
    lo = Math.max(lo, low);
    best = Math.max(best, lo);
  }

  private Now now(long monotonic) {
    return new Now(boot, monotonic, lo, hi, Math.min(Math.max(best, lo), hi));
  }

  private void pass(long monotonic) {
    long passed = Math.max(0, monotonic - at);
    long millis = passed / 1_000_000;
    if (millis == 0) {
      return;
    }
    // What is less than a millisecond is kept for the next time.
    at += millis * 1_000_000;
    carried += millis * DRIFT_PPM;
    long drift = carried / 1_000_000;
    carried -= drift * 1_000_000;
    lo += millis - Math.min(millis, drift);
    best += millis;
    if (hi != Now.OPEN) {
      hi = Math.min(Now.OPEN, hi + millis + drift);
    }
  }

  /** Millionths of a millisecond of drift that have not been counted yet. */
  private long carried;
}
