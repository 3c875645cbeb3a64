package dev.roadcase.provisioning.fleet;

import dev.roadcase.wire.file.LockedFolder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One at a time in a folder: a {@link LockedFolder} by the file {@code .lock} in it. */
final class Turn implements AutoCloseable {
  static final String FILE = ".lock";

  private final LockedFolder lock;

  private Turn(LockedFolder lock) {
    this.lock = lock;
  }

  /** Takes the turn, or says at once that somebody else has it. */
  static Turn in(Path folder) throws IOException {
    try {
      return new Turn(LockedFolder.take(folder, FILE).orElseThrow(() -> taken(folder, null)));
    } catch (NoSuchFileException e) {
      throw taken(folder, e);
    }
  }

  private static IOException taken(Path folder, @Nullable Exception cause) {
    return new IOException(
        "somebody else is at work in " + folder + ": try again when that is done", cause);
  }

  @Override
  public void close() {
    lock.close();
  }
}
