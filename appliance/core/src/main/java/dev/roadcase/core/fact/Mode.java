package dev.roadcase.core.fact;

/**
 * What a box was doing when a fact happened. Facts of one mode never count in another's books: a
 * rehearsal's sale neither uses up stock of the show nor reaches the live ledger.
 */
public enum Mode {
  LIVE("live"),
  REHEARSAL("rehearsal"),
  DEMO("demo");

  private final String word;

  Mode(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Mode of(String word) {
    for (Mode mode : values()) {
      if (mode.word.equals(word)) {
        return mode;
      }
    }
    throw new IllegalArgumentException("a mode is live, rehearsal or demo, not \"" + word + "\"");
  }

  /** Tills are paired the night before, at the rehearsal, and stay paired for the show. */
  public boolean knowsDevicesOf(Mode earlier) {
    return this == earlier || (this != DEMO && earlier != DEMO);
  }
}
