package dev.roadcase.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.app.TestSite.TestTill;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.Prover;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/till.md} and {@code docs/problems.md} promise a till, at the real doors. */
class TillAnswersTest {
  @TempDir private Path folder;
  private TestSite site;
  private TestTill till;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(folder).start();
    till = site.till();
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void aTillThatLostItsCountIsToldItsLastNumber() throws Exception {
    SigningKey key = SigningKey.make(new SecureRandom());
    TestTill fresh = site.new TestTill(key);
    String code = site.code("till");
    assertEquals(0, fresh.tryPair(code).body().path("lastSequence").asLong(-1));
    assertEquals(0, renewed(fresh).path("lastSequence").asLong(-1));

    Sale first = till.sale(TestSite.LEMONADE);
    Sale later = numbered(till.sale(TestSite.LEMONADE), 70);
    assertEquals(201, till.sell(till.sign(later)).status());
    assertEquals(201, till.sell(till.sign(first)).status());
    assertEquals(70, renewed(till).path("lastSequence").asLong(), "the greatest, not the newest");

    // It outlives a restart, and other devices count for themselves.
    site.stop();
    site.start();
    assertEquals(70, renewed(till).path("lastSequence").asLong());
    assertEquals(0, renewed(fresh).path("lastSequence").asLong());
    assertEquals(0, fresh.tryPair(code).body().path("lastSequence").asLong(-1));
  }

  @Test
  void aRefundHasANumberOfTheSameSequence() throws Exception {
    Answer sold = till.sell(till.sign(till.sale(TestSite.SHIRT)));
    ReceiptToken receipt = new ReceiptToken(sold.body().path("receipt").asText());
    assertEquals(201, till.refund(receipt, 100).status());
    assertEquals(2, renewed(till).path("lastSequence").asLong());
  }

  @Test
  void theNumberOfARefusedSaleIsNotUsedUp() throws Exception {
    Sale sale = till.sale(TestSite.LEMONADE);
    Sale wrong =
        new Sale(
            sale.sequence(),
            sale.nonce(),
            sale.packVersion(),
            sale.lines(),
            sale.tender(),
            sale.total() + 1,
            sale.currency());
    Answer refused = till.sell(till.sign(wrong));
    assertEquals("wrong-total", refused.problem());
    assertEquals(350, refused.body().path("total").asLong());
    assertEquals(0, renewed(till).path("lastSequence").asLong());
    assertEquals(201, till.sell(till.sign(sale)).status());
  }

  @Test
  void aCashierReadsAmountsAndAProgramMinorUnits() throws Exception {
    Sale sale = till.sale(TestSite.SHIRT);
    Answer sold = till.sell(till.sign(sale));
    ReceiptToken receipt = new ReceiptToken(sold.body().path("receipt").asText());
    Answer tooMuch = till.refund(receipt, 2501);
    assertEquals("At most 25.00 EUR can still be given back.", detail(tooMuch));
    assertEquals(2500, tooMuch.body().path("left").asLong());
    Sale cheap = till.sale(TestSite.SHIRT);
    Answer wrong =
        till.sell(
            till.sign(
                new Sale(
                    cheap.sequence(),
                    cheap.nonce(),
                    1,
                    cheap.lines(),
                    cheap.tender(),
                    1,
                    cheap.currency())));
    assertEquals("The lines come to 25.00 EUR.", detail(wrong));
  }

  @Test
  void aRefundOfARefundIsToldSo() throws Exception {
    Answer sold = till.sell(till.sign(till.sale(TestSite.SHIRT)));
    ReceiptToken sale = new ReceiptToken(sold.body().path("receipt").asText());
    Answer refund = till.refund(sale, 100);
    Answer again = till.refund(new ReceiptToken(refund.body().path("receipt").asText()), 50);
    assertEquals(422, again.status());
    assertEquals("not-a-sale", again.problem());
    assertEquals("unknown-sale", till.refund(new ReceiptToken("A".repeat(43)), 50).problem());
  }

  @Test
  void aReusedNumberIsToldThatItSuspends() throws Exception {
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.LEMONADE))).status());
    Answer reused = till.sell(till.sign(numbered(till.sale(TestSite.SHIRT), 1)));
    assertEquals("sequence-reused", reused.problem());
    assertTrue(detail(reused).contains("suspended"), detail(reused));
    assertTrue(reused.body().path("hint").asText().contains("lastSequence"));
    assertEquals("suspended", till.sell(till.sign(till.sale(TestSite.LEMONADE))).problem());
  }

  @Test
  void withoutATokenNothingElseIsLookedAt() throws Exception {
    for (String body : new String[] {"{}", "{\"sale\":1}", "no json", ""}) {
      for (String path : new String[] {"/sales", "/sales/x/refunds", "/telemetry"}) {
        Answer answer = site.post(path, Optional.empty(), body);
        assertEquals(401, answer.status(), path + " " + body);
        assertEquals("no-token", answer.problem());
        assertTrue(
            answer.raw().headers().firstValue("WWW-Authenticate").orElse("").startsWith("DPoP "));
      }
    }
    assertEquals(400, site.post("/pairings", Optional.empty(), "{}").status(), "it needs none");
  }

  private static Sale numbered(Sale sale, long number) {
    return new Sale(
        new DeviceSequence(sale.sequence().device(), number),
        sale.nonce(),
        sale.packVersion(),
        sale.lines(),
        sale.tender(),
        sale.total(),
        sale.currency());
  }

  private JsonNode renewed(TestTill device) throws Exception {
    URI uri = URI.create("https://127.0.0.1:" + site.appliance().ports().https() + "/oauth/token");
    Prover prover = new Prover(device.key, new SecureRandom());
    for (int i = 0; i < 3; i++) {
      Answer answer =
          site.send(
              HttpRequest.newBuilder(uri)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("DPoP", prover.proof("POST", uri, Optional.empty()))
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "grant_type=client_credentials&client_id=" + device.id)));
      if (answer.status() == 200) {
        return answer.body();
      }
      prover.noted(answer.raw().headers().firstValue("DPoP-Nonce"));
    }
    throw new AssertionError("no token for " + device.id);
  }

  private static String detail(Answer answer) {
    return answer.body().path("detail").asText();
  }
}
