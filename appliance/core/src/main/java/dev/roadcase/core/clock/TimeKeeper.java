package dev.roadcase.core.clock;

import dev.roadcase.core.fact.Now;

/**
 * Keeps the interval in which it is now. Fed with readings of a monotonic clock, which is right
 * about what passes, and of a wall clock, which may say anything. For use by several threads.
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
    if (trust == Trust.SYSTEM && wall >= lo && wall <= limit) {
      lo = Math.max(lo, wall - TOLERANCE);
      hi = wall + TOLERANCE;
      best = wall;
    } else if (hi == Now.OPEN && wall > best && wall <= limit) {
      // Nobody vouches for it, but it is the only one that says anything.
      best = wall;
    }
    return now(monotonic);
  }

  /**
   * Somebody who signs has said that it was no earlier than {@code then}. What is beyond the limit
   * is not believed.
   */
  public synchronized void atLeast(long then, long monotonic) {
    pass(monotonic);
    if (then > lo && then <= limit) {
      lo = then;
      best = Math.max(best, lo);
      if (hi < lo) {
        hi = Now.OPEN;
      }
    }
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
