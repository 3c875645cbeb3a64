package dev.roadcase.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Shop, product, receipt, bad news and trust: at every size, by day and by night, and on paper. */
class VisitorsPagesBrowserTest extends AtTheStand {
  private static final int[] WIDTHS = {320, 390, 768, 1024};

  /** A roll of 80 mm and a sheet of A4, less their margins, at 96 pixels an inch. */
  private static final int ROLL = 257;

  private static final int SHEET = 748;

  /** Texts that a printer would leave white: it prints no grounds. */
  private static final String PALE =
      """
      () => [...document.querySelectorAll("body *")]
        .filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
        .filter((e) => getComputedStyle(e).color.match(/\\d+/g).slice(0, 3).some((c) => Number(c) > 0x40))
        .map((e) => e.tagName + " " + e.textContent.trim())
      """;

  private static Map<String, URI> pages() throws Exception {
    Map<String, URI> pages = new LinkedHashMap<>();
    String receipt = stand.sell("TESTPRESS-20");
    pages.put("shop", stand.shop("/"));
    pages.put("search", stand.shop("/?q=tee"));
    pages.put("product", stand.shop("/products/harbour-lights-tour-tee"));
    pages.put("receipt", stand.shop("/receipts/" + receipt));
    pages.put("not-found", stand.shop("/till"));
    pages.put("no-receipt", stand.shop("/receipts/HHMM-ZKHW"));
    pages.put("crew-only", stand.secure("/crew?by=hand&ticket=used"));
    pages.put("trust", stand.shop("/trust"));
    return pages;
  }

  @Test
  void atTwiceTheTextNothingIsCutAndNothingScrollsSideways() throws Exception {
    for (var page : pages().entrySet()) {
      for (int width : WIDTHS) {
        try (Phone phone = chromium.screen(width, ColorScheme.LIGHT).open(page.getValue())) {
          assertThat(phone.page().locator("h1")).not().hasText("Not available here");
          phone.assertNothingIsCut();
          phone.atDoubleText().assertNothingIsCut();
          if (width == 390) {
            phone.picture("large-" + page.getKey());
          }
        }
      }
    }
  }

  /** Names without a place to break, and the largest amounts that there are. */
  private static final String EXTREMES =
      """
      () => {
        const say = (where, words) =>
          document.querySelectorAll(where).forEach((e) => { e.textContent = words; });
        const long = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerk";
        say(".name, .title, h1, .seller span, .variants th[scope=row], .words, .notice p", long);
        say(".bill tbody th", long);
        say(".price", "from KWD\u00a0999,999,999.000");
        say(".bill td, .taxes td", "KWD\u00a0999,999,999.000");
        say(".left, .mark", "only 1,000 left");
        // As the box marks a receipt with such amounts.
        document.querySelectorAll(".taxes").forEach((e) => e.classList.add("wide"));
      }
      """;

  @Test
  void aLongNameAndALargeAmountFitToo() throws Exception {
    for (var page : pages().entrySet()) {
      for (int width : WIDTHS) {
        try (Phone phone = chromium.screen(width, ColorScheme.LIGHT).open(page.getValue())) {
          phone.page().evaluate(EXTREMES);
          phone.assertNothingIsCut();
          phone.atDoubleText();
          if (width >= 390) {
            phone.picture("extreme-" + page.getKey() + "-" + width);
            phone.assertNothingIsCut();
            phone.withWideLetters();
            phone.assertNothingIsCut();
          }
        }
      }
    }
  }

  @Test
  void axeFindsNothingByDayAndByNight() throws Exception {
    for (var page : pages().entrySet()) {
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
        try (Phone phone = chromium.screen(390, scheme).open(page.getValue())) {
          phone.assertNothingToMend();
          phone.assertStayedHome();
          phone.picture(page.getKey() + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
        }
      }
      try (Phone desk = chromium.desk().open(page.getValue())) {
        desk.assertNothingToMend();
        desk.picture(page.getKey() + "-desk");
      }
    }
  }

  @Test
  void aSecondPictureLooksInFromTheSide() {
    try (Phone phone = chromium.phone().open(stand.shop("/products/harbour-lights-tour-tee"))) {
      var first = phone.page().locator(".gallery img").first().boundingBox();
      var second = phone.page().locator(".gallery img").nth(1).boundingBox();
      assertTrue(first.width > 250 && second.x < 390 - 20, "its edge is at " + second.x);
      assertThat(phone.page().locator(".shots")).containsText("3 pictures");
      assertEquals(1, phone.page().locator("[data-price]:visible").count(), "said once");
      assertTrue(phone.page().locator("ul.words li").count() > 1, "a list is a list");
    }
  }

