package dev.roadcase.app.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.app.TestSite.TestTill;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The crew changes a price in a browser. */
class PricesTest {
  @TempDir private Path folder;
  private TestSite site;
  private String cookie = "";

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(folder).start();
    String ticket = site.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
    cookie =
        site.enter(ticket)
            .raw()
            .headers()
            .firstValue("set-cookie")
            .orElseThrow()
            .replaceAll(";.*", "");
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void aChangedPriceIsOnOfferAtOnceAndOutlivesARestart() throws Exception {
    TestTill till = site.till();
    assertEquals(303, change("SHIRT-M", 2500, "19,90").status());
    assertEquals(1990, price());
    assertTrue(text(page("?q=shirt&changed=SHIRT-M")).contains("Shirt costs €19.90 now"));

    // The pack's grace is nothing here: the till is told the new price.
    Answer old = till.sell(till.sign(till.sale(TestSite.SHIRT)));
    assertEquals(409, old.status());
    assertEquals("price-superseded", old.problem());
    assertEquals(1990, old.body().path("prices").path(0).path("price").asLong());

    site.stop();
    site.start();
    assertEquals(1990, price());
  }

  @Test
  void whoLookedAtAnOldListChangesNothing() throws Exception {
    change("SHIRT-M", 2500, "20");
    Answer late = change("SHIRT-M", 2500, "22");
    assertEquals(409, late.status());
    assertTrue(text(late).contains("somebody else made it €20.00 meanwhile"));
    assertEquals(2000, price());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "1.234,50", "1e3", "25 EUR", "0x10", "9999999999999999", "2.505"})
  void whatIsNoPriceIsSaidAndChangesNothing(String typed) throws Exception {
    Answer answer = change("SHIRT-M", 2500, typed);
    assertEquals(422, answer.status());
    String page = text(answer);
    assertTrue(page.contains("Shirt not changed: “" + typed + "” is no price. Write 12.50."), page);
    assertTrue(
        page.contains("value=\"" + typed + "\""), "what was typed stays in its field: " + page);
    assertEquals(2500, price());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.00", "0,0", "000"})
  void nothingCostsNothingBeforeThatWasAskedTwice(String typed) throws Exception {
    Answer asked = change("SHIRT-M", 2500, typed);
    assertEquals(200, asked.status());
    assertTrue(text(asked).contains("For free?"), text(asked));
    assertTrue(text(asked).contains("now €25.00. Nothing has been changed."), text(asked));
    assertEquals(2500, price());

    HttpRequest.Builder yes = form("SHIRT-M", 2500, "0&sure=yes").header("Cookie", cookie);
    assertEquals(303, site.send(yes).status());
    assertEquals(0, price());
    // What is free already is not asked about again.
    assertEquals(303, change("SHIRT-M", 0, "0").status());
  }

  @Test
  void aYesToAnOldQuestionGivesNothingAway() throws Exception {
    change("SHIRT-M", 2500, "20");
    HttpRequest.Builder late = form("SHIRT-M", 2500, "0&sure=yes").header("Cookie", cookie);
    assertEquals(409, site.send(late).status());
    assertEquals(2000, price());
    assertEquals(422, change("NO-SUCH", 1, "0").status());
  }

  @Test
  void onlyTheCrewsOwnPageChangesPrices() throws Exception {
    HttpRequest.Builder stranger = form("SHIRT-M", 2500, "1");
    assertEquals(401, site.send(stranger).status());
    HttpRequest.Builder elsewhere =
        form("SHIRT-M", 2500, "1")
            .header("Cookie", cookie)
            .header("Origin", "https://evil.example");
    assertEquals("foreign-origin", site.send(elsewhere).problem());
    HttpRequest.Builder hidden =
        form("SHIRT-M", 2500, "1").header("Cookie", cookie).header("Origin", "null");
    assertEquals("foreign-origin", site.send(hidden).problem());
    assertEquals(404, site.send(site.http("/crew/prices").GET()).status());
    assertEquals(401, site.get("/crew/prices").status());
    assertEquals(422, change("NO-SUCH", 1, "2").status());
    assertEquals(2500, price());
  }

  @Test
  void severalItemsAreChangedInOneFormAndTakenBackInOneTap() throws Exception {
    change("SHIRT-M", 2500, "40");
    Answer both = change("SHIRT-M&sku=TESTPRESS-20", 4000, "45");
    assertEquals(303, both.status());
    assertEquals(4500, price());
    assertEquals(4500, price("TESTPRESS-20"));
    String html = text(page(""));
    assertTrue(html.contains("€40.00 → €45.00"), html);
    assertTrue(html.matches("(?s).*<p>\\d\\d:\\d\\d .*"), "it says when");

    // The form of the page, as it is: two SKUs, the price that is seen, and the one of before.
    String undo = html.substring(html.indexOf("class=\"undo\""));
    undo = undo.substring(0, undo.indexOf("</form>"));
    assertTrue(undo.contains("name=\"sku\" value=\"SHIRT-M\""), undo);
    assertTrue(undo.contains("name=\"sku\" value=\"TESTPRESS-20\""), undo);
    assertTrue(undo.contains("name=\"seen\" value=\"4500\""), undo);
    assertTrue(undo.contains("name=\"price\" value=\"40.00\""), undo);
    assertEquals(303, change("SHIRT-M&sku=TESTPRESS-20", 4500, "40.00").status());
    assertEquals(4000, price());
    assertEquals(4000, price("TESTPRESS-20"));
    // All of them are listed; what does not stand any more cannot be taken back.
    String after = text(page(""));
    for (String listed : List.of("€25.00 → €40.00", "€40.00 → €45.00", "€45.00 → €40.00")) {
      assertTrue(after.contains(listed), after);
    }
    assertEquals(1, after.split("class=\"undo\"", -1).length - 1, after);
  }

  @Test
  void theLastTenChangesAreListedAndTheNewestOfAnItemCanBeTakenBack() throws Exception {
    for (int i = 0; i < 12; i++) {
      assertEquals(303, change("SHIRT-M", 2500 + i, "25.%02d".formatted(i + 1)).status());
    }
    String html = text(page(""));
    assertEquals(10, html.split(" → ", -1).length - 1, html);
    assertEquals(1, html.split("class=\"undo\"", -1).length - 1, html);
    assertTrue(html.indexOf("→ €25.12") < html.indexOf("→ €25.03"), "the newest first");
    assertTrue(!html.contains("→ €25.02"), html);
  }

  @Test
  void aFormThatIsSentAgainIsListedOnce() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertEquals(303, change("SHIRT-M", 2500, "25.01").status());
    }
    String html = text(page(""));
    assertEquals(1, html.split(" → ", -1).length - 1, html);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "75.00 | 3 times as much",
        "250 | 10 times as much",
        "2500 | 100 times as much",
        "87.50 | 3.5 times as much",
        "8.33 | only 33\u00a0% of it",
        "0.25 | only 1\u00a0% of it",
        "0.01 | less than 1\u00a0% of it"
      })
  void aPriceThatLeapsIsAskedAboutOnce(String typed, String leap) throws Exception {
    Answer asked = change("SHIRT-M", 2500, typed);
    assertEquals(200, asked.status());
    String page = text(asked);
    assertTrue(page.contains("Shirt: €25.00 becomes €"), page);
    assertTrue(page.contains(leap), page);
    assertTrue(page.contains("Yes, change it"), page);
    assertEquals(2500, price());
    assertEquals(
        303,
        site.send(form("SHIRT-M", 2500, typed + "&sure=yes").header("Cookie", cookie)).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"74.99", "8.34", "25.01"})
  void aPriceThatStepsIsNot(String typed) throws Exception {
    assertEquals(303, change("SHIRT-M", 2500, typed).status());
  }

  @Test
  void ofSeveralItemsThoseThatHaveMovedAreLeftAndThatIsSaid() throws Exception {
    Answer half = change("SHIRT-M&sku=TESTPRESS-20", 2500, "26");
    assertEquals(409, half.status());
    assertTrue(text(half).contains("Only 1 of 2 were changed"), text(half));
    assertEquals(2600, price());
    assertEquals(4000, price("TESTPRESS-20"));
    assertEquals(422, change("SHIRT-M&sku=NO-SUCH", 2600, "27").status());
    assertEquals(2600, price(), "and none is changed in a form that is not understood");
  }

  @Test
  void whatIsSearchedForIsTextAndNothingElse() throws Exception {
    String html = text(page("?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E"));
    assertTrue(html.contains("0 items"), html);
    assertTrue(!html.contains("<script>alert"), html);
  }

  private Answer change(String sku, long seen, String price) throws Exception {
    return site.send(form(sku, seen, price).header("Cookie", cookie));
  }

  private HttpRequest.Builder form(String sku, long seen, String price) {
    String body =
        "sku="
            + sku
            + "&seen="
            + seen
            + "&price="
            + java.net.URLEncoder.encode(price, StandardCharsets.UTF_8)
                .replace("%26sure%3D", "&sure=")
            + "&q=";
    return site.form("/crew/prices", body);
  }

  private Answer page(String query) throws Exception {
    return site.send(site.https("/crew/prices" + query).header("Cookie", cookie).GET());
  }

  private long price() throws Exception {
    return price("SHIRT-M");
  }

  private long price(String sku) throws Exception {
    return site.get("/catalogue/items/" + sku).body().path("price").asLong();
  }

  private static String text(Answer answer) {
    return new String(answer.raw().body(), StandardCharsets.UTF_8);
  }
}
