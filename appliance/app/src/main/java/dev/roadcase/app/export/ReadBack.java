package dev.roadcase.app.export;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Notes the SHA-256 of what is written to a file, and holds the file against it. */
final class ReadBack extends FilterOutputStream {
  private static final int BUFFER = 1 << 16;

  private final MessageDigest written = sha256();

  ReadBack(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int octet) throws IOException {
    out.write(octet);
    written.update((byte) octet);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    written.update(bytes, from, length);
  }

  /**
   * Reads the file. Once only, after the last octet was flushed.
   *
   * @throws IOException when it cannot be read, or is not what was written
   */
  void require(Path file) throws IOException {
    MessageDigest read = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        read.update(buffer, 0, count);
      }
    }
    if (!MessageDigest.isEqual(written.digest(), read.digest())) {
      throw new IOException(
          file.getFileName() + " was read back, and is not what was written. Use another stick.");
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
