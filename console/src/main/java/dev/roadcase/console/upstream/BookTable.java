package dev.roadcase.console.upstream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.roadcase.console.upstream.WaitingTable.Claim;
import dev.roadcase.console.upstream.WaitingTable.Why;
import dev.roadcase.core.auth.DeviceFact;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.SaleFact;
import dev.roadcase.core.sale.SignedRefund;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.wire.fact.SaleJson;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.Es256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * The books: sales and refunds whose device's signature was verified. The receipt is computed from
 * the signed payload, never taken on trust, and is one entry in the books of its mode.
 *
 * <p>A box sends its refunds first and its device's keys last, so each may come before what judges
 * it: a sale or a refund of a device whose key is not here waits <em>unverified</em>, a verified
 * refund whose sale its own kit has not brought waits <em>open</em>. Neither is money. All refunds
 * of a sale together are at most its total, so no sum here can overflow.
 */
final class BookTable implements Projection {
  private final Connection connection;
  private final DeviceTable devices;
  private final WaitingTable waiting;
  private final PreparedStatement saleAgain;
  private final PreparedStatement insertSale;
  private final PreparedStatement elsewhere;
  private final PreparedStatement refundAgain;
  private final PreparedStatement insertRefund;
  private final PreparedStatement findSale;
  private final PreparedStatement giveBack;

  BookTable(Connection connection, FleetId fleet) throws SQLException {
    this.connection = connection;
    devices = new DeviceTable(connection);
    waiting = new WaitingTable(connection, fleet);
    saleAgain =
        connection.prepareStatement(
            "UPDATE sale SET paths = paths + 1 WHERE receipt = ? AND mode = ?");
    insertSale =
        connection.prepareStatement(
            """
            INSERT INTO sale (receipt, mode, kit, incarnation, device, device_seq, total, currency,
              tender, lines, taken_at, paths, refunded)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0)
            """);
    elsewhere =
        connection.prepareStatement(
            """
            INSERT INTO sale_elsewhere (receipt, mode, kit)
            SELECT receipt, mode, ?3 FROM sale WHERE receipt = ?1 AND mode = ?2 AND kit <> ?3
            ON CONFLICT DO NOTHING
            """);
    refundAgain =
        connection.prepareStatement(
            "UPDATE refund SET paths = paths + 1 WHERE receipt = ? AND mode = ?");
    insertRefund =
        connection.prepareStatement(
            """
            INSERT INTO refund (receipt, mode, sale, kit, incarnation, device, device_seq, amount,
              currency, reason, given_at, paths)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """);
    findSale =
        connection.prepareStatement(
            """
            SELECT total, refunded, currency FROM sale s WHERE receipt = ?1 AND mode = ?2
              AND (kit = ?3 OR EXISTS (SELECT 1 FROM sale_elsewhere e
                WHERE e.receipt = s.receipt AND e.mode = s.mode AND e.kit = ?3))
            """);
    giveBack =
        connection.prepareStatement(
            "UPDATE sale SET refunded = refunded + ? WHERE receipt = ? AND mode = ?");
  }

  @Override
  public String name() {
    return "books";
  }

  @Override
  public int rules() {
    return 2;
  }

  @Override
  public List<FactType> reads() {
    return List.of(DeviceFact.DEVICE_PAIRED, SaleFact.SALE_TAKEN, SaleFact.REFUND_GIVEN);
  }

  /**
   * Books money, or lets it wait.
   *
   * @throws Malformed when it says that it is money, and is none: it cannot be read, its device has
   *     not signed it, or it gives back more than was paid
   */
  @Override
  public void book(Booking booking, Effects effects) throws SQLException {
    if (booking.is(SaleFact.SALE_TAKEN)) {
      sale(booking);
    } else if (booking.is(SaleFact.REFUND_GIVEN)) {
      refund(booking);
    } else {
      paired(booking);
    }
  }

