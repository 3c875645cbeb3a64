package dev.roadcase.console.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.SignedRefund;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.fact.SaleJson;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * The books: sales and refunds as the devices signed them. The receipt is computed from the signed
 * payload, never taken on trust, and is one entry in the books of its mode.
 */
final class BookTable implements AutoCloseable {
  private static final String SALE = "dev.roadcase.sale-taken.v1";
  private static final String REFUND = "dev.roadcase.refund-given.v1";

  private final PreparedStatement insertSale;
  private final PreparedStatement insertRefund;
  private final PreparedStatement refunded;

  BookTable(Connection connection) throws SQLException {
    insertSale =
        connection.prepareStatement(
            """
            INSERT INTO sale (receipt, mode, kit, incarnation, device, device_seq, total, currency,
              tender, lines, taken_at, paths, refunded)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1,
              (SELECT coalesce(sum(amount), 0) FROM refund WHERE sale = ?1 AND mode = ?2))
            ON CONFLICT (receipt, mode) DO UPDATE SET paths = paths + 1
            """);
    insertRefund =
        connection.prepareStatement(
            """
            INSERT INTO refund (receipt, mode, sale, kit, incarnation, device, device_seq, amount,
              currency, reason, given_at, paths)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            ON CONFLICT (receipt, mode) DO UPDATE SET paths = paths + 1
            """);
    // A refund is urgent: it may well be here before the sale that it refunds.
    refunded =
        connection.prepareStatement(
            """
            UPDATE sale SET refunded =
              (SELECT coalesce(sum(amount), 0) FROM refund WHERE sale = ?1 AND mode = ?2)
            WHERE receipt = ?1 AND mode = ?2
            """);
  }

  /**
   * Books a delta that is new; what is neither sale nor refund is none of its business.
   *
   * @throws Malformed when it says that it is money, and cannot be read
   */
  void book(DeltaEvent event) throws SQLException {
    switch (event.type().toString()) {
      case SALE -> sale(event);
      case REFUND -> refund(event);
      default -> {}
    }
  }

  private void sale(DeltaEvent event) throws SQLException {
    Fields body = body(event);
    SignedSale signed = SaleJson.journalledSale(body.text("jws"));
    sameReceipt(body, signed.receipt());
    Sale sale = signed.sale();
    insertSale.setString(1, signed.receipt().value());
    insertSale.setString(2, event.mode().word());
    insertSale.setString(3, event.source().kit().value());
    insertSale.setString(4, event.source().incarnation().value());
    insertSale.setString(5, sale.sequence().device().value());
    insertSale.setLong(6, sale.sequence().number());
    insertSale.setLong(7, sale.total());
    insertSale.setString(8, sale.currency().getCurrencyCode());
    insertSale.setString(9, sale.tender().word());
    insertSale.setString(10, lines(sale.lines()));
    insertSale.setLong(11, event.epochMillis());
    insertSale.executeUpdate();
  }

  private void refund(DeltaEvent event) throws SQLException {
    Fields body = body(event);
    SignedRefund signed = SaleJson.journalledRefund(body.text("jws"));
    sameReceipt(body, signed.receipt());
    Refund refund = signed.refund();
    insertRefund.setString(1, signed.receipt().value());
    insertRefund.setString(2, event.mode().word());
    insertRefund.setString(3, refund.of().value());
    insertRefund.setString(4, event.source().kit().value());
    insertRefund.setString(5, event.source().incarnation().value());
    insertRefund.setString(6, refund.sequence().device().value());
    insertRefund.setLong(7, refund.sequence().number());
    insertRefund.setLong(8, refund.amount());
    insertRefund.setString(9, refund.currency().getCurrencyCode());
    insertRefund.setString(10, refund.reason());
    insertRefund.setLong(11, event.epochMillis());
    insertRefund.executeUpdate();
    refunded.setString(1, refund.of().value());
    refunded.setString(2, event.mode().word());
    refunded.executeUpdate();
  }

  private static Fields body(DeltaEvent event) {
    return Json.object(event.body().getBytes(StandardCharsets.UTF_8), event.type().word());
  }

  private static void sameReceipt(Fields body, ReceiptToken receipt) {
    if (!body.text("receipt").equals(receipt.value())) {
      throw new Malformed("the receipt is not the one that follows from the signed payload");
    }
  }

  private static String lines(List<Line> lines) {
    ArrayNode all = Json.MAPPER.createArrayNode();
    for (Line line : lines) {
      all.addObject()
          .put("sku", line.sku().value())
          .put("qty", line.quantity().milli())
          .put("price", line.unitPrice())
          .put("tax", line.tax());
    }
    try {
      return Json.MAPPER.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  @Override
  public void close() throws SQLException {
    insertSale.close();
    insertRefund.close();
    refunded.close();
  }
}
