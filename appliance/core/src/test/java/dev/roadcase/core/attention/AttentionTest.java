package dev.roadcase.core.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttentionTest {
  private static final long HOLD = OnDelay.HOLD.toNanos();

  @Test
  void aWarningIsShownWhenItHasLastedAndNotBefore() {
    OnDelay delay = OnDelay.START.after(Urgency.WATCH, 5);
    assertEquals(Urgency.NONE, delay.shown());
    delay = delay.after(Urgency.WATCH, 5 + HOLD - 1);
    assertEquals(Urgency.NONE, delay.shown());
    assertEquals(Urgency.WATCH, delay.after(Urgency.WATCH, 5 + HOLD).shown());
  }

  @Test
  void aBreakBeginsTheTimeAnew() {
    OnDelay delay = OnDelay.START.after(Urgency.WATCH, 0).after(Urgency.NONE, HOLD - 1);
    delay = delay.after(Urgency.WATCH, HOLD);
    assertEquals(Urgency.NONE, delay.after(Urgency.WATCH, 2 * HOLD - 1).shown());
    assertEquals(Urgency.WATCH, delay.after(Urgency.WATCH, 2 * HOLD).shown());
  }

  @Test
  void whatNeedsActionIsShownAtOnceAndEasesIntoAWarning() {
    OnDelay delay = OnDelay.START.after(Urgency.ACT, 0);
    assertEquals(Urgency.ACT, delay.shown());
    assertEquals(Urgency.WATCH, delay.after(Urgency.WATCH, 1).shown());
    assertEquals(Urgency.NONE, delay.after(Urgency.NONE, 1).shown());
  }

  /** Whatever is looked at and when: a warning is never shown without HOLD behind it. */
  @Test
  void noOrderOfLooksShowsAWarningTooEarly() {
    Random chance = new Random(11);
    for (int run = 0; run < 500; run++) {
      OnDelay delay = OnDelay.START;
      long now = chance.nextLong(1_000);
      long began = -1;
      for (int look = 0; look < 60; look++) {
        boolean wanted = chance.nextInt(10) > 0;
        began = !wanted ? -1 : began < 0 ? now : began;
        delay = delay.after(wanted ? Urgency.WATCH : Urgency.NONE, now);
        boolean due = wanted && now - began >= HOLD;
        assertEquals(due ? Urgency.WATCH : Urgency.NONE, delay.shown());
        now += chance.nextLong(HOLD / 2);
      }
    }
  }

  @Test
  void aNoIsToldAtOnceAndAYesWhenItHasLasted() {
    OffDelay delay = OffDelay.START.after(true, 0);
    assertTrue(delay.yes(), "the first look is told as it is");
    delay = delay.after(false, 1);
    assertFalse(delay.yes());
    delay = delay.after(true, 2);
    assertFalse(delay.after(true, 2 + HOLD - 1).yes());
    assertTrue(delay.after(true, 2 + HOLD).yes());
    assertFalse(OffDelay.START.after(false, 0).after(true, 1).yes());
  }

  @Test
  void onlyWhatChangedAndLastedIsSaid() {
    Announcements said = new Announcements();
    assertEquals(Optional.empty(), said.after(Map.of("a", "A.", "b", "B."), 0));
    assertEquals(Optional.empty(), said.after(Map.of("a", "A.", "b", "C."), 1));
    assertEquals(Optional.empty(), said.after(Map.of("a", "A.", "b", "C."), HOLD));
    assertEquals(Optional.of("C."), said.after(Map.of("a", "A.", "b", "C."), HOLD + 1));
    assertEquals(Optional.empty(), said.after(Map.of("a", "A.", "b", "C."), 9 * HOLD));
    // There and back again: nothing was.
    assertEquals(Optional.empty(), said.after(Map.of("a", "X.", "b", "C."), 10 * HOLD));
    assertEquals(Optional.empty(), said.after(Map.of("a", "A.", "b", "C."), 10 * HOLD + 5));
    assertEquals(Optional.empty(), said.after(Map.of("a", "X.", "b", "C."), 11 * HOLD));
    assertEquals(Optional.of("X."), said.after(Map.of("a", "X.", "b", "C."), 12 * HOLD));
  }
}
