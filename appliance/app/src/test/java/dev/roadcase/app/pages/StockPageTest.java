package dev.roadcase.app.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.app.TestSite.TestTill;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The crew counts in a browser. */
class StockPageTest {
  private static final Pattern HIDDEN = Pattern.compile("name=\"(seen|asof)\" value=\"(\\d+)\"");

  @TempDir private Path folder;
  private TestSite site;
  private TestTill till;
  private String cookie = "";

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(folder).start();
    till = site.till();
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
  void aCountIsWhatIsLeftEverywhereAndOutlivesARestart() throws Exception {
    long before = left();
    Form form = form();
    assertEquals(before * 1000, form.seen());
    Answer answer = send(form, "3", "damaged");
    assertEquals(303, answer.status());
    String said = text(page(answer.raw().headers().firstValue("location").orElseThrow()));
    assertTrue(said.contains("3 left on this box, on every screen."), said);
    assertTrue(said.contains(before - 3 + " fewer counted"), said);
    assertEquals(3, left());
    for (int i = 0; i < 3; i++) {
      assertEquals(201, till.sell(till.sign(till.sale(TestSite.SHIRT))).status());
    }
    assertEquals(409, till.sell(till.sign(till.sale(TestSite.SHIRT))).status(), "never oversold");
    site.stop();
    site.start();
    assertEquals(0, left());
  }

  @Test
  void theSameFormTwiceCountsOnce() throws Exception {
    Form form = form();
    assertEquals(303, send(form, "7", "recount").status());
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.SHIRT))).status());
    assertEquals(303, send(form, "7", "recount").status());
    assertEquals(6, left());
    Answer other = send(form, "9", "recount");
    assertEquals(409, other.status());
    assertTrue(text(other).contains("somebody else counted 7"), text(other));
    assertEquals(6, left());
  }

  @Test
  void whatWasSoldWhileTheCrewCountedIsAskedAbout() throws Exception {
    Form form = form();
    long before = left();
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.SHIRT))).status());
    Answer asked = send(form, "4", "recount");
    assertEquals(409, asked.status());
    assertTrue(text(asked).contains("4: counted after those sales"), text(asked));
    assertTrue(text(asked).contains("3: counted before them"), text(asked));
    assertEquals(before - 1, left(), "nothing has been changed");
    assertEquals(303, send(hidden(text(asked)), "3", "recount").status());
    assertEquals(3, left());
  }

  @Test
  void aQuestionWithOneAnswerHasOneButton() throws Exception {
    Form form = form();
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.SHIRT))).status());
    String none = text(send(form, "0", "missing"));
    assertTrue(none.contains("0: counted after those sales"), none);
    assertFalse(none.contains("counted before them"), none);
    Answer most = send(new Form(0, form.asOf()), "1000000", "delivered");
    assertEquals(409, most.status(), "no sum is beyond what can be counted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "−1|Write a number, such as 12.",
        "-1|Write a number, such as 12.",
        "1e9|Write a number, such as 12.",
        "''|Write a number, such as 12.",
        "1.234,5|Write a number, such as 12.",
        "12,5|It is sold by the piece: write 12 or 13.",
        "12.5|It is sold by the piece: write 12 or 13.",
        "1000001|At most 1,000,000 can be counted."
      })
  void whatCannotBeIsSaidAndChangesNothing(String typed, String sentence) throws Exception {
    long before = left();
    Answer answer = send(form(), typed, "recount");
    assertEquals(422, answer.status());
    assertTrue(text(answer).contains(sentence), text(answer));
    assertTrue(text(answer).contains("value=\"" + typed + "\""), "it stays in its field");
    assertEquals(before, left());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sku=SHIRT-M",
        "sku=SHIRT-M&seen=x&asof=1&counted=1&reason=recount",
        "sku=SHIRT-M&seen=-1&asof=1&counted=1&reason=recount",
        "sku=SHIRT-M&seen=1&asof=1&counted=1&reason=eaten",
        "sku=NO-SUCH&seen=1&asof=1&counted=1&reason=recount"
      })
  void aFormThatIsNotWholeChangesNothing(String body) throws Exception {
    long before = left();
    assertEquals(422, send(body).status());
    assertEquals(before, left());
  }

  @Test
  void onlyTheCrewCounts() throws Exception {
    assertEquals(404, site.send(site.http("/crew/stock").GET()).status());
    assertEquals(401, site.get("/crew/stock").status());
    Form form = form();
    assertEquals(401, site.send(site.form("/crew/stock", body(form, "1", "recount"))).status());
    assertFalse(text(page("/crew/stock?counted=SHIRT-M")).contains("on every screen"));
  }

  @Test
  void aSearchThatFindsNothingSaysSo() throws Exception {
    String page = text(page("/crew/stock?q=nosuchword"));
    assertTrue(page.contains("No counted item has these words"), page);
  }

  private record Form(long seen, long asOf) {}

  private Form form() throws Exception {
    return hidden(text(page("/crew/stock?q=SHIRT-M")));
  }

  private static Form hidden(String page) {
    long seen = -1;
    long asOf = -1;
    Matcher matcher = HIDDEN.matcher(page);
    while (matcher.find()) {
      long value = Long.parseLong(matcher.group(2));
      if (matcher.group(1).equals("seen")) {
        seen = value;
      } else {
        asOf = value;
      }
    }
    return new Form(seen, asOf);
  }

  private static String body(Form form, String counted, String reason) {
    return "sku=SHIRT-M&q=&seen=%d&asof=%d&reason=%s&counted=%s"
        .formatted(
            form.seen(), form.asOf(), reason, URLEncoder.encode(counted, StandardCharsets.UTF_8));
  }

  private Answer send(Form form, String counted, String reason) throws Exception {
    return send(body(form, counted, reason));
  }

  private Answer send(String body) throws Exception {
    return site.send(site.form("/crew/stock", body).header("Cookie", cookie));
  }

  private Answer page(String path) throws Exception {
    return site.send(site.https(path).header("Cookie", cookie).GET());
  }

  private static String text(Answer answer) {
    return new String(answer.raw().body(), StandardCharsets.UTF_8);
  }

  private long left() throws Exception {
    return site.get("/catalogue/items/SHIRT-M").body().path("left").asLong() / 1000;
  }
}
