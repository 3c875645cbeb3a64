package dev.roadcase.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The pages of the crew for tired eyes, for a keyboard, for a screen reader, and without script.
 */
@NeedsChromium
class CrewLegibilityTest extends AtTheStand {
  private static final List<String> PAGES =
      List.of(
          "/crew", "/crew/devices", "/crew/prices", "/crew/stock", "/crew/help", "/crew/unplug");

  /** Phones, and tablets held both ways. */
  private static final List<int[]> SCREENS =
      List.of(
          new int[] {390, 844},
          new int[] {768, 1024},
          new int[] {1024, 768},
          new int[] {1280, 800});

  @Test
  void lettersOfTwiceTheSizeCutNothingOff() throws Exception {
    try (Chromium large = Chromium.startWithLargeText()) {
      for (int[] size : SCREENS) {
        try (Phone screen = large.screen(size[0], size[1]).open(stand.crew())) {
          assertEquals(
              "32px",
              screen.page().evaluate("getComputedStyle(document.documentElement).fontSize"));
          everyPageIsWhole(screen);
          screen.page().navigate(stand.secure("/crew").toString());
          screen.picture("crew-panel-large-" + size[0]);
        }
      }
    }
  }

  @Test
  void tabletsHeldUprightTearNoWord() throws Exception {
    for (int[] size : SCREENS) {
      try (Phone screen = chromium.screen(size[0], size[1]).open(stand.crew())) {
        everyPageIsWhole(screen);
        screen.page().navigate(stand.secure("/crew").toString());
        screen.picture("crew-panel-" + size[0]);
      }
    }
  }

  private static void everyPageIsWhole(Phone screen) {
    for (String path : PAGES) {
      screen.page().navigate(stand.secure(path).toString());
      screen.assertFitsTheWidth();
      screen.assertWhole();
      for (Locator tone : screen.page().locator(".tone .word").all()) {
        assertThat(tone).isVisible();
      }
    }
  }

  @Test
  void everyPageIsInLandmarksAndBeginsWithAWayToItsContent() throws Exception {
    try (Phone phone = chromium.phone().open(stand.crew())) {
      for (String path : PAGES) {
        Page page = phone.page();
        page.navigate(stand.secure(path).toString());
        phone.assertAccessible();
        phone.assertInLandmarks();
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip:focus")).hasCount(1);
        assertEquals(
            "3px", page.evaluate("getComputedStyle(document.activeElement).outlineWidth"), path);
        page.keyboard().press("Tab");
        assertEquals(
            "3px", page.evaluate("getComputedStyle(document.activeElement).outlineWidth"), path);
        phone.assertStayedHome();
        phone.picture("crew" + path.substring(5).replace('/', '-') + "-page");
      }
    }
  }

  @Test
  void withoutScriptUnpluggingIsAskedAboutAndAnswered() throws Exception {
    try (Phone phone = chromium.phoneWithoutScript().open(stand.crew())) {
      Page page = phone.page();
      page.locator("#unplug a").click();
      assertThat(page.locator("h1")).hasText("Safe to unplug?");
      // Nobody sells here: it is at rest, or will be when it is asked once more.
      for (int ask = 0; ask < 600 && !page.locator(".verdict").innerText().contains("Yes"); ask++) {
        assertThat(page.locator(".verdict")).containsText("Not yet");
        page.getByText("Ask again").click();
      }
      assertThat(page.locator(".verdict")).containsText("Yes");
      assertThat(page.locator("main")).containsText("Everything is saved.");
    }
  }

  @Test
  void theColoursStayLightByNightUntilTheyAreChosen() throws Exception {
    try (Phone phone = chromium.phoneByNight().open(stand.crew())) {
      Page page = phone.page();
      assertThat(page.locator("html")).hasCSS("background-color", "rgb(255, 255, 255)");
      page.getByText("Dark", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.locator("html")).hasCSS("background-color", "rgb(0, 0, 0)");
      for (String path : PAGES) {
        page.navigate(stand.secure(path).toString());
        assertThat(page.locator("html")).hasCSS("background-color", "rgb(0, 0, 0)");
        phone.assertAccessible();
      }
      phone.page().navigate(stand.secure("/crew").toString());
      phone.picture("crew-panel-dark");
      page.getByText("Auto", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.locator("html")).hasCSS("background-color", "rgb(0, 0, 0)");
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
      assertThat(page.locator("html")).hasCSS("background-color", "rgb(255, 255, 255)");
    }
  }
}
