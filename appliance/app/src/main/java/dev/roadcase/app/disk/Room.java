package dev.roadcase.app.disk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether there is room to sell. Looks ahead, so that sales stop while refunds, revocations, acks
 * and the loss ledger still find room; and when there is none at all, gives up the reserve for
 * them. Sales come back by themselves once the reserve is whole again and there is an eighth more
 * than what stopped them: a disk at the edge must not flicker.
 *
 * <p>The writer's thread calls what changes it; any thread may read.
 */
public final class Room {
  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  /** How it stands with the disk. */
  public enum Level {
    /** Everything is written. */
    AMPLE("ample"),
    /** Below the low-water mark: nothing new is sold and nobody is paired. */
    LOW("low"),
    /** As {@link #LOW}, and the reserve is being used up. */
    FULL("full");

    private final String word;

    Level(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** A byte of a fact costs so many of the disk at the worst: log, file, index. */
  private static final long COST = 4;

  private final Disk disk;
  private final long lowWater;
  private final long nearlyNothing;
  private volatile Level level = Level.AMPLE;
  private volatile long reserved;

  /**
   * Room on a disk that was not looked at yet.
   *
   * @param lowWater bytes; with less, nothing new is sold
   */
  public Room(Disk disk, long lowWater) {
    this.disk = disk;
    this.lowWater = lowWater;
    this.nearlyNothing = Math.min(lowWater, disk.reserveBytes()) / 4;
    this.reserved = disk.reserved();
  }

  /** A disk without an end, for tests of something else. */
  public static Room endless() {
    return new Room(
        new Disk() {
          @Override
          public long usable() {
            return Long.MAX_VALUE;
          }

          @Override
          public long reserveBytes() {
            return 0;
          }

          @Override
          public long reserved() {
            return 0;
          }

          @Override
          public boolean release() {
            return false;
          }

          @Override
          public boolean reserveMore() {
            return true;
          }
        },
        0);
  }

  /**
   * Before the journal is opened: makes the reserve, or gives it up for the opening, which needs a
   * few pages itself.
   */
  public void prepare() {
    look();
    while (missing() > 0 && level == Level.AMPLE) {
      if (!disk.reserveMore()) {
        level = Level.FULL;
      }
      look();
    }
    reserved = disk.reserved();
  }

  /** Before each batch, and now and then while there is no room. Returns whether it became low. */
  public boolean look() {
    long usable = disk.usable();
    if (usable < 0) {
      // Nobody can say. A commit that finds no room will.
      return false;
    }
    Level before = level;
    if (usable < nearlyNothing) {
      release();
    } else if (usable < lowWater && level == Level.AMPLE) {
      level = Level.LOW;
    } else if (level != Level.AMPLE && enough(usable)) {
      comeBack();
    }
    if (level != before) {
      say(usable);
    }
    return before == Level.AMPLE && level != Level.AMPLE;
  }

  /** A batch was written, with so many bytes of facts. */
  public void wrote(long bytes) {
    disk.wrote(bytes * COST);
  }

  private boolean enough(long usable) {
    return usable >= lowWater + lowWater / 8 + missing();
  }

  private long missing() {
    return disk.reserveBytes() - disk.reserved();
  }

  /** A piece of the reserve at a time; when it is whole, sales come back. */
  private void comeBack() {
    if (missing() > 0) {
      boolean grew = disk.reserveMore();
      reserved = disk.reserved();
      if (!grew) {
        level = Level.FULL;
        return;
      }
    }
    level = missing() > 0 ? Level.LOW : Level.AMPLE;
  }

  private void release() {
    boolean gave = disk.release();
    reserved = disk.reserved();
    level = Level.FULL;
    if (gave) {
      LOG.warn("the disk is full; the reserve is released for refunds, revocations and the stop");
    }
  }

  /**
   * A commit found no room, whatever the disk had said.
   *
   * @return whether it is worth another try: there is more room now, or less that wants it
   */
  public boolean metFull() {
    boolean first = level == Level.AMPLE;
    long before = disk.reserved();
    release();
    if (first) {
      say(0);
    }
    return first || before > 0;
  }

  private void say(long usable) {
    switch (level) {
      case AMPLE -> LOG.info("there is room on the disk again ({} MiB): selling", usable >> 20);
      case LOW, FULL ->
          LOG.warn(
              "the disk is {} ({} MiB free, {} wanted): nothing new is sold",
              level.word(),
              usable >> 20,
              lowWater >> 20);
    }
  }

  public Level level() {
    return level;
  }

  /** Whether something new may be sold, as far as the disk goes. Looks ahead of the writer. */
  public boolean forSales() {
    long usable = disk.usable();
    return level == Level.AMPLE && (usable < 0 || usable >= lowWater);
  }

  /** Whether the reserve is on its way back, so that the next look should not wait for long. */
  public boolean growing() {
    return level != Level.AMPLE && missing() > 0 && enough(disk.usable());
  }

  /** Free bytes; -1 when nobody can say. */
  public long usable() {
    return disk.usable();
  }

  /** Bytes of the reserve that are there. */
  public long reserved() {
    return reserved;
  }

  public long reserveBytes() {
    return disk.reserveBytes();
  }

  public long lowWater() {
    return lowWater;
  }
}
