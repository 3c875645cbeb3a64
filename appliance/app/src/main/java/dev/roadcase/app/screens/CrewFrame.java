package dev.roadcase.app.screens;

import dev.roadcase.core.fact.Mode;

/**
 * What all pages of the crew have around them.
 *
 * @param simulated whether the board is played, and what it says of power and link made up
 */
public record CrewFrame(Mode mode, boolean simulated, ColourScheme scheme) {
  /** Where the colours are chosen; the form comes back to the page that it is on. */
  public static final String SCHEME_PATH = "/crew/colours";

  /** The line at the top. */
  public String banner() {
    return Words.mode(mode);
  }

  /** A second line, in red, where a show could be misled; "" for none. */
  public String warning() {
    return simulated && mode != Mode.DEMO ? "SIMULATED BOARD – power and link are made up" : "";
  }
}
