package dev.roadcase.app.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.core.auth.PairingDesk;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.Reference;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.wire.fact.SaleJson;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.DpopProof;
import dev.roadcase.wire.token.PairingJws;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/till.md} says what the box does: its vectors, by the box's code and by the text. */
class TillGuideTest {
  private JsonNode vectors = Json.MAPPER.createObjectNode();

  @BeforeEach
  void read() throws Exception {
    String page = Files.readString(Path.of("..", "..", "docs", "till.md"));
    int from = page.indexOf("```json\n", page.indexOf("<!-- vectors -->")) + 8;
    vectors = Json.MAPPER.readTree(page.substring(from, page.indexOf("\n```", from)));
  }

  private SigningKey key(String whose) {
    return SigningKey.of(vectors.at("/" + whose + "/d").asText());
  }

  @Test
  void theKeysAreThoseThatAreWritten() {
    assertEquals(text("/device/x"), key("device").publicKey().x());
    assertEquals(text("/device/y"), key("device").publicKey().y());
    assertEquals(text("/device/thumbprint"), key("device").publicKey().thumbprint());
    assertEquals(text("/box/thumbprint"), key("box").publicKey().thumbprint());
    assertEquals(text("/device/id"), DeviceId.of(key("device").publicKey()).value());
    assertEquals(text("/device/id"), "d-" + text("/device/thumbprint").substring(0, 16));
  }

  @Test
  void theDigitsFollowFromTheTextAndAreTheBoxs() throws Exception {
    String nonce = text("/digits/box_nonce");
    String chance = text("/digits/chance");
    assertEquals(
        text("/digits/digits"),
        PairingDesk.digits(key("box").publicKey(), key("device").publicKey(), nonce, chance));
    String written =
        "roadcase sas 1|"
            + text("/box/thumbprint")
            + "|"
            + text("/device/thumbprint")
            + "|"
            + nonce
            + "|"
            + chance;
    byte[] first = java.util.Arrays.copyOf(sha256(written.getBytes(UTF_8)), 8);
    assertEquals(
        text("/digits/digits"),
        "%06d".formatted(new BigInteger(1, first).mod(BigInteger.valueOf(1_000_000))));
    assertEquals(text("/digits/commitment"), base64(sha256(chance.getBytes(UTF_8))));
  }

  @Test
  void theSignedSaleIsOneThatTheBoxReadsAndItsReceiptFollowsFromThePayload() throws Exception {
    var sale = SaleJson.verifiedSale(text("/sale/jws"), this::keyOf).orElseThrow().value();
    assertEquals(text("/sale/payload"), payload(text("/sale/jws")));
    assertEquals(text("/sale/payload"), new String(SaleJson.write(sale.sale()), UTF_8));
    assertEquals(text("/sale/receipt"), sale.receipt().value());
    assertEquals(text("/sale/receipt"), receipt(text("/sale/payload")));
    assertEquals(text("/sale/reference"), Reference.of(sale.receipt()).toString());
    checkSums(sale.sale());
    var refund = SaleJson.verifiedRefund(text("/refund/jws"), this::keyOf).orElseThrow().value();
    assertEquals(text("/refund/payload"), payload(text("/refund/jws")));
    assertEquals(text("/refund/receipt"), refund.receipt().value());
    assertEquals(text("/refund/receipt"), receipt(text("/refund/payload")));
    assertEquals(sale.receipt(), refund.refund().of());
  }

  private void checkSums(Sale sale) {
    long total = 0;
    for (Line line : sale.lines()) {
      TaxRate rate = new TaxRate(vectors.at("/sale/ppm/" + line.sku().value()).asInt());
      long gross = TaxRate.extend(line.unitPrice(), line.quantity());
      assertEquals(rate.containedIn(gross), line.tax(), line.toString());
      total += gross;
    }
    assertEquals(total, sale.total());
  }

