package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.app.TestSite.TestTill;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Sale;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What devices meet at the doors of a real box, over real HTTPS. */
class DoorsTest {
  @TempDir private static Path folder;
  private static TestSite site;
  private static TestTill till;

  @BeforeAll
  static void open() throws Exception {
    site = new TestSite(folder).start();
    till = site.till();
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @Test
  void aSaleIsTakenOnceAndAnsweredTheSameEachTime() throws Exception {
    String jws = till.sign(till.sale(TestSite.SHIRT, TestSite.LEMONADE));
    Answer first = till.sell(jws);
    Answer again = till.sell(jws);
    assertEquals(201, first.status(), first.body()::toString);
    assertEquals(200, again.status());
    assertEquals(first.body().path("receipt"), again.body().path("receipt"));
    assertTrue(again.body().path("again").asBoolean());
  }

  @Test
  void anotherSignatureOverTheSamePayloadIsTheSameSale() throws Exception {
    byte[] payload = dev.roadcase.wire.fact.SaleJson.write(till.sale(TestSite.LEMONADE));
    String one = till.sign("sale+jwt", payload);
    // (r, n-s) verifies as well: a second spelling of one signature must not be a second sale.
    String other = Malleable.twin(one);
    assertFalse(one.equals(other));
    Answer first = till.sell(one);
    Answer second = till.sell(other);
    assertEquals(201, first.status());
    assertEquals(200, second.status(), second.body()::toString);
    assertEquals(first.body().path("receipt"), second.body().path("receipt"));
  }

  @Test
  void aReceiptCanBeReadByWhoeverHoldsIt() throws Exception {
    Answer sold = till.sell(till.sign(till.sale(TestSite.SHIRT)));
    Answer receipt = site.get("/receipts/" + sold.body().path("receipt").asText());
    assertEquals(200, receipt.status());
    assertEquals(2500, receipt.body().path("total").asLong());
    assertEquals("Shirt", receipt.body().path("lines").path(0).path("title").asText());
    assertEquals("rehearsal", receipt.body().path("mode").asText());
    assertTrue(receipt.body().path("copies").path("box").asBoolean());
    assertFalse(receipt.body().path("copies").path("upstream").asBoolean());
  }

  @Test
  void noMoreIsSoldThanTheBoxHasTheRightTo() throws Exception {
    int sold = 0;
    int refused = 0;
    for (int i = 0; i < 25; i++) {
      Answer answer = till.sell(till.sign(till.sale(TestSite.PRESSING)));
      if (answer.status() == 201) {
        sold++;
      } else {
        assertEquals(409, answer.status());
        assertEquals("sold-out", answer.problem());
        String detail = answer.body().path("detail").asText();
        assertTrue(detail.matches("(?!.*TESTPRESS).* is sold out\\."), detail);
        refused++;
      }
    }
    assertEquals(20, sold);
    assertEquals(5, refused);
  }

  @Test
  void moneyGoesBackOnceAndNeverMoreThanCameIn() throws Exception {
    ReceiptToken sale =
        new ReceiptToken(
            till.sell(till.sign(till.sale(TestSite.SHIRT))).body().path("receipt").asText());
    assertEquals(201, till.refund(sale, 2000).status());
    Answer tooMuch = till.refund(sale, 501);
    assertEquals(409, tooMuch.status());
    assertEquals("more-than-taken", tooMuch.problem());
    assertEquals(500, tooMuch.body().path("left").asLong());
    assertEquals(201, till.refund(sale, 500).status());
    assertEquals("unknown-sale", till.refund(new ReceiptToken("A".repeat(43)), 1).problem());
  }

  @Test
  void anOldSequenceWithAnotherBodySuspendsTheDeviceAndTheFirstIsKept() throws Exception {
    TestTill twice = site.till();
    Sale first = twice.sale(TestSite.SHIRT);
    Answer kept = twice.sell(twice.sign(first));
    Sale other =
        new Sale(
            first.sequence(),
            "BBBBBBBBBBBBBBBBBBBBBB",
            1,
            first.lines(),
            first.tender(),
            first.total(),
            first.currency());
    Answer refused = twice.sell(twice.sign(other));
    assertEquals(409, refused.status());
    assertEquals("sequence-reused", refused.problem());
    assertEquals(kept.body().path("receipt"), refused.body().path("kept"));
    Answer afterwards = twice.sell(twice.sign(twice.sale(TestSite.SHIRT)));
    assertEquals("suspended", afterwards.problem());
    site.admin("POST", "/devices/" + twice.id + "/resume", "");
    assertEquals(201, twice.sell(twice.sign(twice.sale(TestSite.LEMONADE))).status());
  }

  @ParameterizedTest
  @CsvSource({
    "'{',malformed",
    "'[]',malformed",
    "'',malformed",
    "'{\"sale\":1}',malformed",
    "'{\"sale\":\"a.b.c\",\"more\":1}',malformed",
    "'{\"sale\":\"\"}',malformed",
    "'{\"sale\":\"not a jws\"}',malformed",
    "'{\"sale\":\"a.b.c.d\"}',malformed",
  })
  void whatIsNoSaleIsTurnedAwayWithASentence(String body, String problem) throws Exception {
    Answer answer = site.post("/sales", till.token, body);
    assertEquals(400, answer.status(), answer.body()::toString);
    assertEquals(problem, answer.problem());
    assertTrue(answer.body().path("detail").asText().length() > 10, answer.body()::toString);
    assertEquals(
        "application/problem+json",
        answer.raw().headers().firstValue("content-type").orElseThrow());
  }

  @Test
  void whatIsNoJsonByItsTypeIsNotRead() throws Exception {
    String body = TestSite.object("sale", till.sign(till.sale(TestSite.LEMONADE)));
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
      Answer answer =
          site.send(
              site.https("/sales")
                  .header("Content-Type", type)
                  .header("Authorization", "DPoP " + till.token.orElseThrow())
                  .POST(HttpRequest.BodyPublishers.ofString(body)));
      assertEquals(400, answer.status(), answer.body()::toString);
      assertEquals("malformed", answer.problem());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"durable=0", "durable=3", "durable=x", "durable=1.5", "durable=1&durable=2"})
  void aParameterThatTheContractDoesNotKnowIsTurnedAway(String query) throws Exception {
    String body = TestSite.object("sale", till.sign(till.sale(TestSite.LEMONADE)));
    Answer answer = site.post("/sales?" + query, till.token, body);
    assertEquals(400, answer.status(), answer.body()::toString);
    assertTrue(answer.body().path("detail").asText().contains("durable"), answer.body()::toString);
  }