  @Override
  public void clear() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM sale");
      statement.executeUpdate("DELETE FROM refund");
    }
  }

  @Override
  public List<Booking> due(int most) throws SQLException {
    return waiting.due(most);
  }

  private void paired(Booking booking) throws SQLException {
    Fields body = booking.fields();
    DeviceId device = body.as("device", DeviceId::new);
    if (devices.pair(device, new PublicKey(body.text("x"), body.text("y")), booking)) {
      for (Mode mode : Mode.values()) {
        if (mode.knowsDevicesOf(booking.mode())) {
          waiting.arrived(Why.UNVERIFIED, device.value(), mode);
        }
      }
    }
  }

  private void sale(Booking booking) throws SQLException {
    Fields body = booking.fields();
    SignedSale signed = SaleJson.journalledSale(body.text("jws"));
    sameReceipt(body, signed.receipt());
    Sale sale = signed.sale();
    DeviceId device = sale.sequence().device();
    String receipt = signed.receipt().value();
    Optional<Es256> key = devices.key(device, booking.mode());
    if (key.isEmpty()) {
      waiting.add(
          booking,
          Why.UNVERIFIED,
          device.value(),
          new Claim("sale", receipt, sale.total(), sale.currency().getCurrencyCode()));
      return;
    }
    requireSigned(SaleJson.verifiedSale(signed.jws(), d -> key).isPresent());
    if (!counted(saleAgain, receipt, booking.mode())) {
      insert(booking, signed);
    }
    bind(elsewhere, receipt, booking.mode());
    elsewhere.setString(3, booking.kit());
    elsewhere.executeUpdate();
    waiting.arrived(Why.OPEN, receipt, booking.mode());
  }

  private void insert(Booking booking, SignedSale signed) throws SQLException {
    Sale sale = signed.sale();
    bind(insertSale, signed.receipt().value(), booking.mode());
    insertSale.setString(3, booking.kit());
    insertSale.setString(4, booking.incarnation());
    insertSale.setString(5, sale.sequence().device().value());
    insertSale.setLong(6, sale.sequence().number());
    insertSale.setLong(7, sale.total());
    insertSale.setString(8, sale.currency().getCurrencyCode());
    insertSale.setString(9, sale.tender().word());
    insertSale.setString(10, lines(sale.lines()));
    insertSale.setLong(11, booking.epochMillis());
    insertSale.executeUpdate();
  }

  private void refund(Booking booking) throws SQLException {
    Fields body = booking.fields();
    SignedRefund signed = SaleJson.journalledRefund(body.text("jws"));
    sameReceipt(body, signed.receipt());
    Refund refund = signed.refund();
    DeviceId device = refund.sequence().device();
    String receipt = signed.receipt().value();
    Claim claim =
        new Claim("refund", receipt, refund.amount(), refund.currency().getCurrencyCode());
    Optional<Es256> key = devices.key(device, booking.mode());
    if (key.isEmpty()) {
      waiting.add(booking, Why.UNVERIFIED, device.value(), claim);
      return;
    }
    requireSigned(SaleJson.verifiedRefund(signed.jws(), d -> key).isPresent());
    if (counted(refundAgain, receipt, booking.mode())) {
      return;
    }
    if (!judged(booking, refund)) {
      waiting.add(booking, Why.OPEN, refund.of().value(), claim);
      return;
    }
    insert(booking, signed);
    giveBack.setLong(1, refund.amount());
    giveBack.setString(2, refund.of().value());
    giveBack.setString(3, booking.mode().word());
    giveBack.executeUpdate();
  }

  private void insert(Booking booking, SignedRefund signed) throws SQLException {
    Refund refund = signed.refund();
    bind(insertRefund, signed.receipt().value(), booking.mode());
    insertRefund.setString(3, refund.of().value());
    insertRefund.setString(4, booking.kit());
    insertRefund.setString(5, booking.incarnation());
    insertRefund.setString(6, refund.sequence().device().value());
    insertRefund.setLong(7, refund.sequence().number());
    insertRefund.setLong(8, refund.amount());
    insertRefund.setString(9, refund.currency().getCurrencyCode());
    insertRefund.setString(10, refund.reason());
    insertRefund.setLong(11, booking.epochMillis());
    insertRefund.executeUpdate();
  }

  /**
   * Whether the sale is here, by the refund's own kit and in its mode.
   *
   * @throws Malformed when it is, and the refund does not go with it
   */
  private boolean judged(Booking booking, Refund refund) throws SQLException {
    bind(findSale, refund.of().value(), booking.mode());
    findSale.setString(3, booking.kit());
    try (ResultSet row = findSale.executeQuery()) {
      if (!row.next()) {
        return false;
      }
      long left = row.getLong(1) - row.getLong(2);
      if (!refund.currency().getCurrencyCode().equals(row.getString(3))) {
        throw new Malformed("a refund in another currency than its sale");
      }
      if (refund.amount() > left) {
        throw new Malformed("a refund of more than is left of its sale");
      }
      return true;
    }
  }

  @Override
  public void forget() {
    devices.forget();
  }

  private static void requireSigned(boolean signed) {
    if (!signed) {
      throw new Malformed("the signature is not by the device that it names");
    }
  }

  private static boolean counted(PreparedStatement again, String receipt, Mode mode)
      throws SQLException {
    bind(again, receipt, mode);
    return again.executeUpdate() > 0;
  }

  private static void bind(PreparedStatement statement, String receipt, Mode mode)
      throws SQLException {
    statement.setString(1, receipt);
    statement.setString(2, mode.word());
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
    return Json.text(all);
  }

  @Override
  public void close() throws SQLException {
    devices.close();
    waiting.close();
    for (PreparedStatement one :
        List.of(saleAgain, insertSale, elsewhere, refundAgain, insertRefund, findSale, giveBack)) {
      one.close();
    }
  }
}
