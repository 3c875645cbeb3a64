package dev.roadcase.app.screens;

import dev.roadcase.core.fact.Now;
import java.time.ZoneId;
import java.util.Optional;

/** Of when a page is, as people say it. */
public final class TimeOfPrices {
  private TimeOfPrices() {}

  /**
   * "22 Nov 2026, 14:02 (Europe/Lisbon, UTC)"; with an "about" when the box is not sure of the
   * time.
   *
   * @param zone the venue's; without one, that of this system
   */
  public static String words(Now now, Optional<ZoneId> zone) {
    return (now.sure() ? "" : "about ") + Words.moment(now, zone.orElseGet(ZoneId::systemDefault));
  }
}
