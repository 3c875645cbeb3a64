package dev.roadcase.app.journal;

import dev.roadcase.wire.file.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The low bound of the time on the disk, for a box on which nothing happens: what happens carries
 * the time in its facts. A file of its own, written every few minutes, wears the card less than a
 * fact.
 */
public final class ClockMark {
  private static final Logger LOG = LoggerFactory.getLogger(ClockMark.class);
  private final Path file;

  public ClockMark(Path dataDir) {
    file = dataDir.resolve("clock.mark");
  }

  /** What was marked last, epoch milliseconds; 0 when nothing can be read. */
  public long read() {
    try {
      return Files.exists(file) ? Math.max(0, Long.parseLong(Files.readString(file).strip())) : 0;
    } catch (IOException | NumberFormatException e) {
      LOG.warn("{} cannot be read, and the journal alone says how late it is", file);
      return 0;
    }
  }

  /** Marks that it is no earlier than {@code lo}. A disk without room is no reason to stop. */
  public void write(long lo) {
    try {
      WholeFile.writePrivate(file, (lo + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      LOG.debug("{} could not be written", file, e);
    }
  }
}
