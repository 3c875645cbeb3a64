package dev.roadcase.provisioning;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;

/** There is nothing to read where something was named. */
final class NoInput extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private NoInput(String message) {
    super(message);
  }

  /** A file that was named, if it is one and may be read. */
  static Path file(Path named) throws NoInput {
    if (Files.isDirectory(named)) {
      throw new NoInput(named + " is a folder; name the pack in it");
    }
    if (!Files.exists(named)) {
      throw new NoInput("there is no file " + named);
    }
    if (!Files.isReadable(named)) {
      throw new NoInput(named + " is not yours to read");
    }
    return named;
  }
}
