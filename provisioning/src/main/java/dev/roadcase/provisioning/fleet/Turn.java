package dev.roadcase.provisioning.fleet;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One at a time in a folder: a lock on the file {@code .lock} in it. It is the system's, so it ends
 * with the process that has it, however that ends.
 */
final class Turn implements AutoCloseable {
  static final String FILE = ".lock";

  private final FileChannel channel;

  private Turn(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the turn, or says at once that somebody else has it. */
  static Turn in(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              folder.resolve(FILE),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (NoSuchFileException e) {
      throw taken(folder, e);
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new Turn(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Said below: somebody else in this very process.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw taken(folder, null);
  }

  private static IOException taken(Path folder, @Nullable Exception cause) {
    return new IOException(
        "somebody else is at work in " + folder + ": try again when that is done", cause);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
