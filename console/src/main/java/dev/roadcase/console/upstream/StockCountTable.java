package dev.roadcase.console.upstream;

import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.pack.CountReason;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.StockFact;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Malformed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What crews counted, and by how much it differed; milli-units. */
final class StockCountTable implements Projection {
  private final Connection connection;
  private final PreparedStatement insert;

  StockCountTable(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          CREATE TABLE IF NOT EXISTS stock_count (
            kit TEXT NOT NULL,
            incarnation TEXT NOT NULL,
            seq INTEGER NOT NULL,
            mode TEXT NOT NULL,
            sku TEXT NOT NULL,
            was INTEGER NOT NULL,
            counted INTEGER NOT NULL,
            reason TEXT NOT NULL,
            counted_at INTEGER NOT NULL,
            PRIMARY KEY (kit, incarnation, seq)
          ) STRICT, WITHOUT ROWID
          """);
    }
    insert =
        connection.prepareStatement(
            """
            INSERT INTO stock_count (kit, incarnation, seq, mode, sku, was, counted, reason, counted_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """);
  }

  @Override
  public String name() {
    return "stock-counts";
  }

  @Override
  public int rules() {
    return 1;
  }

  @Override
  public List<FactType> reads() {
    return List.of(StockFact.STOCK_COUNTED);
  }

  @Override
  public void book(Booking booking, Effects effects) throws SQLException {
    Fields body = booking.fields();
    insert.setString(1, booking.kit());
    insert.setString(2, booking.incarnation());
    insert.setLong(3, booking.place().seq());
    insert.setString(4, booking.mode().word());
    insert.setString(5, body.as("sku", Sku::new).value());
    insert.setLong(6, quantity(body, "was"));
    insert.setLong(7, quantity(body, "counted"));
    insert.setString(8, body.as("reason", StockCountTable::reason));
    insert.setLong(9, booking.epochMillis());
    insert.executeUpdate();
  }

  private static long quantity(Fields body, String name) {
    long milli = body.whole(name);
    if (milli < 0 || milli > Quantity.LIMIT) {
      throw new Malformed(name + " is 0 to " + Quantity.LIMIT + " milli-units");
    }
    return milli;
  }

  private static String reason(String word) {
    return CountReason.of(word)
        .orElseThrow(() -> new IllegalArgumentException("is no reason of a count"))
        .word();
  }

  @Override
  public void clear() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM stock_count");
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
  }
}
