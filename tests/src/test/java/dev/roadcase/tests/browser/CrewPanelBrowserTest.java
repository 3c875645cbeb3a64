package dev.roadcase.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The crew panel, held at arm's length. */
class CrewPanelBrowserTest {
  @TempDir private static Path folder;
  private static Chromium chromium;
  private static Stand stand;

  @BeforeAll
  static void open() throws Exception {
    chromium = Chromium.start();
    stand = new Stand(folder);
  }

  @AfterAll
  static void close() {
    if (stand != null) {
      stand.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void tilesAndAnswersAreAllAboveTheFold() throws Exception {
    try (Phone phone = chromium.phone().open(stand.crew())) {
      for (String part : new String[] {"power", "link", "selling", "sync", "unplug", "strike"}) {
        assertTrue(phone.shows("#" + part), part + " is below the fold");
      }
      phone.assertFitsTheWidth();
      phone.assertAccessible();
      phone.assertStayedHome();
      phone.picture("crew-panel");
    }
  }

  @Test
  void byNightItIsDarkAndJustAsLegible() throws Exception {
    try (Phone phone = chromium.phoneByNight().open(stand.crew())) {
      phone.assertAccessible();
      phone.picture("crew-panel-night");
    }
  }

  @Test
  void withoutScriptItStillSaysEverything() throws Exception {
    try (Phone phone = chromium.phoneWithoutScript().open(stand.crew())) {
      assertThat(phone.page().locator("#selling")).containsText("Selling");
      assertThat(phone.page().locator("#strike")).containsText("strike");
    }
  }

  @Test
  void aPhoneThatLostTheBoxSaysThatItsNewsIsOld() throws Exception {
    try (Phone phone = chromium.phone().open(stand.crew())) {
      assertThat(phone.page().locator("#silence")).isHidden();
      phone.loseTheNetwork(true);
      // The stream that is open goes on in Chromium until it is closed; a reload would show
      // nothing.
      phone.page().evaluate("window.stop()");
      assertThat(phone.page().locator("#silence"))
          .isVisible(
              new com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions()
                  .setTimeout(25_000));
      phone.picture("crew-panel-silent");
    }
  }

  @Test
  void aPriceIsChangedByThumbAndTheShopShowsIt() throws Exception {
    try (Phone crew = chromium.phone().open(stand.crew());
        Phone visitor = chromium.phone().open(stand.shop("/?q=pressing"))) {
      Page prices = crew.page();
      prices.locator("a[href='/crew/prices']").click();
      prices.locator("#q").fill("pressing");
      prices.locator("form[role=search] button").click();
      crew.assertAccessible();
      crew.assertFitsTheWidth();
      prices.locator("form.price input[name=price]").first().fill("9.99");
      prices.locator("form.price button").first().click();
      assertThat(prices.locator("[role=status]")).containsText("€9.99 now");
      crew.picture("crew-prices");
      // Nobody reloads: the page hears of it.
      assertThat(visitor.page().locator("[data-price]").first()).containsText("€9.99");
      crew.assertStayedHome();
    }
  }
}
