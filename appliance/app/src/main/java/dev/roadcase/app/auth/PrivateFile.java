package dev.roadcase.app.auth;

import dev.roadcase.wire.file.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A secret of this box in its data folder, 0600, made once. */
public final class PrivateFile {
  private PrivateFile() {}

  /** The secret in {@code file}; made by {@code maker}, and on the disk, when there was none. */
  public static String readOrMake(Path file, Supplier<String> maker) throws IOException {
    if (Files.exists(file)) {
      return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }
    String secret = maker.get();
    WholeFile.writePrivate(file, (secret + "\n").getBytes(StandardCharsets.US_ASCII));
    return secret;
  }
}
