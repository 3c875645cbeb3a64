package dev.roadcase.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ColumnsTest {
  @Test
  void aNameKeepsToItsColumn() {
    assertEquals("Till 1", Columns.fitted("Till 1", 6));
    assertEquals("Till…", Columns.fitted("Till 12", 5));
    assertEquals("\u58f2\u5e97", Columns.fitted("\u58f2\u5e97", 4));
    assertEquals("\u58f2…", Columns.fitted("\u58f2\u5e97", 3));
  }

  @Test
  void nothingInANameMovesTheCursorOrTurnsTheLineAround() {
    assertEquals("?[2J?A", Columns.fitted("\u001b[2J\u202eA", 20));
  }

  @Test
  void timeThatIsLeftIsRoundedUp() {
    assertEquals("–", Columns.left(0));
    assertEquals("1 min", Columns.left(1));
    assertEquals("15 min", Columns.left(900));
    assertEquals("2 h", Columns.left(5_401));
  }
}
