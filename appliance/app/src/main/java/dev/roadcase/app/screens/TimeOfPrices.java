package dev.roadcase.app.screens;

import dev.roadcase.core.fact.Now;
import java.time.ZoneId;

/** Of when a page is, as people say it. */
public final class TimeOfPrices {
  private TimeOfPrices() {}

  /** "22 Nov 2026, 14:02"; with an "about" when the box is not sure of the time. */
  public static String words(Now now) {
    return (now.sure() ? "" : "about ") + Words.dayAndClock(now, ZoneId.systemDefault());
  }
}
