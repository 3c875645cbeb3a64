package dev.roadcase.core.identity;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void peopleWriteTheirNamesAsTheyDo() {
    for (String name :
        List.of(
            "Bar 2",
            "Zoë",
            "李雷",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\ud83d\udc69\u200d\ud83c\udf73")) {
      assertTrue(Printable.name(name), name);
    }
  }

  @Test
  void nothingTurnsTheWritingHidesOrControls() {
    for (String bad :
        List.of(
            "till\u202e2",
            "\u2066x",
            "x\u200f",
            "a\u200bb",
            "a\nb",
            "a\u001b[2J",
            "a\u0000",
            "\ud83d",
            "a\u2028b",
            "",
            "  ",
            "x".repeat(41))) {
      assertFalse(Printable.name(bad), bad);
    }
  }
}
