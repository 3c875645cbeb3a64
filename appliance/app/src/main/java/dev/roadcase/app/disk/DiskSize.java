package dev.roadcase.app.disk;

import java.math.BigDecimal;

/**
 * Room on a disk, as people say it: decimal units (IEC 80000-13 leaves them to SI), rounded down.
 */
public final class DiskSize {
  private DiskSize() {}

  /**
   * "640 kB", "67 MB", "81.2 GB".
   *
   * @param bytes 0 or more
   */
  public static String words(long bytes) {
    if (bytes < 1_000_000L) {
      return bytes / 1_000 + " kB";
    }
    return bytes < 1_000_000_000L
        ? bytes / 1_000_000 + " MB"
        : BigDecimal.valueOf(bytes / 100_000_000, 1).toPlainString() + " GB";
  }

  /** The same, never too short: for room that is needed. */
  public static String atLeast(long bytes) {
    return words(
        bytes + (bytes < 1_000_000L ? 999 : bytes < 1_000_000_000L ? 999_999 : 99_999_999));
  }
}
