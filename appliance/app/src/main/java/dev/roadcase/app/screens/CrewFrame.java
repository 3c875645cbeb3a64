package dev.roadcase.app.screens;

import dev.roadcase.core.fact.Mode;
import java.util.List;

/**
 * What all pages of the crew have around them.
 *
 * @param simulated whether the board is played, and what it says of power and link made up
 */
public record CrewFrame(Mode mode, boolean simulated, ColourScheme scheme) {
  /** Where the colours are chosen; the form comes back to the page that it is on. */
  public static final String SCHEME_PATH = "/crew/colours";

  /** A page that each other one links to. */
  public record Link(String path, String label) {}

  /** The crew's pages, in the order of their links. */
  public static final List<Link> LINKS =
      List.of(
          new Link(CrewPanel.PATH, "Panel"),
          new Link(DevicePage.PATH, "Devices"),
          new Link(PricePage.PATH, "Prices"),
          new Link(StockPage.PATH, "Stock"),
          new Link(ReceiptSearchPage.PATH, "Receipts"),
          new Link(HelpPage.PATH, "Help"));

  /** Whether it is a page that has this frame. */
  public static boolean isAround(String path) {
    return path.equals(UnplugPage.PATH) || LINKS.stream().anyMatch(l -> l.path().equals(path));
  }

  /** The line at the top. */
  public String banner() {
    return Words.mode(mode);
  }

  /** A second line, in red, where a show could be misled; "" for none. */
  public String warning() {
    return simulated && mode != Mode.DEMO ? "SIMULATED BOARD – power and link are made up" : "";
  }
}
