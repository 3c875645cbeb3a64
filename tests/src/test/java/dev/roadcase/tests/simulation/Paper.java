package dev.roadcase.tests.simulation;

import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.Tender;
import dev.roadcase.wire.fact.SaleJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a till has signed: a sale, or a refund.
 *
 * @param forged whether it reuses the number of another paper, on purpose
 * @param receipt what its receipt has to be, worked out without asking the code under test
 * @param of the receipt of the sale that is refunded; empty for a sale
 * @param amount minor units
 * @param pieces of each item
 * @param signedAt on the virtual clock
 */
record Paper(
    DeviceId device,
    long number,
    boolean forged,
    String payload,
    String receipt,
    String of,
    long amount,
    Map<String, Long> pieces,
    long signedAt) {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  static Paper sale(
      DeviceSequence sequence,
      boolean forged,
      Pack pack,
      Map<String, Long> pieces,
      long now,
      Dice dice) {
    List<Line> lines = new ArrayList<>();
    long total = 0;
    for (Map.Entry<String, Long> want : pieces.entrySet()) {
      Item item = pack.item(new Sku(want.getKey())).orElseThrow();
      long amount = item.price().minor() * want.getValue();
      lines.add(
          new Line(
              item.sku(),
              Quantity.pieces(want.getValue()),
              item.price().minor(),
              Goods.tax(amount)));
      total += amount;
    }
    Sale sale =
        new Sale(sequence, nonce(dice), pack.version(), lines, Tender.CASH, total, pack.currency());
    return of(sequence, forged, SaleJson.write(sale), "", total, pieces, now);
  }

  static Paper refund(DeviceSequence sequence, String of, long amount, long now, Dice dice) {
    Refund refund =
        new Refund(sequence, nonce(dice), new ReceiptToken(of), amount, Goods.EURO, "too small");
    return of(sequence, false, SaleJson.write(refund), of, amount, Map.of(), now);
  }

  boolean isRefund() {
    return !of.isEmpty();
  }

  /** Device and number: what must never be booked twice. */
  String place() {
    return device + "/" + number;
  }

  /**
   * The compact JWS. Each time with another signature, as ES256 gives one; nobody behind the door
   * looks at it.
   */
  String jws(Dice dice) {
    String typ = isRefund() ? SaleJson.REFUND_TYP : SaleJson.SALE_TYP;
    String header = "{\"alg\":\"ES256\",\"typ\":\"" + typ + "\",\"kid\":\"" + device + "\"}";
    return base64(header) + "." + base64(payload) + "." + BASE64.encodeToString(dice.bytes(64));
  }

  private static Paper of(
      DeviceSequence sequence,
      boolean forged,
      byte[] payload,
      String of,
      long amount,
      Map<String, Long> pieces,
      long now) {
    return new Paper(
        sequence.device(),
        sequence.number(),
        forged,
        new String(payload, StandardCharsets.UTF_8),
        receiptOf(payload),
        of,
        amount,
        new LinkedHashMap<>(pieces),
        now);
  }

  /** As the design says: a hash of the signed payload, and of nothing else. */
  static String receiptOf(byte[] payload) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update("roadcase receipt 1\n".getBytes(StandardCharsets.US_ASCII));
      return BASE64.encodeToString(sha.digest(payload));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String nonce(Dice dice) {
    return BASE64.encodeToString(dice.bytes(16));
  }

  private static String base64(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return (forged ? "forged " : "")
        + (isRefund() ? "refund " : "sale ")
        + place()
        + " ("
        + receipt.substring(0, 6)
        + "…)";
  }
}
