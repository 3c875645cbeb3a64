package dev.roadcase.app.screens;

import dev.roadcase.core.departure.Unplug;
import java.util.Map;

/** Where the crew asks whether the plug may be pulled: the answer of the moment, and why. */
public final class UnplugPage {
  /** Its address. To ask once more is to load it again. */
  public static final String PATH = "/crew/unplug";

  private UnplugPage() {}

  /**
   * The page.
   *
   * @param clock the time of day of the answer
   */
  public static byte[] page(Unplug unplug, String clock, CrewFrame frame) {
    Condition condition = unplug instanceof Unplug.Yes ? Condition.UNPLUG_YES : Condition.UNPLUG_NO;
    return Templates.bytes(
        "unplug.jte",
        Map.of(
            "frame", frame,
            "answer", CrewWords.unplug(unplug),
            "clock", clock,
            "means", condition.means(),
            "step", condition.step(),
            "anchor", condition.anchor()));
  }
}
