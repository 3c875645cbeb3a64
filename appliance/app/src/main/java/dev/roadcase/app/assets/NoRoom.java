package dev.roadcase.app.assets;

import dev.roadcase.app.disk.DiskSpace;
import java.io.IOException;

/** The disk has no room for a pack's files. Nothing was written. */
public final class NoRoom extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is needed and what to do.
   *
   * @param needed octets of the files that are not there yet
   * @param free octets that may still be used
   */
  NoRoom(long needed, long free) {
    super(
        "the pack brings "
            + megabytes(needed)
            + " of pictures that are not here yet, and the disk has room for "
            + megabytes(free)
            + ". "
            + DiskSpace.HOW_TO_FREE
            + " Or build the pack with smaller pictures; the pack before goes on counting.");
  }

  private static String megabytes(long octets) {
    return (Math.max(0, octets) + 999_999) / 1_000_000 + " MB";
  }
}
