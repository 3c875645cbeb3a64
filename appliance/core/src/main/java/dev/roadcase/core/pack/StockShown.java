package dev.roadcase.core.pack;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What visitors read of how much is left. That something is sold out is always said; a till and the
 * catalogue's API know the numbers whatever the pages show.
 */
public enum StockShown {
  /** The number, of everything that is counted. */
  EXACT("exact"),
  /** "few left" when it runs out, and otherwise nothing. */
  FEW("few"),
  /** Nothing but "sold out". */
  HIDDEN("hidden");

  private final String word;

  StockShown(String word) {
    this.word = word;
  }

  /** As it is written in a theme and in a pack. */
  public String word() {
    return word;
  }

  /**
   * By its word.
   *
   * @throws IllegalArgumentException with the words there are
   */
  public static StockShown of(String word) {
    for (StockShown shown : values()) {
      if (shown.word.equals(word)) {
        return shown;
      }
    }
    throw new IllegalArgumentException(
        "what is shown of the stock is "
            + Arrays.stream(values()).map(StockShown::word).collect(Collectors.joining(", "))
            + ", not \""
            + word
            + "\"");
  }
}
