package dev.roadcase.app.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** What the journal's file says of itself: a word by name. */
final class MetaTable {
  /** Whose journal it is. */
  static final String KIT = "kit";

  /** Under which the box lives now. */
  static final String INCARNATION = "incarnation";

  /** The incarnations before the present one, with spaces between. */
  static final String FORMER = "former_incarnations";

  /** The oldest format whose releases still read and write the file right. */
  static final String MIN_READER = "min_reader";

  /** Whether the last run stopped in good order. */
  static final String CLEAN = "clean";

  private MetaTable() {}

  static Optional<String> get(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT value FROM meta WHERE name = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  static void set(Connection connection, String name, String value) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO meta(name, value) VALUES (?, ?)
            ON CONFLICT(name) DO UPDATE SET value = excluded.value
            """)) {
      statement.setString(1, name);
      statement.setString(2, value);
      statement.executeUpdate();
    }
  }
}
