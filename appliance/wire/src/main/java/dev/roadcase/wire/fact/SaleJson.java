package dev.roadcase.wire.fact;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.SignedRefund;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.core.sale.Tender;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import java.util.Currency;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sales and refunds as devices sign them: compact JWS, {@code typ} {@code sale+jwt} and {@code
 * refund+jwt}, the device's id as {@code kid}.
 */
public final class SaleJson {
  public static final String SALE_TYP = "sale+jwt";
  public static final String REFUND_TYP = "refund+jwt";

  private SaleJson() {}

  /** The payload that a till signs. */
  public static byte[] write(Sale sale) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("iss", sale.sequence().device().value());
    node.put("seq", sale.sequence().number());
    node.put("nonce", sale.nonce());
    node.put("pack", sale.packVersion());
    ArrayNode lines = node.putArray("lines");
    for (Line line : sale.lines()) {
      lines
          .addObject()
          .put("sku", line.sku().value())
          .put("qty", line.quantity().milli())
          .put("price", line.unitPrice())
          .put("tax", line.tax());
    }
    node.put("tender", sale.tender().word());
    node.put("total", sale.total());
    node.put("cur", sale.currency().getCurrencyCode());
    return Json.bytes(node);
  }

  public static byte[] write(Refund refund) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("iss", refund.sequence().device().value());
    node.put("seq", refund.sequence().number());
    node.put("nonce", refund.nonce());
    node.put("of", refund.of().value());
    node.put("amount", refund.amount());
    node.put("cur", refund.currency().getCurrencyCode());
    node.put("reason", refund.reason());
    return Json.bytes(node);
  }

  /**
   * A sale whose signature is by the device that it names, or nothing when it is not.
   *
   * @param keyOf the key of a paired device
   * @throws Malformed when it is no sale at all
   */
  public static Optional<Verified<SignedSale>> verifiedSale(
      String jws, Function<DeviceId, Optional<Es256>> keyOf) {
    CompactJws parsed = CompactJws.parseOpen(jws, SALE_TYP);
    SignedSale signed = sale(parsed);
    return signedByItsDevice(parsed, signed.sale().sequence().device(), keyOf)
        ? Optional.of(new Verified<>(signed))
        : Optional.empty();
  }

  /** As {@link #verifiedSale}, for a refund. */
  public static Optional<Verified<SignedRefund>> verifiedRefund(
      String jws, Function<DeviceId, Optional<Es256>> keyOf) {
    CompactJws parsed = CompactJws.parseOpen(jws, REFUND_TYP);
    SignedRefund signed = refund(parsed);
    return signedByItsDevice(parsed, signed.refund().sequence().device(), keyOf)
        ? Optional.of(new Verified<>(signed))
        : Optional.empty();
  }

  /** A sale out of a journal of ours, or upstream of one: a box verified it before it got there. */
  public static SignedSale journalledSale(String jws) {
    return sale(CompactJws.parseOpen(jws, SALE_TYP));
  }

  /** As {@link #journalledSale}, for a refund. */
  public static SignedRefund journalledRefund(String jws) {
    return refund(CompactJws.parseOpen(jws, REFUND_TYP));
  }

  private static boolean signedByItsDevice(
      CompactJws jws, DeviceId device, Function<DeviceId, Optional<Es256>> keyOf) {
    return device.value().equals(jws.keyId())
        && keyOf.apply(device).filter(jws::signedBy).isPresent();
  }

  private static SignedSale sale(CompactJws jws) {
    byte[] payload = jws.payload();
    Fields fields = Json.object(payload, "a sale");
    Sale sale =
        built(
            "a sale",
            () ->
                new Sale(
                    sequence(fields),
                    fields.text("nonce"),
                    fields.whole("pack"),
                    fields.list("lines", SaleJson::line),
                    fields.as("tender", Tender::of),
                    fields.whole("total"),
                    fields.as("cur", SaleJson::currency)));
    fields.done();
    return new SignedSale(sale, jws.text(), ReceiptToken.of(payload));
  }

  private static Line line(Fields fields) {
    Line line =
        built(
            "a line",
            () ->
                new Line(
                    fields.as("sku", Sku::new),
                    new Quantity(fields.whole("qty")),
                    fields.whole("price"),
                    fields.whole("tax")));
    fields.done();
    return line;
  }

  private static SignedRefund refund(CompactJws jws) {
    byte[] payload = jws.payload();
    Fields fields = Json.object(payload, "a refund");
    Refund refund =
        built(
            "a refund",
            () ->
                new Refund(
                    sequence(fields),
                    fields.text("nonce"),
                    fields.as("of", ReceiptToken::new),
                    fields.whole("amount"),
                    fields.as("cur", SaleJson::currency),
                    fields.text("reason")));
    fields.done();
    return new SignedRefund(refund, jws.text(), ReceiptToken.of(payload));
  }

  private static DeviceSequence sequence(Fields fields) {
    return new DeviceSequence(fields.as("iss", DeviceId::new), fields.whole("seq"));
  }

  private static Currency currency(String code) {
    try {
      return Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      throw new Malformed("\"" + code + "\" is no ISO 4217 currency code");
    }
  }

  /** The rules of the types themselves, with the name of what was being read in front. */
  private static <T> T built(String what, java.util.function.Supplier<T> maker) {
    try {
      return maker.get();
    } catch (Malformed e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new Malformed(what + ": " + e.getMessage());
    }
  }
}
