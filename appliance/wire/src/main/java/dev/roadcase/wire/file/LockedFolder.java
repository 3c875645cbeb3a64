package dev.roadcase.wire.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that one at a time has: a lock on a file in it, which stays. The lock is the system's,
 * so it ends with the process that has it, however that ends.
 */
public final class LockedFolder implements AutoCloseable {
  private final FileChannel channel;

  private LockedFolder(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a folder that is there, without waiting.
   *
   * @param name of the lock's file, made for its owner alone if there is none
   * @return empty when another has it, be it in this very process
   */
  public static Optional<LockedFolder> take(Path folder, String name) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(name),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            OwnerOnly.NEW_FILE);
    boolean held = false;
    try {
      FileLock lock = channel.tryLock();
      held = lock != null;
    } catch (OverlappingFileLockException e) {
      // Somebody else in this very process: the same.
    } finally {
      if (!held) {
        channel.close();
      }
    }
    return held ? Optional.of(new LockedFolder(channel)) : Optional.empty();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock goes with the process in any case.
    }
  }
}
