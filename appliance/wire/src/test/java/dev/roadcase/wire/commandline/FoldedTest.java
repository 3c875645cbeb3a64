package dev.roadcase.wire.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FoldedTest {
  private static final String SENTENCE =
      "the box's disk is full, and nothing new is written: this was not done. Free space under"
          + " data_dir; the box goes on by itself.";

  @Test
  void aLineEndsAtAWordWithinTheColumns() {
    for (int columns = 40; columns <= 100; columns++) {
      String folded = Folded.folded("roadcase box code:", SENTENCE, 5, columns);
      for (String line : folded.lines().toList()) {
        assertTrue(line.length() <= columns, columns + ": " + line);
      }
      assertEquals("roadcase box code: " + SENTENCE, folded.replaceAll("\\R {5}", " "));
    }
  }

  @Test
  void aWordThatFitsNowhereStaysWhole() {
    String address = "https://box.local:8443/crew?ticket=" + "x".repeat(80);
    assertEquals(
        "open\n" + address + "\nnow", Folded.folded("", "open " + address + " now", 0, 60));
  }

  @Test
  void tablesAndCommandsAreNotFolded() {
    String row =
        "d-oVMWvzjCxdlczVHt  till     active     13 min         a name that is long enough to end here";
    String command =
        "  roadcase box verify /media/usb/kit-1-saturday-000009/log.rclog --root /srv/fleet.pem";
    assertEquals(row, Folded.prose(row, OptionalInt.of(60)));
    assertEquals(command, Folded.prose(command, OptionalInt.of(60)));
    assertEquals("a b\n\nc", Folded.prose("a b\n\nc", OptionalInt.of(60)));
    assertEquals(SENTENCE, Folded.prose(SENTENCE, OptionalInt.empty()));
  }

  @Test
  void aTerminalSaysHowWideItIsWithinReason() {
    assertEquals(OptionalInt.empty(), Folded.columns(Map.of()));
    assertEquals(OptionalInt.empty(), Folded.columns(Map.of("COLUMNS", "")));
    assertEquals(OptionalInt.empty(), Folded.columns(Map.of("COLUMNS", "wide")));
    assertEquals(OptionalInt.of(80), Folded.columns(Map.of("COLUMNS", "80")));
    assertEquals(OptionalInt.of(100), Folded.columns(Map.of("COLUMNS", "211")));
    assertEquals(OptionalInt.of(40), Folded.columns(Map.of("COLUMNS", "7")));
  }
}