  @Test
  void thePairingIsOneThatTheBoxReads() {
    var pairing = PairingJws.verified(text("/pairing/jws")).orElseThrow().value();
    assertEquals(text("/pairing/payload"), payload(text("/pairing/jws")));
    assertEquals(text("/device/thumbprint"), pairing.key().thumbprint());
    assertEquals(text("/digits/commitment"), pairing.commitment());
  }

  @Test
  void theProofIsOneThatTheBoxReadsAndNamesTheTokenByItsHash() throws Exception {
    assertEquals(
        text("/proof/ath"),
        base64(sha256(text("/proof/access_token").getBytes(StandardCharsets.US_ASCII))));
    DpopProof.Proof proof = DpopProof.verified(text("/proof/jws"));
    assertEquals(text("/proof/payload"), payload(text("/proof/jws")));
    assertEquals(text("/device/thumbprint"), proof.key().thumbprint());
    assertEquals(text("/proof/htm"), proof.htm());
    assertEquals(text("/proof/htu"), proof.htu());
    assertEquals(Optional.of(text("/proof/nonce")), proof.nonce());
    assertTrue(proof.goesWith(text("/proof/access_token")));
    assertFalse(proof.goesWith(text("/proof/access_token") + "d"));
    // What the box's own codec would make of the same claims.
    String ours =
        DpopProof.sign(
            key("device"),
            proof.jti(),
            proof.htm(),
            proof.htu(),
            Json.MAPPER.readTree(text("/proof/payload")).path("iat").asLong(),
            proof.nonce(),
            proof.ath());
    assertEquals(text("/proof/payload"), payload(ours));
  }

  /** A vector that anything would pass is none. */
  @Test
  void noSignedVectorVerifiesWithALetterChanged() {
    String proof = text("/proof/jws");
    char last = proof.charAt(proof.length() - 2);
    String other = proof.substring(0, proof.length() - 2) + (last == 'A' ? 'B' : 'A') + "A";
    assertThrows(Malformed.class, () -> DpopProof.verified(other));
    String sale = text("/sale/jws");
    String forged =
        sale.substring(0, sale.lastIndexOf('.'))
            + text("/refund/jws").substring(text("/refund/jws").lastIndexOf('.'));
    assertTrue(SaleJson.verifiedSale(forged, this::keyOf).isEmpty());
  }

  @Test
  void theRoundingIsTheBoxsAndTheFormulas() {
    assertTrue(vectors.path("rounding").size() >= 6);
    for (JsonNode row : vectors.path("rounding")) {
      long price = row.path("price").asLong();
      long qty = row.path("qty").asLong();
      long ppm = row.path("ppm").asLong();
      boolean included = row.path("taxIncluded").asBoolean();
      long gross = TaxRate.extend(price, new Quantity(qty));
      assertEquals(row.path("gross").asLong(), gross, row.toString());
      TaxRate rate = new TaxRate((int) ppm);
      long tax = included ? rate.containedIn(gross) : rate.onTopOf(gross);
      assertEquals(row.path("tax").asLong(), tax, row.toString());
      assertEquals(gross, halfUp(price * qty, 1000), row.toString());
      assertEquals(
          tax, halfUp(gross * ppm, included ? 1_000_000 + ppm : 1_000_000), row.toString());
    }
  }

  private static long halfUp(long numerator, long denominator) {
    return (2 * numerator + denominator) / (2 * denominator);
  }

  private Optional<Es256> keyOf(DeviceId device) {
    assertEquals(text("/device/id"), device.value());
    return Optional.of(new Es256(key("device").publicKey()));
  }

  private String text(String pointer) {
    String text = vectors.at(pointer).asText();
    assertTrue(!text.isEmpty(), pointer);
    return text;
  }

  private static String payload(String jws) {
    return new String(Base64.getUrlDecoder().decode(jws.split("\\.")[1]), UTF_8);
  }

  private static String receipt(String payload) throws Exception {
    return base64(sha256(("roadcase receipt 1\n" + payload).getBytes(UTF_8)));
  }

  private static byte[] sha256(byte[] octets) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(octets);
  }

  private static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
