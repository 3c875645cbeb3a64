package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.app.TestSite.TestTill;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
        site.get("/crew?ticket=" + ticket)
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
    assertTrue(text(answer).contains("Not changed"), text(answer));
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

    HttpRequest.Builder yes = form("SHIRT-M", 2500, "0&free=yes").header("Cookie", cookie);
    assertEquals(303, site.send(yes).status());
    assertEquals(0, price());
    // What is free already is not asked about again.
    assertEquals(303, change("SHIRT-M", 0, "0").status());
  }

  @Test
  void aYesToAnOldQuestionGivesNothingAway() throws Exception {
    change("SHIRT-M", 2500, "20");
    HttpRequest.Builder late = form("SHIRT-M", 2500, "0&free=yes").header("Cookie", cookie);
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
                .replace("%26free%3D", "&free=")
            + "&q=";
    return site.https("/crew/prices")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private Answer page(String query) throws Exception {
    return site.send(site.https("/crew/prices" + query).header("Cookie", cookie).GET());
  }

  private long price() throws Exception {
    return site.get("/catalogue/items/SHIRT-M").body().path("price").asLong();
  }

  private static String text(Answer answer) {
    return new String(answer.raw().body(), StandardCharsets.UTF_8);
  }
}
