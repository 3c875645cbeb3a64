package dev.roadcase.app.journal;

import dev.roadcase.core.fact.Now;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The clock of the machine, believed or not. A box has no real-time clock: after a power cut its
 * wall clock may stand anywhere until something sets it.
 */
public final class SystemClock implements Clock {

  /** What the wall clock is worth. */
  public enum Trust {
    /** Somebody keeps it: NTP, a real-time clock, a laptop. Good to a second. */
    SYSTEM,
    /** Nobody vouches for it: only the past is known. */
    NONE
  }

  private static final long TOLERANCE_MILLIS = 1000;

  private final Trust trust;
  private final String boot;
  private final AtomicLong floor;
  private final long atStart;
  private final long startedAt = System.nanoTime();

  /**
   * A clock that never tells a time before {@code floor}.
   *
   * @param floor epoch milliseconds: the latest moment that the journal or the build proves
   */
  public SystemClock(Trust trust, long floor) {
    this.trust = trust;
    this.boot = bootId();
    this.floor = new AtomicLong(floor);
    this.atStart = floor;
  }

  @Override
  public Now now() {
    long wall = System.currentTimeMillis();
    long monotonic = System.nanoTime();
    // Time passes, whatever the wall clock says: lo follows the monotonic clock.
    long lo = floor.accumulateAndGet(atStart + (monotonic - startedAt) / 1_000_000, Math::max);
    if (trust == Trust.SYSTEM && wall >= lo) {
      long from = floor.accumulateAndGet(wall - TOLERANCE_MILLIS, Math::max);
      long best = Math.max(wall, from);
      return new Now(boot, monotonic, from, best + TOLERANCE_MILLIS, best);
    }
    return new Now(boot, monotonic, lo, Now.OPEN, Math.min(Math.max(wall, lo), Now.OPEN));
  }

  /** Linux's boot id, shortened; where there is none, a run counts as a boot. */
  private static String bootId() {
    try {
      String id = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return id.replace("-", "").substring(0, 12);
    } catch (IOException | IndexOutOfBoundsException e) {
      return "run-" + ProcessHandle.current().pid() + "-" + System.currentTimeMillis();
    }
  }
}
