package dev.roadcase.wire.commandline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Sentences folded at words to the columns of a terminal. */
public final class Folded {
  /** Where nobody says how wide a terminal is. */
  public static final int USUAL = 80;

  private static final int NARROWEST = 40;
  private static final int WIDEST = 100;

  private Folded() {}

  /**
   * How wide to write: as {@code COLUMNS} (POSIX.1-2024, XBD 8.3) says, 40 to 100.
   *
   * @return nothing when there is no terminal: then lines are the reader's to fold
   */
  public static OptionalInt columns(Map<String, String> environment) {
    String said = environment.getOrDefault("COLUMNS", "");
    return said.matches("[1-9][0-9]{0,5}")
        ? OptionalInt.of(Math.clamp(Integer.parseInt(said), NARROWEST, WIDEST))
        : OptionalInt.empty();
  }

  /** How wide a page of help is, which picocli does not lay out in fewer than 55 columns. */
  public static int helpColumns(Map<String, String> environment) {
    return Math.max(55, columns(environment).orElse(USUAL));
  }

  /**
   * Each line that is prose, folded. A line with two spaces in a row is none: a row of a table, a
   * code of blocks, or a command to be typed, which is indented.
   */
  public static String prose(String text, OptionalInt columns) {
    if (columns.isEmpty()) {
      return text;
    }
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\\R", -1)) {
      lines.add(line.contains("  ") ? line : folded("", line, 0, columns.getAsInt()));
    }
    return String.join(System.lineSeparator(), lines);
  }

  /**
   * A paragraph. A word that is longer than a line stands on a line of its own, whole.
   *
   * @param start what the first line begins with, and a space behind it; "" for nothing
   * @param indent of the lines that follow
   */
  public static String folded(String start, String text, int indent, int columns) {
    StringBuilder folded = new StringBuilder(start);
    int column = start.length();
    boolean first = start.isEmpty();
    for (String word : text.split(" ", -1)) {
      int gap = first ? 0 : 1;
      if (!first && column + gap + word.length() > columns) {
        folded.append(System.lineSeparator()).repeat(' ', indent);
        column = indent;
        gap = 0;
      }
      folded.repeat(' ', gap).append(word);
      column += gap + word.length();
      first = false;
    }
    return folded.toString();
  }
}
