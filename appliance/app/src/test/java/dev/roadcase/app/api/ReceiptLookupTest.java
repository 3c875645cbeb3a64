package dev.roadcase.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.app.TestSite.TestTill;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.wire.jws.SigningKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receipt by the number that people read out. */
class ReceiptLookupTest {
  private static final String PAGE = "text/html,*/*;q=0.8";

  @TempDir private static Path folder;
  private static TestSite site;
  private static TestTill till;
  private static String cookie;
  private static String token;
  private static String reference;

  @BeforeAll
  static void open() throws Exception {
    site = new TestSite(folder).start();
    till = site.till();
    Answer sold = till.sell(till.sign(till.sale(TestSite.LEMONADE)));
    token = sold.body().path("receipt").asText();
    reference = sold.body().path("reference").asText();
    String ticket = site.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
    cookie = header(site.enter(ticket), "set-cookie").replaceAll(";.*", "");
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @Test
  void aTillFindsAReceiptByItsReference() throws Exception {
    for (String typed :
        List.of(reference, reference.toLowerCase(Locale.ROOT), reference.replace("-", ""))) {
      Answer found = site.getAs(till, "/receipts/" + typed);
      assertEquals(200, found.status(), typed);
      assertEquals(token, found.body().path("receipt").asText());
      assertEquals(reference, found.body().path("reference").asText());
    }
    assertEquals("unknown-receipt", site.getAs(till, "/receipts/0000-0000").problem());
  }

  @Test
  void strangersLearnNothingByAReference() throws Exception {
    for (String typed : List.of(reference, reference.replace("-", ""), "0000-0000")) {
      for (Answer answer :
          List.of(
              site.send(site.http("/receipts/" + typed).GET()),
              site.send(site.https("/receipts/" + typed).GET()))) {
        assertEquals(404, answer.status(), typed);
        assertEquals("unknown-receipt", answer.problem());
        assertFalse(answer.body().toString().contains(token));
      }
    }
    byte[] there = page("/receipts/" + reference);
    assertEquals(text(there), text(page("/receipts/0000-0000")), "alike, whether there is one");
    assertTrue(text(there).contains("show the code of your receipt"));
  }

  @Test
  void aTokenThatOpensNothingOpensNoReceiptEither() throws Exception {
    Answer answer =
        site.send(
            site.https("/receipts/" + reference).header("Authorization", "DPoP nonsense").GET());
    assertEquals(401, answer.status());
    assertFalse(answer.body().toString().contains(token));
  }

  @Test
  void aDeviceThatHasNothingToDoWithMoneyFindsNone() throws Exception {
    TestTill sensor =
        site.new TestTill(SigningKey.make(new SecureRandom())).pair(site.code("sensor"));
    Answer answer = site.getAs(sensor, "/receipts/" + reference);
    assertEquals(403, answer.status(), answer.body()::toString);
    assertEquals("not-allowed", answer.problem());
    assertFalse(answer.body().toString().contains(token));
  }

  @Test
  void theCrewFindsAReceiptHoweverItsNumberIsTyped() throws Exception {
    for (String typed :
        List.of(
            reference,
            " " + reference.toLowerCase(Locale.ROOT).replace("-", " ") + " ",
            reference.replace('0', 'O').replace('1', 'I'),
            token,
            String.join(" ", token.split("(?<=\\G.{5})")),
            "http://10.7.0.1:8080/receipts/" + token,
            "https://kit-1.local/receipts/" + token + "?x=1#y")) {
      Answer found = search(typed);
      assertEquals(303, found.status(), typed);
      assertEquals("/crew/receipts/" + token, header(found, "location"), typed);
    }
  }

  @Test
  void theReceiptIsAPageOfTheCrewWithTheWayBack() throws Exception {
    String path = "/crew/receipts/" + token;
    Answer found = site.send(site.https(path).header("Cookie", cookie).GET());
    assertEquals(200, found.status());
    String page = text(found.raw().body());
    assertTrue(page.contains("href=\"/crew/receipts\">Back to receipts"), page);
    assertTrue(page.contains("aria-label=\"Crew pages\""), page);
    assertTrue(page.contains("class=\"banner\""), page);
    assertTrue(page.contains(">Print</button>"), page);
    assertTrue(page.contains(reference), page);
    assertEquals(401, site.send(site.https(path).GET()).status());
    assertEquals(
        404,
        site.send(site.https("/crew/receipts/" + "A".repeat(43)).header("Cookie", cookie).GET())
            .status());
  }

  @Test
  void whatIsNotThereIsSaidAndTheFormStays() throws Exception {
    for (String typed : List.of("0000-0000", "x", "A".repeat(43), "A".repeat(400), "<script>")) {
      Answer found = search(typed);
      assertEquals(200, found.status(), typed);
      String page = text(found.raw().body());
      assertTrue(page.contains("No receipt with that number"), typed);
      assertTrue(page.contains("name=\"q\"") && !page.contains("<script>"), typed);
    }
    assertFalse(text(search("").raw().body()).contains("No receipt"));
  }

  @Test
  void aRefundHasAPageAsWell() throws Exception {
    String sale = till.sell(till.sign(till.sale(TestSite.SHIRT))).body().path("receipt").asText();
    String refund = till.refund(new ReceiptToken(sale), 1000).body().path("receipt").asText();
    assertTrue(text(page("/receipts/" + refund)).contains("Refunded (EUR)"));
    assertTrue(text(page("/receipts/" + sale)).contains("Left after refund"));
    assertTrue(text(page("/receipts/" + sale)).contains("Sold at till of the test (d-"));
    assertEquals("refund", site.getAs(till, "/receipts/" + refund).body().path("kind").asText());
  }

  private static Answer search(String typed) throws Exception {
    return site.send(
        site.https("/crew/receipts?q=" + URLEncoder.encode(typed, StandardCharsets.UTF_8))
            .header("Cookie", cookie)
            .GET());
  }

  private static byte[] page(String path) throws Exception {
    return site.send(site.http(path).header("Accept", PAGE).GET()).raw().body();
  }

  private static String header(Answer answer, String name) {
    return answer.raw().headers().firstValue(name).orElse("");
  }

  private static String text(byte[] html) {
    return new String(html, StandardCharsets.UTF_8);
  }
}