  @Test
  void theFirstTabStopLeadsPastTheHeader() throws Exception {
    for (var page : pages().entrySet()) {
      try (Phone desk = chromium.desk().open(page.getValue())) {
        desk.page().keyboard().press("Tab");
        assertThat(desk.page().locator("a.skip")).isFocused();
        assertThat(desk.page().locator("a.skip")).isInViewport();
        desk.page().keyboard().press("Enter");
        assertThat(desk.page().locator("#main")).isFocused();
      }
    }
  }

  @Test
  void aWrongAddressIsAPageWithAWayHome() {
    try (Phone phone = chromium.phone()) {
      Response answer = phone.page().navigate(stand.shop("/till").toString());
      assertEquals(404, answer.status());
      assertThat(phone.page().locator("h1")).hasText("There is no such page");
      phone.page().locator("main a").first().click();
      assertThat(phone.page().locator("[data-product]").first()).isVisible();
    }
  }

  @Test
  void whoComesWithAUsedLinkIsToldHowToGetAnother() {
    try (Phone phone = chromium.phoneWithoutScript()) {
      Response answer = phone.page().navigate(stand.secure("/crew?by=hand&ticket=used").toString());
      assertEquals(401, answer.status());
      assertThat(phone.page().locator("main")).containsText("roadcase box crew");
      phone.page().locator("main a[href='/trust']").click();
      assertThat(phone.page().locator(".fingerprint span")).hasCount(16);
    }
  }

  @Test
  void theCrewFindsAReceiptByWhatACustomerReadsOut() throws Exception {
    String receipt = stand.sell("TESTPRESS-20");
    try (Phone phone = chromium.phone().open(stand.crew())) {
      Page page = phone.page();
      page.navigate(stand.shop("/receipts/" + receipt).toString());
      String heading = page.locator("h1").textContent().strip();
      String spoken = heading.replace("Receipt ", "").toLowerCase(java.util.Locale.ROOT);
      page.navigate(stand.secure("/crew/receipts").toString());
      phone.assertNothingToMend();
      phone.picture("receipt-search");
      page.locator("#q").fill(spoken.replace("-", " "));
      page.locator("form[role=search] button").click();
      assertThat(page.locator("h1")).hasText(heading);
      assertThat(page.locator("#print")).isVisible();
      phone.assertNothingToMend();
      phone.assertFitsTheWidth();
      phone.picture("receipt-crew");
      page.locator(".back a").first().click();
      assertThat(page.locator("h1")).hasText("Find a receipt");
      page.navigate(stand.secure("/crew/receipts?q=0000-0000").toString());
      assertThat(page.locator("[role=status]")).containsText("No receipt with that number");
      phone.assertNothingToMend();
      phone.atDoubleText().assertNothingIsCut();
    }
  }

  @Test
  void aPrintedReceiptSaysWhoseItIsOnARollAndOnASheet() throws Exception {
    URI receipt = stand.shop("/receipts/" + stand.sell("TESTPRESS-20"));
    for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      for (int width : new int[] {ROLL, SHEET}) {
        try (Phone paper = chromium.screen(width, scheme).open(receipt).onPaper(width)) {
          String text = paper.page().locator("body").innerText();
          for (String words :
              new String[] {
                "The Night Ferry at Quay Street",
                "The Night Ferry Ltd",
                "XX 000 000 000",
                "Signed Test Pressing",
                "Tax by rate",
                "Total (EUR)",
                "Paid in cash",
                "full receipt number"
              }) {
            assertTrue(text.contains(words), width + " px lack " + words + ":\n" + text);
          }
          String token = receipt.getPath().replace("/receipts/", "");
          assertTrue(text.replaceAll("\\s", "").contains(token), text);
          paper.assertNothingIsCut();
          assertEquals(List.of(), paper.page().evaluate(PALE), "black on white, by night too");
          paper.picture("receipt-paper-" + width);
        }
      }
      try (Phone desk = chromium.screen(800, scheme).open(receipt)) {
        assertEquals(1, desk.sheets("210mm", "297mm"));
        assertEquals(1, desk.sheets("80mm", "297mm"));
      }
    }
  }
}
