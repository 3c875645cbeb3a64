package dev.roadcase.app.screens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.screens.CrewView.DevicesSeen;
import dev.roadcase.app.screens.CrewView.LinkSeen;
import dev.roadcase.app.screens.CrewView.PowerSeen;
import dev.roadcase.app.screens.CrewView.Selling;
import dev.roadcase.app.status.NotSelling;
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
import java.util.Optional;
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
            "Offline",
            "For 12 min",
            "Check the router and its cable.",
            "1,407 sales",
            "Last one 4 s ago",
            "Newest: only on this box",
            ">18,622 to send<",
            "Oldest 12 min",
            "Money 212, stock 3<",
            "Signals 7, other 18,400<",
            "Safe to unplug?",
            "href=\"/crew/unplug\"",
            "Safe to strike? <b>Not yet</b>",
            "215 records exist only on this box. Export them or wait for the link. At the box: roadcase box export <span class=\"whole\">--to STICK</span>",
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
    Map<String, String> fragments = CrewPanel.fragments(Samples.lasting(view));
    assertEquals(9, fragments.size());
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
  void everyPageOfTheCrewHasTheBannerASkipLinkAndTheWayToHelp() {
    LookTest.pages()
        .forEach((name, html) -> {
          // The page of a ticket stands before the panel: there is nothing to go to yet.
          if (html.contains("/crew") && !name.startsWith("ticket")) {
            assertTrue(html.contains("id=\"main\""), name);
            assertTrue(html.contains("<header class=\"top\">"), name);
            assertTrue(html.contains("href=\"/crew/help\""), name);
            assertTrue(html.contains("action=\"/crew/colours\""), name);
            assertTrue(html.contains("class=\"skip\""), name);
          }
        });
    assertTrue(LookTest.pages().get("prices").contains("REHEARSAL – no real sales"));
    assertTrue(LookTest.pages().get("devices-none").contains("DEMO – make-believe"));
  }

  @Test
  void aSimulatedBoardIsSaidOnEveryPageOfAShowAndOfARehearsal() {
    for (Mode mode : List.of(Mode.LIVE, Mode.REHEARSAL)) {
      CrewFrame simulated = new CrewFrame(mode, true, ColourScheme.LIGHT);
      for (byte[] page :
          List.of(
              CrewPanel.page(Samples.lasting(Samples.calm()), simulated),
              HelpPage.page(simulated),
              UnplugPage.page(new Unplug.Yes(), "14:02", simulated),
              PricePage.page(
                  Optional.of(Samples.pack()),
                  simulated,
                  "",
                  Optional.empty(),
                  List.of(),
                  Optional.empty()),
              DevicePage.page(Samples.devices(), simulated, Optional.empty(), Optional.empty()))) {
        assertTrue(text(page).contains("SIMULATED BOARD"), text(page));
      }
    }
    assertFalse(page(Samples.calm()).contains("SIMULATED"));
  }

  @Test
  void theColoursAreLightUnlessTheyWereChosen() {
    SteadyPanel.Shown calm = Samples.lasting(Samples.calm());
    String usual =
        text(CrewPanel.page(calm, new CrewFrame(Mode.LIVE, false, ColourScheme.of("no word"))));
    assertFalse(usual.contains("dark.css"), "a phone by night in the sun stays light");
    String dark =
        text(CrewPanel.page(calm, new CrewFrame(Mode.LIVE, false, ColourScheme.of("dark"))));
    assertTrue(dark.contains("dark.css?v="), dark);
    assertTrue(dark.contains("media=\"all\""), dark);
    String auto =
        text(CrewPanel.page(calm, new CrewFrame(Mode.LIVE, false, ColourScheme.of("auto"))));
    assertTrue(auto.contains("media=\"(prefers-color-scheme: dark)\""), auto);
  }

  @Test
  void noToneIsToldByColourAlone() {
    for (Map.Entry<String, CrewView> sample : Samples.all().entrySet()) {
      SteadyPanel.Shown shown = Samples.lasting(sample.getValue());
      for (Tile tile : CrewWords.tiles(shown)) {
        String html = String.valueOf(CrewPanel.fragments(shown).get(tile.id()));
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
            false,
            new CrewView.PackShown(evil, 1, false),
            calm.now(),
            calm.zone(),
            new PowerSeen.Unknown(evil),
            calm.link(),
            calm.selling(),
            calm.sync(),
            calm.unplug(),
            calm.strike(),
            null,
            calm.devices(),
            calm.freeBytes(),
            false);
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
        power(new PowerSeen.Known(PowerState.ON_BATTERY, 50, -1)).details(),
        "an unknown time is not shown");
    assertEquals("Unknown", power(new PowerSeen.Unknown("no gauge")).headline());
  }

  @Test
  void aBoxWithoutABoardSaysThatItDoesNotKnow() {
    Tile power = power(new PowerSeen.NoBoard());
    assertEquals("Unknown – no board", power.headline());
    assertEquals(Tone.CALM, power.tone(), "it stays so for the whole show");
    assertFalse(page(Samples.alone()).contains("Mains"));
  }

  @Test
  void aBoxThatStandsAloneIsCalmAndHasNeitherCableNorWiFi() {
    String page = page(Samples.alone());
    for (Tile tile : CrewWords.tiles(Samples.lasting(Samples.alone()))) {
      if (tile.id().equals("link") || tile.id().equals("sync")) {
        assertEquals("Stands alone", tile.headline());
        assertEquals(Tone.CALM, tile.tone());
      }
    }
    assertTrue(page.contains("7 records not exported"), page);
    assertTrue(
        page.contains(
            "7 records exist only on this box. Export them. At the box: roadcase box export"),
        page);
    assertFalse(page.contains("Wi-Fi"), page);
    assertFalse(page.contains("router"), page);
  }

  @Test
  void aBoxWithoutATillDoesNotSellAndSaysHowToPairOne() {
    Tile selling = CrewWords.tiles(Samples.lasting(Samples.alone())).get(2);
    assertEquals("No till", selling.headline());
    assertEquals(Tone.BAD, selling.tone());
    assertEquals("Pair a till: Devices → Add a device.", selling.step());
  }

  @Test
  void anExportThatHoldsEverythingMeansStrikeAndSaysWhereItLies() {
    CrewView alone = Samples.alone();
    for (boolean ownDisk : new boolean[] {false, true}) {
      CrewView exported =
          new CrewView(
              alone.kit(),
              alone.mode(),
              false,
              alone.pack(),
              alone.now(),
              alone.zone(),
              alone.power(),
              alone.link(),
              alone.selling(),
              alone.sync(),
              alone.unplug(),
              Strike.of(new Tally(3, 0, 3), new Tally(4, 0, 4), false),
              new CrewView.Exported(Samples.sure(), ownDisk),
              alone.devices(),
              alone.freeBytes(),
              false);
      String page = page(exported);
      assertTrue(page.contains("Safe to strike? <b>Yes</b>"), page);
      assertTrue(page.contains("Every record is in the export of 14:02."), page);
      assertEquals(ownDisk, page.contains("take a copy with you"), page);
      assertTrue(page.contains("All exported"), page);
    }
  }

  @Test
  void whatNeedsTheCrewStandsOnThePanel() {
    assertDevices(new DevicesSeen(8, 0, 0, 0, 0), Tone.GOOD, "8 paired");
    assertDevices(new DevicesSeen(8, 1, 1, 1, 1), Tone.WATCH, "1 waiting");
    assertDevices(new DevicesSeen(8, 0, 1, 1, 1), Tone.WATCH, "1 suspended");
    assertDevices(new DevicesSeen(8, 0, 0, 1, 1), Tone.WATCH, "1 copied?");
    assertDevices(new DevicesSeen(8, 0, 0, 0, 1), Tone.WATCH, "1 PIN locked");
  }

  private static void assertDevices(DevicesSeen seen, Tone tone, String value) {
    CrewView calm = Samples.calm();
    CrewView view =
        new CrewView(
            calm.kit(),
            calm.mode(),
            false,
            calm.pack(),
            calm.now(),
            calm.zone(),
            calm.power(),
            calm.link(),
            calm.selling(),
            calm.sync(),
            calm.unplug(),
            calm.strike(),
            null,
            seen,
            calm.freeBytes(),
            false);
    Detail shown = CrewWords.details(Samples.lasting(view)).get(1);
    assertEquals(value, shown.value());
    assertEquals(tone, shown.tone());
  }

  @Test
  void aLinkThatIsDownIsNoReasonToStopSelling() {
    for (LinkState state : LinkState.values()) {
      Tile link = tile(1, with(new LinkSeen(state, "wan", Duration.ofMinutes(3))));
      assertNotEquals(Tone.BAD, link.tone());
    }
    Tile unknown = tile(1, with(new LinkSeen(LinkState.UNREACHABLE, "none", null)));
    assertEquals(List.of("Since the start", "Selling goes on"), unknown.details());
  }

  @Test
  void aBoxThatDoesNotSellSaysWhy() {
    Tile no =
        tile(
            2,
            with(new Selling(List.of(NotSelling.DISK_FULL, NotSelling.LAST_WATT), 0, null, null)));
    assertEquals("No", no.headline());
    assertEquals(Tone.BAD, no.tone());
    assertEquals("The disk is full and the battery is nearly empty", no.details().getFirst());
    assertEquals("0 sales", no.details().get(1));
    assertEquals(Condition.SELLING_DISK_FULL.step(), no.step());
  }

  @Test
  void aMomentOfTooMuchIsNoReasonForRedAndHidesNoneEither() {
    assertEquals("Slow", tile(2, with(new Selling(busy(), 0, null, null))).headline());
    assertEquals(Tone.WATCH, tile(2, with(new Selling(busy(), 0, null, null))).tone());
    List<NotSelling> both = List.of(NotSelling.TOO_BUSY, NotSelling.NO_TILL);
    assertEquals(Tone.BAD, tile(2, with(new Selling(both, 0, null, null))).tone());
  }

  private static List<NotSelling> busy() {
    return List.of(NotSelling.TOO_BUSY);
  }

  @Test
  void theNewestSaleSaysInHowManyPlacesItStands() {
    assertEquals("Newest: only on this box", newest(Copies.ONE));
    assertEquals("Newest: on two boxes", newest(Copies.TWO));
    assertEquals("Newest: with head office", newest(Copies.UPSTREAM));
  }

  @Test
  void nothingIsDroppedInSilence() {
    Tile sync = tile(3, with(Samples.sync(0, 0, 0, 0, null, Duration.ofSeconds(1), 40)));
    assertEquals(Tone.CALM, sync.tone(), "nobody can do anything about it");
    assertTrue(sync.details().contains("Readings dropped: 40"));
  }

  @Test
  void whatHasWaitedForTenSecondsIsWorthALookAndNoSooner() {
    for (int seconds : new int[] {0, 9, 10, 60}) {
      Duration oldest = Duration.ofSeconds(seconds);
      Tile sync = tile(3, with(Samples.sync(4, 0, 0, 0, oldest, Duration.ofSeconds(1), 0)));
      assertEquals(seconds < 10 ? Tone.GOOD : Tone.WATCH, sync.tone(), seconds + " s");
      assertEquals(seconds < 10 ? "Up to date" : "4 to send", sync.headline());
    }
  }

  @Test
  void unpluggingIsAnsweredWhenItIsAskedAbout() {
    Answer asked = CrewWords.answers(Samples.lasting(Samples.onBatteryCutOff())).getFirst();
    assertEquals(Tone.CALM, asked.tone());
    assertEquals("/crew/unplug", asked.ask());
    assertEquals("Yes", CrewWords.unplug(new Unplug.Yes()).answer());
    Answer no = CrewWords.unplug(Unplug.of(2, 1, false));
    assertEquals("Not yet", no.answer());
    assertEquals(
        "1 reservation is still open. 2 records are being saved. Still saving, wait a few seconds.",
        no.because());
    String page = text(UnplugPage.page(Unplug.of(1, 0, true), "14:02", Samples.frame(Mode.LIVE)));
    assertTrue(page.contains("<b>Not yet</b>"), page);
    assertTrue(page.contains("A sale or another record is being saved."), page);
    assertTrue(page.contains("Wait a few seconds, and ask again."), page);
  }

  @Test
  void aNewConnectionIsToldEverythingAndLaterOnlyTheNews() {
    Map<String, String> calm = CrewPanel.fragments(Samples.lasting(Samples.calm()));
    Map<String, String> cut = CrewPanel.fragments(Samples.lasting(Samples.onBatteryCutOff()));
    String all = news(Map.of(), calm);
    assertTrue(all.startsWith("retry: 2000\n\nevent: head\ndata: "));
    calm.keySet().forEach(id -> assertTrue(all.contains("event: " + id + "\n"), id));
    String some = news(calm, cut);
    assertTrue(some.contains("event: power\n"));
    assertFalse(some.contains("event: head\n"), "the kit's name is no news");
    assertEquals("event: beat\ndata: 1\n\n", news(calm, calm));
  }

  @Test
  void aStreamIsWellFormedLineByLine() {
    String all = news(Map.of(), CrewPanel.fragments(Samples.lasting(Samples.worst())));
    for (String line : all.split("\n", -1)) {
      assertTrue(line.matches("|retry: 2000|event: [a-z]+|data:|data: .+"), line);
    }
  }

  private static void assertPower(
      PowerState state, int percent, int minutes, Tone tone, String headline) {
    Tile tile = power(new PowerSeen.Known(state, percent, minutes));
    assertEquals(tone, tile.tone(), state + " " + percent);
    assertEquals(headline, plain(tile.headline()));
  }

  private static Tile tile(int index, CrewView view) {
    return CrewWords.tiles(Samples.lasting(view)).get(index);
  }

  private static Tile power(PowerSeen power) {
    CrewView calm = Samples.calm();
    return tile(
        0,
        Samples.view(
            calm.mode(),
            power,
            calm.link(),
            calm.selling(),
            calm.sync(),
            calm.unplug(),
            calm.strike()));
  }

  private static CrewView with(LinkSeen link) {
    CrewView calm = Samples.calm();
    return Samples.view(
        calm.mode(), calm.power(), link, calm.selling(), calm.sync(), calm.unplug(), calm.strike());
  }

  private static CrewView with(Selling selling) {
    CrewView calm = Samples.calm();
    return Samples.view(
        calm.mode(), calm.power(), calm.link(), selling, calm.sync(), calm.unplug(), calm.strike());
  }

  private static CrewView with(CrewView.Sync sync) {
    CrewView calm = Samples.calm();
    return Samples.view(
        calm.mode(), calm.power(), calm.link(), calm.selling(), sync, calm.unplug(), calm.strike());
  }

  private static String newest(Copies copies) {
    return tile(2, with(new Selling(List.of(), 1, null, copies))).details().getLast();
  }

  private static String page(CrewView view) {
    return text(
        CrewPanel.page(
            Samples.lasting(view),
            new CrewFrame(view.mode(), view.simulated(), ColourScheme.LIGHT)));
  }

  private static String text(byte[] page) {
    return plain(new String(page, StandardCharsets.UTF_8));
  }

  /** With spaces that a test can be written with. */
  private static String plain(String html) {
    return html.replace(Words.NB, " ");
  }

  private static String news(Map<String, String> before, Map<String, String> now) {
    return new String(CrewPanel.news(before, now), StandardCharsets.UTF_8);
  }
}
