package dev.roadcase.drivers.simulated;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hand that reaches in: a file to which anybody appends lines such as {@code mains = false}. A
 * line counts when its newline is there, once, also across a restart of the box.
 */
final class ControlFile {
  private static final Logger LOG = LoggerFactory.getLogger(ControlFile.class);

  /** More than anybody types between two looks; the rest comes with the next look. */
  private static final int BYTES_MAX = 8192;

  private final Path file;
  private long taken;

  /**
   * A control file, which need not exist yet.
   *
   * @param taken bytes that were read in an earlier run
   */
  ControlFile(Path file, long taken) {
    this.file = file;
    this.taken = taken;
  }

  /** Bytes read so far. */
  long taken() {
    return taken;
  }

  /** What was asked for since the last look, in order. A line that makes no sense is logged. */
  List<Change> look() {
    List<Change> changes = new ArrayList<>();
    for (String line : newLines()) {
      if (!line.isBlank()) {
        try {
          changes.addAll(ScenarioText.changes(line));
        } catch (BadScenario e) {
          LOG.warn("{}: \"{}\" changes nothing: {}", file, line, e.getMessage());
        }
      }
    }
    return changes;
  }

  private List<String> newLines() {
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
        if (in.length() < taken) {
          taken = 0; // somebody began the file anew
        }
        byte[] bytes = new byte[(int) Math.min(in.length() - taken, BYTES_MAX)];
        in.seek(taken);
        in.readFully(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n');
        if (end < 0) {
          taken += bytes.length == BYTES_MAX ? BYTES_MAX : 0;
          return List.of();
        }
        String whole = text.substring(0, end + 1);
        taken += whole.getBytes(StandardCharsets.UTF_8).length;
        return whole.lines().toList();
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", file, e.getMessage());
      return List.of();
    }
  }
}
