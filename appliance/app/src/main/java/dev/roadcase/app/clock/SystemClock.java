package dev.roadcase.app.clock;

import dev.roadcase.core.clock.TimeKeeper;
import dev.roadcase.core.fact.Now;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The clocks of the machine: the monotonic one is believed, the wall clock as far as {@link
 * TimeKeeper} does. A box has no real-time clock: after a power cut its wall clock may stand
 * anywhere until something sets it.
 */
public final class SystemClock implements Clock {
  private final TimeKeeper keeper;

  /**
   * A clock that never tells a time before {@code floor}.
   *
   * @param floor epoch milliseconds: the latest moment that journal, mark or build prove
   * @param limit a wall clock that says more is not believed, epoch milliseconds
   */
  public SystemClock(TimeKeeper.Trust trust, long floor, long limit) {
    keeper = new TimeKeeper(trust, bootId(), floor, limit, System.nanoTime());
  }

  @Override
  public Now now() {
    return keeper.read(System.nanoTime(), System.currentTimeMillis());
  }

  /** Upstream, whose signature was checked, has said what time it was ({@link TimeKeeper}). */
  public TimeKeeper.Heard heard(long said, OptionalLong after) {
    return keeper.heard(said, after, System.nanoTime());
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
