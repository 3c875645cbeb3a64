package dev.roadcase.app.config;

/** What answers when a part of the hardware is asked. */
public enum Driver {
  /** Nothing: what the part would say is unknown. */
  NONE("none"),
  /** A scenario that is played: what it says is made up. */
  SIMULATED("simulated");

  private final String word;

  Driver(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /**
   * Reads a word.
   *
   * @throws IllegalArgumentException when there is no such driver
   */
  public static Driver of(String word) {
    for (Driver driver : values()) {
      if (driver.word.equals(word)) {
        return driver;
      }
    }
    throw new IllegalArgumentException("a driver is none or simulated, not \"" + word + "\"");
  }
}
