package dev.roadcase.app.screens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.screens.CrewView.DevicesSeen;
import dev.roadcase.app.screens.CrewView.LinkSeen;
import dev.roadcase.app.screens.CrewView.NotSelling;
import dev.roadcase.app.screens.CrewView.PowerSeen;
import dev.roadcase.app.screens.CrewView.Selling;
import dev.roadcase.core.departure.Strike;
import dev.roadcase.core.departure.Strike.Tally;
import dev.roadcase.core.departure.Unplug;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.ledger.Copies;
import dev.roadcase.core.link.LinkState;
import dev.roadcase.core.power.PowerState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrewPanelTest {

  @Test
  void thePageHoldsEverythingWithoutJavaScript() {
    String page = page(Samples.onBatteryCutOff());
    for (String words :
        List.of(
            "kit-4",
            "Lisbon day 1",
            "83 %",
            "About 4 h 32 min left",
            "Cut off",
            "Not reachable for 12 min",
            "1,407 sales",
            "Last 4 s ago",
            "Newest: 1 copy, only here",
            ">18,622<",
            "To send, oldest 12 min",
            "Money 212, stock 3<",
            "Signals 7, telemetry 18,400<",
            "Safe to unplug? <b>Not yet</b>",
            "2 commands in hand and the journal is not at rest.",
            "Safe to strike? <b>Not yet</b>",
            "Only here: 212 sales or urgent records and 3 other records.",
            "version 3",
            "8 paired",
            "14:02, sure",
            "21.4 GB free")) {
      assertTrue(page.contains(words), words + " is missing in\n" + page);
    }
    assertTrue(page.contains("<noscript><meta http-equiv=\"refresh\""));
  }

  @Test
  void everyFragmentStandsInThePageUnderItsId() {
    CrewView view = Samples.calm();
    String page = page(view);
    Map<String, String> fragments = CrewPanel.fragments(view);
    assertEquals(10, fragments.size());
    fragments.forEach((id, html) -> {
      assertTrue(page.contains("id=\"" + id + "\""), id);
      assertTrue(page.contains(plain(html)), id);
    });
  }

  @Test
  void aModeThatIsNotLiveIsInTheTitleTheFrameAndTheBanner() {
    String demo = page(Samples.onBatteryCutOff());
    assertTrue(demo.contains("<html lang=\"en\" class=\"demo\">"));
    assertTrue(demo.contains("(demo)</title>"));
    assertTrue(demo.contains("DEMO – make-believe, no real sales"));
    String rehearsal = page(Samples.worst());
    assertTrue(rehearsal.contains("REHEARSAL – no real sales"));
    String live = page(Samples.calm());
    assertTrue(live.contains(">LIVE</p>"));
    assertFalse(live.contains("(live)</title>"));
  }

  @Test
  void noToneIsToldByColourAlone() {
    for (Map.Entry<String, CrewView> sample : Samples.all().entrySet()) {
      for (Tile tile : CrewWords.tiles(sample.getValue())) {
        String html = CrewPanel.fragments(sample.getValue()).get(tile.id());
        assertTrue(html.contains(">" + tile.tone().word() + "<"), html);
        assertTrue(html.contains(tile.tone().icon().path()), html);
        assertFalse(tile.headline().isBlank());
      }
    }
  }

  @Test
  void whatComesFromOutsideIsEscaped() {
    CrewView calm = Samples.calm();
    String evil = "<script>alert(1)</script>";
    CrewView view =
        new CrewView(
            calm.kit(),
            calm.mode(),
            new CrewView.PackShown(evil, 1, false),
            calm.now(),
            calm.zone(),
            new PowerSeen.Unknown(evil),
            calm.link(),
            calm.selling(),
            calm.sync(),
            calm.unplug(),
            calm.strike(),
            calm.devices(),
            calm.freeBytes());
    assertFalse(page(view).contains(evil));
    assertTrue(page(view).contains("&lt;script&gt;alert(1)"));
  }

  @Test
  void powerGoesFromMainsToNearlyEmpty() {
    assertPower(PowerState.ON_MAINS, 96, -1, Tone.GOOD, "Mains");
    assertPower(PowerState.ON_MAINS, 12, -1, Tone.WATCH, "Mains");
    assertPower(PowerState.ON_BATTERY, 83, 272, Tone.WATCH, "83 %");
    assertPower(PowerState.LOW, 18, 40, Tone.BAD, "18 %");
    assertPower(PowerState.CRITICAL, 4, 9, Tone.BAD, "4 %");
    assertEquals(
        List.of("On battery"),
        CrewWords.power(new PowerSeen.Known(PowerState.ON_BATTERY, 50, -1)).details(),
        "an unknown time is not shown");
    assertEquals("Unknown", CrewWords.power(new PowerSeen.Unknown("no gauge")).headline());
  }

  @Test
  void whoNeedsTheCrewStandsOnThePanel() {
    assertDevices(new DevicesSeen(8, 0, 0, 0, 0), Tone.GOOD, "8 paired");
    assertDevices(new DevicesSeen(8, 1, 1, 1, 1), Tone.WATCH, "1 waits");
    assertDevices(new DevicesSeen(8, 2, 0, 0, 0), Tone.WATCH, "2 wait");
    assertDevices(new DevicesSeen(8, 0, 1, 1, 1), Tone.WATCH, "1 suspended");
    assertDevices(new DevicesSeen(8, 0, 0, 1, 1), Tone.WATCH, "1 copied?");
    assertDevices(new DevicesSeen(8, 0, 0, 0, 1), Tone.WATCH, "1 PIN locked");
  }

  private static void assertDevices(DevicesSeen seen, Tone tone, String value) {
    assertEquals(new Detail("Devices", value, tone), CrewWords.devices(seen));
  }

  @Test
  void aLinkThatIsDownIsNoReasonToStopSelling() {
    for (LinkState state : LinkState.values()) {
      Tile link = CrewWords.link(new LinkSeen(state, "wan", Duration.ofMinutes(3)));
      assertNotEquals(Tone.BAD, link.tone());
    }
    Tile unknown = CrewWords.link(new LinkSeen(LinkState.UNREACHABLE, "none", null));
    assertEquals(List.of("Not reachable", "No link"), unknown.details());
  }

  @Test
  void aBoxThatDoesNotSellSaysWhy() {
    Tile no =
        CrewWords.selling(
            new Selling(List.of(NotSelling.DISK_FULL, NotSelling.LAST_WATT), 0, null, null));
    assertEquals("No", no.headline());
    assertEquals(Tone.BAD, no.tone());
    assertEquals("The disk is full and the battery is nearly empty", no.details().getFirst());
    assertEquals("0 sales", no.details().get(1));
  }

  @Test
  void theNewestSaleSaysInHowManyPlacesItStands() {
    assertEquals("Newest: 1 copy, only here", newest(Copies.ONE));
    assertEquals("Newest: 2 copies, here and a peer", newest(Copies.TWO));
    assertEquals("Newest: safe upstream", newest(Copies.UPSTREAM));
  }

  @Test
  void nothingIsGivenUpInSilence() {
    Tile sync = CrewWords.sync(Samples.sync(0, 0, 0, 0, null, Duration.ofSeconds(1), 40));
    assertEquals(Tone.WATCH, sync.tone());
    assertTrue(sync.details().contains("Given up: 40"));
  }

  @Test
  void bothAnswersSayYesWithTheirGround() {
    assertEquals("Yes", CrewWords.unplug(new Unplug.Yes()).answer());
    assertEquals("Yes", CrewWords.strike(new Strike.Yes()).answer());
    Answer one = CrewWords.strike(Strike.of(new Tally(1, 0, 0), new Tally(0, 0, 0)));
    assertEquals("Only here: 1 sale or urgent record.", one.because());
    assertEquals("1 hold open.", CrewWords.unplug(Unplug.of(0, 1, true)).because());
  }

  @Test
  void aNewConnectionIsToldEverythingAndLaterOnlyTheNews() {
    Map<String, String> calm = CrewPanel.fragments(Samples.calm());
    Map<String, String> cut = CrewPanel.fragments(Samples.onBatteryCutOff());
    String all = news(Map.of(), calm);
    assertTrue(all.startsWith("retry: 2000\n\nevent: mode\ndata: "));
    calm.keySet().forEach(id -> assertTrue(all.contains("event: " + id + "\n"), id));
    String some = news(calm, cut);
    assertTrue(some.contains("event: power\n"));
    assertFalse(some.contains("event: head\n"), "the kit's name is no news");
    assertEquals("event: beat\ndata: 1\n\n", news(calm, calm));
  }

  @Test
  void aStreamIsWellFormedLineByLine() {
    for (String line : news(Map.of(), CrewPanel.fragments(Samples.worst())).split("\n", -1)) {
      assertTrue(line.matches("|retry: 2000|event: [a-z]+|data: .+"), line);
    }
  }

  @Test
  void aScreenReaderIsNotToldThatTimePasses() {
    CrewView calm = Samples.calm();
    CrewView later =
        Samples.view(
            calm.mode(),
            new PowerSeen.Known(PowerState.ON_MAINS, 99, -1),
            new LinkSeen(LinkState.REACHABLE, "wan", Duration.ofMinutes(133)),
            new Selling(List.of(), 1285, Duration.ofSeconds(1), Copies.UPSTREAM),
            Samples.sync(0, 0, 0, 0, null, Duration.ofSeconds(1), 0),
            calm.unplug(),
            calm.strike());
    assertEquals(CrewWords.spoken(calm), CrewWords.spoken(later));
    assertNotEquals(CrewWords.spoken(calm), CrewWords.spoken(Samples.onBatteryCutOff()));
    assertNotEquals(
        CrewWords.spoken(calm),
        CrewWords.spoken(
            Samples.view(
                Mode.DEMO,
                calm.power(),
                calm.link(),
                calm.selling(),
                calm.sync(),
                calm.unplug(),
                calm.strike())));
  }

  private static void assertPower(
      PowerState state, int percent, int minutes, Tone tone, String headline) {
    Tile tile = CrewWords.power(new PowerSeen.Known(state, percent, minutes));
    assertEquals(tone, tile.tone(), state + " " + percent);
    assertEquals(headline, plain(tile.headline()));
  }

  private static String newest(Copies copies) {
    return CrewWords.selling(new Selling(List.of(), 1, null, copies)).details().getLast();
  }

  private static String page(CrewView view) {
    return plain(new String(CrewPanel.page(view), StandardCharsets.UTF_8));
  }

  /** With spaces that a test can be written with. */
  private static String plain(String html) {
    return html.replace(Words.NB, " ");
  }

  private static String news(Map<String, String> before, Map<String, String> now) {
    return new String(CrewPanel.news(before, now), StandardCharsets.UTF_8);
  }
}
