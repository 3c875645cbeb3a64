package dev.roadcase.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The crew panel, held at arm's length. */
class CrewPanelBrowserTest extends AtTheStand {
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
  void byNightItIsLegibleToo() throws Exception {
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
  void aPhoneWhoseClockIsTheOddOneIsToldSo() throws Exception {
    try (Phone phone = chromium.phone().open(stand.crew())) {
      assertThat(phone.page().locator("#odd-clock")).isHidden();
      phone.page().clock().setSystemTime(Instant.now().plus(Duration.ofHours(3)).toEpochMilli());
      phone.page().reload();
      assertThat(phone.page().locator("#odd-clock"))
          .containsText("This phone's clock is 3 hours ahead of the box's");
      phone.assertFitsTheWidth();
      phone.assertAccessible();
      phone.picture("crew-panel-odd-clock");
      phone.page().clock().setSystemTime(0);
      phone.page().reload();
      assertThat(phone.page().locator("#odd-clock")).containsText("days behind the box's");
    }
  }

  @Test
  void pricesWithOptionsAreForEveryone() throws Exception {
    try (Phone crew = chromium.phone().open(stand.crew())) {
      Page prices = crew.page();
      prices.navigate(stand.secure("/crew/prices").toString());
      assertThat(
              prices
                  .locator("form.price button")
                  .filter(
                      new com.microsoft.playwright.Locator.FilterOptions().setHasText("Change all"))
                  .first())
          .isVisible();
      crew.assertNamesBeginAsShown();
      crew.assertAccessible();
      crew.assertFitsTheWidth();
    }
  }

  /** The Wi-Fi is well: only the visit has ended. */
  @Test
  void aPageWhoseVisitHasEndedSaysHowToComeInAgain() throws Exception {
    for (String path : new String[] {"/crew", "/crew/devices"}) {
      try (Phone phone = chromium.phone().open(stand.crew())) {
        Page page = phone.page();
        page.navigate(stand.secure(path).toString());
        assertThat(page.locator("#silence")).isHidden();
        page.context().clearCookies();
        page.evaluate("window.stop()");
        assertThat(page.locator("h1"))
            .hasText(
                "This page is for the crew",
                new LocatorAssertions.HasTextOptions().setTimeout(120_000));
        assertThat(page.locator("main")).containsText("roadcase box crew");
      }
    }
  }

  @Test
  void aPageThatIsRefusedAllTheSameIsLoadedOnceMoreAndNoMore() throws Exception {
    try (Phone phone = chromium.phone()) {
      Page page = phone.page();
      page.route(
          "**/crew/events", route -> route.fulfill(new Route.FulfillOptions().setStatus(401)));
      AtomicInteger loads = new AtomicInteger();
      phone.open(stand.crew());
      page.onLoad(_ -> loads.incrementAndGet());
      // Ten seconds without news on the page that was loaded once more, and asked for anew since.
      assertThat(page.locator("#silence"))
          .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(120_000));
      assertTrue(loads.get() <= 1, loads + " loads");
      assertEquals("yes", page.evaluate("sessionStorage.getItem('reloaded')"));
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
      prices.locator("form.price input[name=price]").first().fill("49.99");
      prices.locator("form.price button").first().click();
      assertThat(prices.locator("[role=status]")).containsText("€49.99 now");
      crew.picture("crew-prices");
      // Nobody reloads: the page hears of it.
      assertThat(visitor.page().locator("[data-price]").first()).containsText("€49.99");
      crew.assertStayedHome();
    }
  }

  @Test
  void aPriceOfNothingIsAskedAboutAndEnterLeavesItAsItWas() throws Exception {
    try (Phone crew = chromium.phoneWithoutScript().open(stand.crew())) {
      Page prices = crew.page();
      prices.navigate(stand.secure("/crew/prices?q=cap").toString());
      prices.locator("form.price input[name=price]").first().fill("0");
      prices.keyboard().press("Enter");
      assertThat(prices.locator("h1")).containsText("For free?");
      crew.assertFitsTheWidth();
      crew.picture("crew-prices-free");
      assertThat(prices.locator("button:focus")).containsText("No, leave it");
      prices.keyboard().press("Enter");
      assertThat(prices.locator("h1")).containsText("Prices");
      assertThat(prices.locator("form.price").first()).not().containsText("€0.00");

      prices.locator("form.price input[name=price]").first().fill("0");
      prices.keyboard().press("Enter");
      assertThat(prices.locator("button:focus")).containsText("No, leave it");
      prices.keyboard().press("Tab");
      assertThat(prices.locator("button:focus")).containsText("Yes, give it away");
      prices.keyboard().press("Enter");
      assertThat(prices.locator("[role=status]")).containsText("€0.00 now");
    }
  }

  @Test
  void theQuestionWhetherItIsForFreeIsForEveryone() throws Exception {
    try (Phone crew = chromium.phone().open(stand.crew())) {
      Page prices = crew.page();
      prices.navigate(stand.secure("/crew/prices?q=tote").toString());
      prices.locator("form.price input[name=price]").first().fill("0");
      prices.locator("form.price button").first().click();
      assertThat(prices.locator("h1")).containsText("For free?");
      crew.assertAccessible();
      crew.assertFitsTheWidth();
      crew.assertStayedHome();
    }
  }
}