  @Test
  void aBodyOverTheStatedLimitIsTooLarge() throws Exception {
    Answer answer =
        site.post("/sales", till.token, "{\"sale\":\"" + "a".repeat(Doors.BODY_MAX) + "\"}");
    assertEquals(413, answer.status());
    assertEquals("too-large", answer.problem());
    assertTrue(answer.body().path("detail").asText().contains("262144"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'total':2500|'total':2500.5",
        "'total':2500|'total':'2500'",
        "'total':2500|'total':-1",
        "'total':2500|'total':9223372036854775807",
        "'total':2500|'total':1e400",
        "'qty':1000|'qty':0",
        "'qty':1000|'qty':-1000",
        "'qty':1000|'qty':99999999999",
        "'price':2500|'price':-2500",
        "'tender':'cash'|'tender':'cheque'",
        "'cur':'EUR'|'cur':'XXY'",
        "'cur':'EUR'|'cur':'EUR','total':1",
        "'cur':'EUR'|'cur':'EUR','discount':1",
        "'nonce':'AAAAAAAAAAAAAAAAAAAAAA'|'nonce':'short'",
        "'seq':|'seq':0,'x':",
      })
  void aSignedSaleThatIsNotOneIsTurnedAway(String change) throws Exception {
    String[] parts = change.replace('\'', '"').split("\\|");
    String payload =
        new String(
            dev.roadcase.wire.fact.SaleJson.write(till.sale(TestSite.SHIRT)),
            StandardCharsets.UTF_8);
    assertTrue(payload.contains(parts[0]), payload);
    String changed = payload.replace(parts[0], parts[1]);
    Answer answer = till.sell(till.sign("sale+jwt", changed.getBytes(StandardCharsets.UTF_8)));
    assertEquals(400, answer.status(), answer.body()::toString);
    assertEquals("malformed", answer.problem());
  }

  @Test
  void whatDoesNotAgreeWithThePackIsRefusedByName() throws Exception {
    Sale good = till.sale(TestSite.SHIRT);
    Line line = good.lines().get(0);
    assertEquals("wrong-total", sellInstead(good, line, 2501, "EUR"));
    assertEquals(
        "wrong-price",
        sellInstead(good, new Line(line.sku(), line.quantity(), 1, line.tax()), 1, "EUR"));
    assertEquals(
        "wrong-tax",
        sellInstead(good, new Line(line.sku(), line.quantity(), 2500, 0), 2500, "EUR"));
    assertEquals("wrong-currency", sellInstead(good, line, 2500, "USD"));
    assertEquals(
        "unknown-sku",
        sellInstead(
            good,
            new Line(new dev.roadcase.core.pack.Sku("NOPE"), line.quantity(), 2500, 434),
            2500,
            "EUR"));
    assertEquals(
        "too-much",
        sellInstead(
                till.sale(TestSite.SHIRT),
                new Line(
                    TestSite.SHIRT,
                    new Quantity(Quantity.LIMIT),
                    2500,
                    new dev.roadcase.core.pack.TaxRate(210_000).containedIn(2_500_000_000L)),
                2_500_000_000L,
                "EUR")
            .replace("sold-out", "too-much"));
  }

  private String sellInstead(Sale good, Line line, long total, String currency) throws Exception {
    Sale sale =
        new Sale(
            good.sequence(),
            good.nonce(),
            1,
            List.of(line),
            good.tender(),
            total,
            java.util.Currency.getInstance(currency));
    return till.sell(till.sign(sale)).problem();
  }

  @Test
  void aSaleSignedByAnotherKeyIsRefused() throws Exception {
    TestTill other = site.till();
    String jws = other.sign(other.sale(TestSite.SHIRT));
    Answer withMyToken = site.post("/sales", till.token, TestSite.object("sale", jws));
    assertEquals("bad-signature", withMyToken.problem());
    String forged =
        dev.roadcase.wire.jws.CompactJws.sign(
            other.key,
            "sale+jwt",
            till.id.value(),
            dev.roadcase.wire.fact.SaleJson.write(till.sale(TestSite.SHIRT)));
    assertEquals("bad-signature", till.sell(forged).problem());
  }

  @Test
  void withoutATokenNothingUnsafeHappens() throws Exception {
    String body = TestSite.object("sale", till.sign(till.sale(TestSite.SHIRT)));
    assertEquals(401, site.post("/sales", Optional.empty(), body).status());
    assertEquals("bad-token", site.post("/sales", Optional.of("a.b.c"), body).problem());
  }

  @Test
  void theVisitorsDoorTakesNoSalesAndNoPairings() throws Exception {
    Answer answer =
        site.send(
            site.http("/sales")
                .header("Content-Type", "application/json")
                .header("Authorization", "DPoP " + till.token.orElseThrow())
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        TestSite.object("sale", till.sign(till.sale(TestSite.SHIRT))))));
    assertEquals(404, answer.status());
    assertEquals(200, site.send(site.http("/catalogue/items").GET()).status());
  }

  @Test
  void aPairingCodeOpensTheDoorForOneKeyOnly() throws Exception {
    String code = site.code("till");
    TestTill mine =
        site.new TestTill(dev.roadcase.wire.jws.SigningKey.make(new java.security.SecureRandom()));
    TestTill thief =
        site.new TestTill(dev.roadcase.wire.jws.SigningKey.make(new java.security.SecureRandom()));
    assertEquals(201, mine.tryPair(code).status());
    assertEquals(200, mine.tryPair(code.toLowerCase()).status());
    Answer replayed = thief.tryPair(code);
    assertEquals(409, replayed.status());
    assertEquals("pairing-code-used", replayed.problem());
    assertEquals("pairing-code-unknown", thief.tryPair("00000-00000").problem());
  }

  @Test
  void aDeviceThatIsPutOutIsRefusedAtOnce() throws Exception {
    TestTill lost = site.till();
    assertEquals(201, lost.sell(lost.sign(lost.sale(TestSite.LEMONADE))).status());
    site.admin("POST", "/devices/" + lost.id + "/revoke", "");
    Answer refused = lost.sell(lost.sign(lost.sale(TestSite.LEMONADE)));
    assertEquals(403, refused.status());
    assertEquals("not-paired", refused.problem());
  }

  @Test
  void theCatalogueComesInPagesAndWithAnETag() throws Exception {
    Answer page = site.get("/catalogue/items?limit=2");
    assertEquals(2, page.body().path("items").size());
    Answer rest = site.get("/catalogue/items?limit=2&cursor=" + page.body().path("next").asText());
    assertEquals(1, rest.body().path("items").size());
    assertTrue(rest.body().path("next").isNull());
    String etag = page.raw().headers().firstValue("etag").orElseThrow();
    Answer same =
        site.send(site.https("/catalogue/items?limit=2").header("If-None-Match", etag).GET());
    assertEquals(304, same.status());
    assertEquals("malformed", site.get("/catalogue/items?limit=0").problem());
    assertEquals("malformed", site.get("/catalogue/items?cursor=x").problem());
    assertEquals("malformed", site.get("/catalogue/items?limit=5.0").problem());
    assertEquals(200, site.get("/catalogue/items?cursor=2147483647").status());
    assertEquals(
        site.get("/catalogue/items").body(), site.get("/catalogue/items?limit=200").body());
  }

  @Test
  void theLocalDoorIsForWhoeverMayReadTheDataFolder() throws Exception {
    Answer answer =
        site.send(
            HttpRequest.newBuilder(
                    java.net.URI.create(
                        "http://127.0.0.1:" + site.appliance().ports().admin() + "/pairing-codes"))
                .POST(HttpRequest.BodyPublishers.noBody()));
    assertEquals(401, answer.status());
  }

  @Test
  void theLocalDoorCountsWhatIsWrittenDown() throws Exception {
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.LEMONADE))).status());
    String page =
        new String(site.admin("GET", "/metrics", "").raw().body(), StandardCharsets.UTF_8);
    assertTrue(page.contains("roadcase_journal_commits_total"), page);
    assertTrue(page.contains("roadcase_journal_fact_bytes_total"), page);
  }

  @Test
  void whatIsNotThereIsAProblemToo() throws Exception {
    Answer answer = site.get("/no/such/thing");
    assertEquals(404, answer.status());
    assertEquals("unknown-path", answer.problem());
    assertEquals("unknown-receipt", site.get("/receipts/" + "A".repeat(43)).problem());
    assertEquals("unknown-receipt", site.get("/receipts/short").problem());
  }

  @Test
  void aReadingThatCouldNotBeReadAgainIsTurnedAway() throws Exception {
    String deep = "{\"a\":".repeat(14) + "1" + "}".repeat(14);
    Answer answer =
        site.post(
            "/telemetry",
            till.token,
            "{\"samples\":[{\"name\":\"footfall\",\"data\":" + deep + "}]}");
    assertEquals(400, answer.status());
    assertEquals("malformed", answer.problem());
  }

  @Test
  void readingsAreTakenForUpstream() throws Exception {
    String body =
        "{\"samples\":[{\"name\":\"footfall\",\"data\":{\"in\":3}},{\"name\":\"footfall\",\"data\":{}}]}";
    Answer answer = site.post("/telemetry", till.token, body);
    assertEquals(202, answer.status(), answer.body()::toString);
    assertEquals(1, answer.body().path("to").asLong() - answer.body().path("from").asLong());
    assertEquals(
        "malformed",
        site.post("/telemetry", till.token, "{\"samples\":[{\"name\":\"A b\",\"data\":{}}]}")
            .problem());
  }
}
