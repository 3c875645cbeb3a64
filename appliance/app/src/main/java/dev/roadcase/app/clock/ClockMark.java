package dev.roadcase.app.clock;

import dev.roadcase.core.fact.Now;
import dev.roadcase.wire.file.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The low bound of the time on the disk, for a box on which nothing happens: what happens carries
 * the time in its facts. A file of its own, written every few minutes, wears the card less than a
 * fact.
 */
public final class ClockMark {
  private static final Logger LOG = LoggerFactory.getLogger(ClockMark.class);

  /** A mark has 13 digits until the year 2286. */
  private static final long DIGITS_MAX = 64;

  private final Path file;

  public ClockMark(Path dataDir) {
    file = dataDir.resolve("clock.mark");
  }

  /**
   * What was marked last, epoch milliseconds; 0 when nothing can be read.
   *
   * @param latest a mark that says more is not believed: it would date every later fact
   */
  public long read(long latest) {
    try {
      if (!Files.exists(file)) {
        return 0;
      }
      if (damage(file, latest).isEmpty()) {
        return parse(file).orElse(0);
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be read", file, e);
    }
    LOG.warn("{} cannot be believed, and the journal alone says how late it is", file);
    return 0;
  }

  /**
   * What is wrong with a mark of time.
   *
   * @param latest no mark is later, epoch milliseconds
   */
  public static Optional<String> damage(Path file, long latest) throws IOException {
    OptionalLong mark = parse(file);
    if (mark.isEmpty()) {
      return Optional.of("it is no number of milliseconds");
    }
    return mark.getAsLong() <= latest
        ? Optional.empty()
        : Optional.of(
            "it says "
                + Instant.ofEpochMilli(mark.getAsLong())
                + ", and this kit's keys end on "
                + Instant.ofEpochMilli(latest)
                + " at the latest");
  }

  private static OptionalLong parse(Path file) throws IOException {
    if (Files.size(file) > DIGITS_MAX) {
      return OptionalLong.empty();
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
    try {
      long mark = Long.parseLong(text);
      return mark < 0 || mark > Now.OPEN ? OptionalLong.empty() : OptionalLong.of(mark);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
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
