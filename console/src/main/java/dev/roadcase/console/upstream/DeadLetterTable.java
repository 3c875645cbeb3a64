package dev.roadcase.console.upstream;

import dev.roadcase.core.fact.Hash;
import dev.roadcase.wire.event.Rejected.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/**
 * What could not be taken. Bounded: beyond {@link #ROWS_MAX} the oldest goes, those first that name
 * no sequence, so that a flood of garbage does not wash away a box's own bad event. How many went
 * is counted in the setting {@code dead_letters_dropped}.
 */
final class DeadLetterTable implements AutoCloseable {
  /** Letters kept. */
  static final int ROWS_MAX = 10_000;

  /** Octets kept of a payload; with the rows, at most 160 MB. */
  static final int PAYLOAD_MAX = 16_384;

  private static final int TEXT_MAX = 300;

  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement evict;
  private final PreparedStatement dropped;
  private int rows;

  DeadLetterTable(Connection connection) throws SQLException {
    this.connection = connection;
    insert =
        connection.prepareStatement(
            """
            INSERT INTO dead_letter
              (received, topic, kit, incarnation, class, seq, reason, digest, size, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """);
    evict =
        connection.prepareStatement(
            """
            DELETE FROM dead_letter WHERE number IN
              (SELECT number FROM dead_letter ORDER BY (seq IS NOT NULL), number LIMIT ?)
            """);
    dropped =
        connection.prepareStatement(
            """
            INSERT INTO setting (name, value) VALUES ('dead_letters_dropped', ?1)
            ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + ?1
            """);
    recount();
  }

  private void recount() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM dead_letter")) {
      rows = row.getInt(1);
    }
  }

  void put(DeadLetter letter, long now) throws SQLException {
    Place place = letter.place();
    insert.setLong(1, now);
    insert.setString(2, clipped(letter.topic()));
    insert.setString(3, letter.kit() == null ? null : letter.kit().value());
    insert.setString(4, place == null ? null : place.source().incarnation().value());
    insert.setString(5, place == null ? null : place.deltaClass().word());
    insert.setObject(6, place == null ? null : place.seq());
    insert.setString(7, clipped(letter.reason()));
    insert.setString(8, Hash.of(letter.payload()).value());
    insert.setInt(9, letter.payload().length);
    insert.setBytes(
        10, Arrays.copyOf(letter.payload(), Math.min(letter.payload().length, PAYLOAD_MAX)));
    rows += insert.executeUpdate();
  }

  /** Brings the table back within its bound; once at the end of a transaction. */
  void trim() throws SQLException {
    if (rows > ROWS_MAX) {
      evict.setInt(1, rows - ROWS_MAX);
      int gone = evict.executeUpdate();
      dropped.setInt(1, gone);
      dropped.executeUpdate();
      rows -= gone;
    }
  }

  private static String clipped(String text) {
    return text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "…" : text;
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    evict.close();
    dropped.close();
  }
}
