package dev.roadcase.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/** The shop, as visitors find it on their phones. */
class ShopBrowserTest extends AtTheStand {
  @Test
  void theFrontHasPicturesAndPricesAndAsksNobodyElse() {
    try (Phone phone = chromium.phone().open(stand.shop("/"))) {
      assertTrue(phone.page().locator("[data-product]").count() >= 10);
      assertThat(phone.page().locator("[data-price]").first()).containsText("€");
      assertEquals(
          true,
          phone
              .page()
              .evaluate(
                  "[...document.images].filter(i => i.getBoundingClientRect().top < innerHeight)"
                      + ".every(i => i.complete && i.naturalWidth > 0)"));
      phone.assertAccessible();
      phone.assertFitsTheWidth();
      phone.assertStayedHome();
      phone.picture("shop");
    }
  }

  @Test
  void byNightItIsDarkAndJustAsLegible() {
    try (Phone phone = chromium.phoneByNight().open(stand.shop("/"))) {
      phone.assertAccessible();
      phone.picture("shop-night");
    }
  }

  @Test
  void onADeskToo() {
    try (Phone desk = chromium.desk().open(stand.shop("/"))) {
      desk.assertAccessible();
      desk.picture("shop-desk");
    }
  }

  @Test
  void aProductIsOneTapAwayAndSaysWhatThereIs() {
    try (Phone phone = chromium.phone().open(stand.shop("/"))) {
      Page page = phone.page();
      String title = page.locator("[data-product] .title").first().textContent();
      page.locator("[data-product] a").first().click();
      assertThat(page.locator("h1")).containsText(title.strip());
      phone.assertAccessible();
      phone.assertFitsTheWidth();
      phone.assertStayedHome();
      phone.picture("shop-product");
    }
  }

  @Test
  void aReceiptIsWordsAndACodeToKeep() throws Exception {
    String receipt = stand.sell("TESTPRESS-20");
    try (Phone phone = chromium.phone().open(stand.shop("/receipts/" + receipt))) {
      assertThat(phone.page().locator("body")).containsText("Signed Test Pressing");
      assertThat(phone.page().locator("svg").first()).isVisible();
      phone.assertAccessible();
      phone.assertFitsTheWidth();
      phone.assertStayedHome();
      phone.picture("receipt");
    }
  }

  @Test
  void withoutScriptItIsTheSameShop() {
    try (Phone phone = chromium.phoneWithoutScript().open(stand.shop("/"))) {
      Page page = phone.page();
      page.locator("#q").fill("tee");
      page.locator("form[role=search] button").click();
      assertTrue(page.locator("[data-product]").count() >= 1);
      page.locator("[data-product] a").first().click();
      assertThat(page.locator("h1")).isVisible();
    }
  }

  @Test
  void aThinLineShowsTextFirstAndTheLiteShopIsSmall() {
    try (Phone phone = chromium.phone().onASlowNetwork()) {
      phone
          .page()
          .navigate(
              stand.shop("/?lite=1").toString(),
              new Page.NavigateOptions()
                  .setWaitUntil(com.microsoft.playwright.options.WaitUntilState.DOMCONTENTLOADED));
      assertThat(phone.page().locator("[data-price]").first()).containsText("€");
    }
  }

  @Test
  void aPhoneThatLosesTheNetworkKeepsThePageThatItHas() {
    try (Phone phone = chromium.phone().open(stand.shop("/"))) {
      phone.loseTheNetwork(true);
      assertThat(phone.page().locator("[data-price]").first()).containsText("€");
      phone.loseTheNetwork(false);
      phone.page().reload();
      assertThat(phone.page().locator("[data-price]").first()).containsText("€");
    }
  }
}
