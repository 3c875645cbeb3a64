package dev.roadcase.app.cli;

import dev.roadcase.wire.commandline.Folded;
import java.time.Duration;
import java.util.OptionalInt;

/** What fits into the columns of a terminal. */
final class Columns {
  /** East Asian Wide and Fullwidth, and pictures (UAX 11), in coarse strokes. */
  private static final int[][] WIDE = {
    {0x1100, 0x115f},
    {0x2e80, 0xd7a3},
    {0xf900, 0xfaff},
    {0xfe30, 0xfe6f},
    {0xff00, 0xff60},
    {0x1f300, 0x1faff},
    {0x20000, 0x3fffd}
  };

  private Columns() {}

  /**
   * A stranger's text in at most {@code columns}: nothing in it moves the cursor, hides, or turns
   * the line around. Wide characters take two columns.
   */
  static String fitted(String text, int columns) {
    StringBuilder fitted = new StringBuilder();
    int used = 0;
    for (int c : text.codePoints().toArray()) {
      int shown = moves(c) ? '?' : c;
      int width = width(shown);
      if (used + width > columns - 1 && !fits(text, columns)) {
        return fitted.append('…').toString();
      }
      fitted.appendCodePoint(shown);
      used += width;
    }
    return fitted.toString();
  }

  /**
   * Says on standard error what is wrong, each line under the verb's own name. A line that is
   * indented is one to type, and stands alone.
   */
  static void complain(String verb, String message) {
    OptionalInt columns = Folded.columns(System.getenv());
    message
        .lines()
        .map(line -> line.startsWith("  ") ? line : verb + ": " + line)
        .forEach(line -> System.err.println(Folded.prose(line, columns)));
  }

  /** Says on standard error what a person is to know, folded where there is a terminal. */
  static void tell(String text) {
    System.err.println(Folded.prose(text, Folded.columns(System.getenv())));
  }

  /** "12 min", "3 h", "–": the time that is left, rounded up. */
  static String left(long seconds) {
    Duration left = Duration.ofSeconds(seconds);
    return seconds <= 0
        ? "–"
        : seconds <= 90 * 60
            ? left.plusSeconds(59).toMinutes() + " min"
            : left.plusSeconds(3599).toHours() + " h";
  }

  /** "12 s ago", "5 min ago", "3 h ago", "2 d ago": rounded down. */
  static String ago(long seconds) {
    Duration past = Duration.ofSeconds(Math.max(0, seconds));
    String time =
        seconds < 60
            ? past.toSeconds() + " s"
            : seconds < 90 * 60
                ? past.toMinutes() + " min"
                : past.toHours() < 48 ? past.toHours() + " h" : past.toDays() + " d";
    return time + " ago";
  }

  private static boolean fits(String text, int columns) {
    return text.codePoints().map(c -> width(moves(c) ? '?' : c)).sum() <= columns;
  }

  private static boolean moves(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (int[] range : WIDE) {
      if (c >= range[0] && c <= range[1]) {
        return 2;
      }
    }
    return 1;
  }
}
