package dev.roadcase.app.disk;

/**
 * The disk under the journal: how much room it has, and a reserve on it that is given up when there
 * is none. {@link FolderDisk} is the real one. Used by the writer's thread alone, but for {@link
 * #usable}.
 */
public interface Disk {

  /** Bytes that may still be written; -1 when nobody can say. At most a second old. */
  long usable();

  /** So many bytes have gone since somebody looked, at the most. */
  default void wrote(long bytes) {}

  /** Size of the whole reserve, in bytes. */
  long reserveBytes();

  /** How much of the reserve is there, in bytes, really written. */
  long reserved();

  /** Gives the reserve up. Whether there was anything to give. */
  boolean release();

  /**
   * Writes and flushes the next piece of the reserve, small enough for nobody to wait for it.
   *
   * @return whether there was room for it
   */
  boolean reserveMore();
}
