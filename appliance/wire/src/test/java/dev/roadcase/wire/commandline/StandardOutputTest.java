package dev.roadcase.wire.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(said, true, UTF_8);

  @Test
  void whatWasWrittenEndsAsItsCommandDid() {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, UTF_8);
    out.println("a line");

    assertEquals(0, StandardOutput.exitCode(0, "roadcase box", out, err));
    assertEquals(69, StandardOutput.exitCode(69, "roadcase box", out, err));
    assertEquals("", said.toString(UTF_8));
  }

  /** It is noticed when the buffer is flushed, and not before. */
  @Test
  void aFullDiskIsSaidAndIsNoSuccess() {
    PrintStream out = new PrintStream(new FullDisk(), false, UTF_8);
    out.println("a line");

    assertEquals(Sysexits.IO.code(), StandardOutput.exitCode(0, "roadcase box", out, err));
    assertTrue(said.toString(UTF_8).startsWith("roadcase box: not all"), said.toString(UTF_8));
  }

  @Test
  void whatFailedAnywayKeepsItsCode() {
    PrintStream out = new PrintStream(new FullDisk(), false, UTF_8);
    out.println("a line");

    assertEquals(73, StandardOutput.exitCode(73, "roadcase box", out, err));
    assertEquals("", said.toString(UTF_8));
  }

  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      throw new IOException("No space left on device");
    }
  }
}
