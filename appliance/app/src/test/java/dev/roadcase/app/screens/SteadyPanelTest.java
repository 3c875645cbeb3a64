package dev.roadcase.app.screens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.screens.CrewView.LinkSeen;
import dev.roadcase.app.screens.CrewView.PowerSeen;
import dev.roadcase.app.screens.CrewView.Selling;
import dev.roadcase.app.screens.CrewView.Waiting;
import dev.roadcase.core.departure.Strike;
import dev.roadcase.core.departure.Strike.Tally;
import dev.roadcase.core.departure.Unplug;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.ledger.Copies;
import dev.roadcase.core.link.LinkState;
import dev.roadcase.core.power.PowerState;
import dev.roadcase.core.queue.WaitingSince;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The panel over time, with a clock of its own: it warns of what lasts, and is silent else. */
class SteadyPanelTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private final SteadyPanel panel = new SteadyPanel();
  private long now = 1_000 * SECOND;

  /** A till that sells every 300 ms, and a head office that confirms after 1 to 3 s. */
  @Test
  void aBusyMinuteOnAHealthyBoxChangesNoToneAndSaysNothing() {
    for (long seed = 1; seed <= 20; seed++) {
      SteadyPanel busy = new SteadyPanel();
      Random chance = new Random(seed);
      List<Long> acks = new ArrayList<>();
      WaitingSince since = WaitingSince.START;
      Map<String, Tone> tones = new HashMap<>();
      Set<String> spoken = new HashSet<>();
      Map<String, Set<String>> sentences = new HashMap<>();
      long sold = 0;
      long acked = 0;
      for (long millis = 0; millis <= 60_000; millis += 100) {
        long at = Duration.ofMillis(millis).toNanos();
        if (millis % 300 == 0) {
          sold++;
          acks.add(millis + 1_000 + chance.nextInt(2_000));
        }
        while (acked < sold && acks.get((int) acked) <= millis) {
          acked++;
        }
        OptionalLong oldest = acked == sold ? OptionalLong.empty() : OptionalLong.of(acked + 1);
        since = since.after(sold, oldest, at);
        SteadyPanel.Shown shown =
            busy.look(selling(sold, acked, since.age(oldest, at), chance.nextInt(3)), at);
        for (Tile tile : CrewWords.tiles(shown)) {
          Tone before = tones.put(tile.id(), tile.tone());
          assertTrue(
              before == null || before == tile.tone(),
              "seed " + seed + ", " + millis + " ms: " + tile);
          assertEquals(Tone.GOOD, tile.tone());
          assertEquals("", tile.step());
        }
        for (Answer answer : CrewWords.answers(shown)) {
          Tone before = tones.put(answer.id(), answer.tone());
          assertTrue(before == null || before == answer.tone(), "seed " + seed + ": " + answer);
          sentences
              .computeIfAbsent(answer.id(), _ -> new HashSet<>())
              .add(answer.answer() + " " + answer.because());
        }
        for (Detail detail : CrewWords.details(shown)) {
          Tone before = tones.put(detail.name(), detail.tone());
          assertTrue(before == null || before == detail.tone(), "seed " + seed + ": " + detail);
        }
        spoken.add(shown.spoken());
      }
      assertEquals(Set.of(""), spoken, "a screen reader hears nothing at all");
      sentences.forEach((id, said) -> assertEquals(1, said.size(), id + " flips: " + said));
    }
  }

  /**
   * Ten hours of sales, two a second at the busiest. Now and then the link is gone for a moment, a
   * sale waits, a device asks and is answered at once; four times something changes and stays so.
   */
  @Test
  void onADayOfSellingAScreenReaderHearsEachChangeOfConditionAndNothingElse() {
    List<String> heard = new ArrayList<>();
    Random chance = new Random(7);
    String before = panel.look(online(), now).spoken();
    assertEquals("", before, "how things stood at first, the page says");
    long sold = 10;
    int blip = 0;
    for (int half = 0; half < 10 * 3600 * 2; half++) {
      now += SECOND / 2;
      sold += chance.nextInt(3) == 0 ? 1 : 0;
      int hour = half / 7200;
      // Shorter than what is spoken of, and with a rest behind it.
      blip = blip < -60 && chance.nextInt(400) == 0 ? 1 + chance.nextInt(18) : blip - 1;
      boolean gone = (hour >= 2 && hour < 4) || (hour != 6 && blip > 0);
      boolean low = hour >= 6 && hour < 7;
      long acked = gone ? sold - 1 : sold - chance.nextInt(2);
      CrewView view =
          view(
              new PowerSeen.Known(
                  low ? PowerState.LOW : PowerState.ON_MAINS, 40 + chance.nextInt(60), 50),
              gone ? LinkState.UNREACHABLE : LinkState.REACHABLE,
              sold,
              acked,
              Duration.ofSeconds(chance.nextInt(3)),
              chance.nextInt(2));
      String spoken = panel.look(view, now).spoken();
      if (!spoken.equals(before)) {
        heard.add(spoken);
        before = spoken;
      }
    }
    assertEquals(
        List.of(
            "Link: Offline. Check the router and its cable.",
            "Link: Online.",
            "Power: Battery low. Plug the box into mains soon.",
            "Power: Mains."),
        heard);
  }

  /** A number in a sentence would be news with every sale. */
  @Test
  void noSentenceForAScreenReaderCountsAnything() {
    for (Condition condition : Condition.values()) {
      assertFalse(
          condition.spoken().replace("below 20 %", "").matches(".*[0-9].*"), condition.spoken());
    }
  }

  @Test
  void aLinkThatIsGoneForNineSecondsWasNeverYellow() {
    look(online());
    for (int second = 0; second < 10; second++) {
      Tile link = link(look(offline()));
      assertEquals(Tone.GOOD, link.tone(), second + " s");
      assertEquals("Retrying", link.headline());
      assertEquals("", link.step());
      now += SECOND;
    }
    assertEquals(Tone.WATCH, link(look(offline())).tone());
    assertEquals("Check the router and its cable.", link(look(offline())).step());
    assertEquals("Online", link(look(online())).headline(), "and back at once");
    assertEquals(Tone.GOOD, link(look(offline())).tone(), "and it has to last anew");
  }

  @Test
  void whatNeedsAStepNowIsRedAtOnce() {
    look(online());
    SteadyPanel.Shown shown = look(power(PowerState.CRITICAL));
    assertEquals(Tone.BAD, CrewWords.tiles(shown).getFirst().tone());
    assertEquals(
        Tone.WATCH,
        CrewWords.tiles(look(power(PowerState.ON_BATTERY))).getFirst().tone(),
        "what eases is not hidden");
  }

  @Test
  void aScreenReaderHearsOnlyWhatLastedAndOnlyWhatChanged() {
    assertEquals("", look(online()).spoken());
    for (int second = 0; second < 10; second++) {
      assertEquals("", look(offline()).spoken());
      now += SECOND;
    }
    assertEquals("Link: Offline. Check the router and its cable.", look(offline()).spoken());
    now += 3600 * SECOND;
    assertEquals("Link: Offline. Check the router and its cable.", look(offline()).spoken());
    // Back for a moment only: nothing.
    look(online());
    now += 5 * SECOND;
    look(offline());
    now += 60 * SECOND;
    assertEquals("Link: Offline. Check the router and its cable.", look(offline()).spoken());
    look(online());
    now += 10 * SECOND;
    assertEquals("Link: Online.", look(online()).spoken());
  }

  @Test
  void strikeIsNotYetAtOnceAndYesWhenItHasLasted() {
    assertTrue(look(online()).strike(), "the first look is as it is");
    assertFalse(look(selling(10, 9, Duration.ZERO, 0)).strike());
    now += 9 * SECOND;
    assertFalse(look(online()).strike());
    now += 9 * SECOND;
    assertFalse(look(online()).strike());
    now += SECOND;
    assertTrue(look(online()).strike());
  }

  /** The second look sees a box on which all is confirmed, and one sale more. */
  @Test
  void aSaleThatWasConfirmedBetweenTwoLooksTurnsStrikeBackToo() {
    assertTrue(look(online()).strike());
    assertFalse(look(selling(11, 11, Duration.ZERO, 0)).strike());
    now += SECOND;
    assertFalse(look(selling(11, 11, Duration.ZERO, 0)).strike());
    now += 9 * SECOND;
    assertFalse(look(selling(11, 11, Duration.ZERO, 0)).strike());
    now += SECOND;
    assertTrue(look(selling(11, 11, Duration.ZERO, 0)).strike());
  }

  private SteadyPanel.Shown look(CrewView view) {
    return panel.look(view, now);
  }

  private static Tile link(SteadyPanel.Shown shown) {
    return CrewWords.tiles(shown).get(1);
  }

  private static CrewView online() {
    return selling(10, 10, Duration.ZERO, 0);
  }

  private static CrewView offline() {
    return view(
        new PowerSeen.Known(PowerState.ON_MAINS, 100, -1), LinkState.UNREACHABLE, 10, 10, 0);
  }

  private static CrewView power(PowerState state) {
    return view(new PowerSeen.Known(state, 50, 60), LinkState.REACHABLE, 10, 10, 0);
  }

  private static CrewView view(
      PowerSeen power, LinkState link, long sold, long acked, int writing) {
    return view(power, link, sold, acked, Duration.ZERO, writing);
  }

  private static CrewView selling(long sold, long acked, Duration oldest, int writing) {
    return view(
        new PowerSeen.Known(PowerState.ON_MAINS, 100, -1),
        LinkState.REACHABLE,
        sold,
        acked,
        oldest,
        writing);
  }

  private static CrewView view(
      PowerSeen power, LinkState link, long sold, long acked, Duration oldest, int writing) {
    long waiting = sold - acked;
    return Samples.view(
        Mode.LIVE,
        power,
        new LinkSeen(link, "wan", Duration.ofMinutes(5)),
        new Selling(
            List.of(), sold, Duration.ofMillis(100), waiting > 0 ? Copies.ONE : Copies.UPSTREAM),
        new CrewView.Sync(
            List.of(new Waiting(DeltaClass.P0, waiting, waiting == 0 ? null : oldest)),
            Duration.ofSeconds(2),
            0,
            false),
        Unplug.of(writing, 0, writing == 0),
        Strike.of(new Tally(sold, acked, 0), new Tally(4, 4, 0), false));
  }
}
