package dev.roadcase.console.upstream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * What a database holds, read beside the process that writes it.
 *
 * @param dropped dead letters that went for want of room
 */
record Status(
    String fleet,
    List<BoxClass> classes,
    List<Book> books,
    List<Waiting> waiting,
    List<Absent> absent,
    List<Dead> dead,
    long deadLetters,
    long dropped) {
  /** Kinds of dead letters that are listed. */
  private static final int DEAD_LISTED = 50;

  Status {
    classes = List.copyOf(classes);
    books = List.copyOf(books);
    waiting = List.copyOf(waiting);
    absent = List.copyOf(absent);
    dead = List.copyOf(dead);
  }

  /**
   * One class of one box.
   *
   * @param conflicts how often another event came at a sequence that is taken: the box's folder was
   *     set back, or lives twice
   * @param missing sequences below the last one known that are neither here nor declared closed
   */
  record BoxClass(
      String kit,
      String incarnation,
      String deltaClass,
      long deltas,
      long prefix,
      long last,
      long missing,
      long closed,
      long duplicates,
      long conflicts,
      long deadLetters,
      long lastHeard) {}

  /** The money of one mode in one currency: verified, and no refund beyond its sale. */
  record Book(
      String mode,
      String currency,
      long sales,
      BigInteger total,
      long refunds,
      BigInteger refunded) {}

  /**
   * What one kit has sent and is not counted as money yet.
   *
   * @param why {@code unverified}: its device's key has not come. {@code open}: the sale that it
   *     refunds has not come from this kit
   * @param kind {@code sale} or {@code refund}
   * @param receipts each counted once, by whatever ways it came
   */
  record Waiting(
      String kit,
      String mode,
      String why,
      String kind,
      String currency,
      long receipts,
      BigInteger amount) {}

  /**
   * What a device counted and no book of any mode holds. It may be on its way or waiting, was
   * refused, or is in no copy any more.
   *
   * @param numbers how many of a device's, below the last one that is in the books
   * @param last that one
   */
  record Absent(String device, long numbers, long last) {}

  /** Dead letters of one kit for one reason. */
  record Dead(String kit, String reason, long count) {}

  /**
   * Reads it.
   *
   * @throws Unusable when there is no database of an upstream in the folder
   */
  static Status of(Path folder) {
    Path file = folder.resolve(UpstreamDatabase.FILE);
    if (!Files.isRegularFile(file)) {
      throw Unusable.data(file + " is not there");
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(5_000);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file)) {
      Schema.check(connection, file.toString());
      connection.setAutoCommit(false); // one reading, of one moment
      return new Status(
          setting(connection, "fleet", ""),
          classes(connection),
          books(connection),
          waiting(connection),
          absent(connection),
          dead(connection),
          number(connection, "SELECT count(*) FROM dead_letter"),
          Long.parseLong(setting(connection, "dead_letters_dropped", "0")));
    } catch (SQLException e) {
      throw Unusable.data(file + " cannot be read: " + e.getMessage());
    }
  }

  private static List<BoxClass> classes(Connection connection) throws SQLException {
    List<BoxClass> all = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                """
                SELECT c.kit, c.incarnation, c.class, c.prefix, c.ranges, b.last_heard,
                  (SELECT count(*) FROM delta d WHERE d.kit = c.kit
                    AND d.incarnation = c.incarnation AND d.class = c.class),
                  (SELECT coalesce(total(x.last - x.first + 1), 0) FROM closed x WHERE x.kit = c.kit
                    AND x.incarnation = c.incarnation AND x.class = c.class),
                  (SELECT coalesce(sum(w.count), 0) FROM wire_duplicate w WHERE w.kit = c.kit
                    AND w.incarnation = c.incarnation AND w.class = c.class),
                  (SELECT count(*) FROM dead_letter l WHERE l.seq IS NOT NULL AND l.kit = c.kit
                    AND l.incarnation = c.incarnation AND l.class = c.class),
                  (SELECT coalesce(sum(k.count), 0) FROM conflict k WHERE k.kit = c.kit
                    AND k.incarnation = c.incarnation AND k.class = c.class)
                FROM coverage c JOIN box b ON b.kit = c.kit AND b.incarnation = c.incarnation
                ORDER BY c.kit, c.incarnation, c.class
                """);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Covered covered = new Covered(row.getLong(4), CoverageTable.ranges(row.getString(5)));
        all.add(
            new BoxClass(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(7),
                covered.prefix(),
                covered.last(),
                new Coverage(covered).missing(),
                row.getLong(8),
                row.getLong(9),
                row.getLong(11),
                row.getLong(10),
                row.getLong(6)));
      }
    }
    return all;
  }

  private static List<Book> books(Connection connection) throws SQLException {
    List<Book> all = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                """
                SELECT mode, currency, sum(sales), sum(high), sum(low), sum(refunds), sum(back_high),
                  sum(back_low) FROM (
                  SELECT mode, currency, count(*) AS sales, sum(total / 1000000000) AS high,
                    sum(total % 1000000000) AS low, 0 AS refunds, 0 AS back_high, 0 AS back_low
                    FROM sale GROUP BY mode, currency
                  UNION ALL
                  SELECT mode, currency, 0, 0, 0, count(*), sum(amount / 1000000000),
                    sum(amount % 1000000000) FROM refund GROUP BY mode, currency)
                GROUP BY mode, currency ORDER BY mode, currency
                """);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        all.add(
            new Book(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                exact(row, 4),
                row.getLong(6),
                exact(row, 7)));
      }
    }
    return all;
  }

  private static List<Waiting> waiting(Connection connection) throws SQLException {
    if (!has(connection, "waiting")) {
      return List.of();
    }
    List<Waiting> all = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                """
                SELECT kit, mode, why, kind, currency, count(*), sum(amount / 1000000000),
                  sum(amount % 1000000000)
                FROM (SELECT DISTINCT kit, mode, why, kind, currency, receipt, amount FROM waiting)
                GROUP BY kit, mode, why, kind, currency ORDER BY kit, mode, why, kind, currency
                """);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        all.add(
            new Waiting(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                exact(row, 7)));
      }
    }
    return all;
  }

  private static List<Absent> absent(Connection connection) throws SQLException {
    List<Absent> all = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                """
                SELECT device, max(device_seq) - count(DISTINCT device_seq), max(device_seq)
                FROM (SELECT device, device_seq FROM sale
                  UNION ALL SELECT device, device_seq FROM refund)
                GROUP BY device HAVING max(device_seq) > count(DISTINCT device_seq)
                ORDER BY device
                """);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        all.add(new Absent(row.getString(1), row.getLong(2), row.getLong(3)));
      }
    }
    return all;
  }

  private static List<Dead> dead(Connection connection) throws SQLException {
    List<Dead> all = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT coalesce(kit, '-'), reason, count(*) FROM dead_letter GROUP BY kit, reason
            ORDER BY count(*) DESC, kit, reason LIMIT ?
            """)) {
      statement.setInt(1, DEAD_LISTED);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          all.add(new Dead(row.getString(1), row.getString(2), row.getLong(3)));
        }
      }
    }
    return all;
  }

  /**
   * A sum in two columns, thousands of millions and the rest: SQLite's own ends in an error beyond
   * 2^63-1, and what kits say may add up to more.
   */
  private static BigInteger exact(ResultSet row, int column) throws SQLException {
    return BigInteger.valueOf(row.getLong(column))
        .multiply(BigInteger.valueOf(1_000_000_000))
        .add(BigInteger.valueOf(row.getLong(column + 1)));
  }

  /** Whether a table is there: an upstream of an older release may run on the file. */
  private static boolean has(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT 1 FROM sqlite_schema WHERE name = ?")) {
      statement.setString(1, table);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private static String setting(Connection connection, String name, String otherwise)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT value FROM setting WHERE name = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        @Nullable String value = row.next() ? row.getString(1) : null;
        return value == null ? otherwise : value;
      }
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return row.getLong(1);
    }
  }

  /** As JSON: amounts in minor units. */
  String json() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("fleet", fleet);
    ArrayNode boxes = json.putArray("classes");
    for (BoxClass one : classes) {
      boxes
          .addObject()
          .put("kit", one.kit())
          .put("incarnation", one.incarnation())
          .put("class", one.deltaClass())
          .put("deltas", one.deltas())
          .put("prefix", one.prefix())
          .put("last", one.last())
          .put("missing", one.missing())
          .put("closed", one.closed())
          .put("duplicates", one.duplicates())
          .put("conflicts", one.conflicts())
          .put("deadLetters", one.deadLetters())
          .put("lastHeard", Instant.ofEpochMilli(one.lastHeard()).toString());
    }
    ArrayNode money = json.putArray("books");
    for (Book book : books) {
      money
          .addObject()
          .put("mode", book.mode())
          .put("currency", book.currency())
          .put("sales", book.sales())
          .put("total", book.total())
          .put("refunds", book.refunds())
          .put("refunded", book.refunded());
    }
    ArrayNode notYet = json.putArray("waiting");
    for (Waiting one : waiting) {
      notYet
          .addObject()
          .put("kit", one.kit())
          .put("mode", one.mode())
          .put("why", one.why())
          .put("kind", one.kind())
          .put("currency", one.currency())
          .put("receipts", one.receipts())
          .put("amount", one.amount());
    }
    ArrayNode numbers = json.putArray("absent");
    for (Absent one : absent) {
      numbers
          .addObject()
          .put("device", one.device())
          .put("numbers", one.numbers())
          .put("last", one.last());
    }
    ObjectNode letters =
        json.putObject("deadLetters").put("kept", deadLetters).put("dropped", dropped);
    ArrayNode reasons = letters.putArray("reasons");
    for (Dead one : dead) {
      reasons
          .addObject()
          .put("kit", one.kit())
          .put("reason", one.reason())
          .put("count", one.count());
    }
    return json.toPrettyString();
  }

  /** For a person: amounts as they are written in the shop. */
  String text() {
    StringBuilder text = new StringBuilder("fleet " + fleet + "\n\n");
    text.append(
        "%-12s %-16s %-5s %9s %9s %8s %7s %10s %9s %12s  %s%n"
            .formatted(
                "kit",
                "incarnation",
                "class",
                "deltas",
                "prefix",
                "missing",
                "closed",
                "duplicates",
                "conflicts",
                "dead letters",
                "last heard"));
    for (BoxClass one : classes) {
      text.append(
          "%-12s %-16s %-5s %9d %9d %8d %7d %10d %9d %12d  %s%n"
              .formatted(
                  one.kit(),
                  one.incarnation(),
                  one.deltaClass(),
                  one.deltas(),
                  one.prefix(),
                  one.missing(),
                  one.closed(),
                  one.duplicates(),
                  one.conflicts(),
                  one.deadLetters(),
                  Instant.ofEpochMilli(one.lastHeard())));
    }
    text.append('\n');
    for (Book book : books) {
      text.append(
          "%-9s %d sales, %s; %d refunds, %s%n"
              .formatted(
                  book.mode(),
                  book.sales(),
                  amount(book.total(), book.currency()),
                  book.refunds(),
                  amount(book.refunded(), book.currency())));
    }
    for (Waiting one : waiting) {
      text.append(
          "%-9s not counted: %s, %d %ss %s, %s%n"
              .formatted(
                  one.mode(),
                  one.kit(),
                  one.receipts(),
                  one.kind(),
                  one.why(),
                  amount(one.amount(), one.currency())));
    }
    for (Absent one : absent) {
      text.append(
          ("in no book: %d of the numbers 1 to %d that %s counted; when nothing is on its way any"
                  + " more, ask that device for them%n")
              .formatted(one.numbers(), one.last(), one.device()));
    }
    text.append(
        "dead letters: %d kept, %d dropped for want of room%n".formatted(deadLetters, dropped));
    for (Dead one : dead) {
      text.append("  %6d  %-12s %s%n".formatted(one.count(), one.kit(), one.reason()));
    }
    return text.toString();
  }

  /** Sums outgrow what one sale may come to, so they are no {@code Money}. */
  private static String amount(BigInteger minor, String currency) {
    int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    return new BigDecimal(minor, digits).toPlainString() + " " + currency;
  }
}
