package dev.roadcase.app.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one snapshot that a journal has, and the pages of bookings that belong to it. */
final class SnapshotTable {
  private final Connection connection;
  private final SqliteErrors errors;

  /** Reads and writes by a connection of another's, which commits. */
  SnapshotTable(Connection connection, SqliteErrors errors) {
    this.connection = connection;
    this.errors = errors;
  }

  Optional<Snapshot> read() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT format, mode, position, state FROM snapshot")) {
      return row.next()
          ? Optional.of(
              new Snapshot(
                  row.getInt(1), row.getString(2), row.getLong(3), row.getBytes(4), pages()))
          : Optional.empty();
    }
  }

  /** Takes the place of the one before; pages that begin at 0 take the place of all pages. */
  void write(Snapshot snapshot) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO snapshot(id, format, mode, position, state) VALUES (1, ?, ?, ?, ?)
            ON CONFLICT(id) DO UPDATE SET format = excluded.format, mode = excluded.mode,
              position = excluded.position, state = excluded.state
            """)) {
      statement.setInt(1, snapshot.format());
      statement.setString(2, snapshot.mode());
      statement.setLong(3, snapshot.position());
      statement.setBytes(4, snapshot.state());
      statement.executeUpdate();
    }
    for (Snapshot.Page page : snapshot.pages()) {
      write(page);
    }
  }

  private void write(Snapshot.Page page) throws SQLException {
    if (page.first() == 0) {
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate("DELETE FROM snapshot_page");
      }
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO snapshot_page(first, count, bookings) VALUES (?, ?, ?)")) {
      statement.setLong(1, page.first());
      statement.setInt(2, page.count());
      statement.setBytes(3, page.bytes().get());
      statement.executeUpdate();
    }
  }

  private List<Snapshot.Page> pages() throws SQLException {
    List<Snapshot.Page> pages = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT first, count FROM snapshot_page ORDER BY first")) {
      while (row.next()) {
        long first = row.getLong(1);
        pages.add(new Snapshot.Page(first, row.getInt(2), () -> bookings(first)));
      }
    }
    return pages;
  }

  private byte[] bookings(long first) {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT bookings FROM snapshot_page WHERE first = ?")) {
      statement.setLong(1, first);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getBytes(1) : new byte[0];
      }
    } catch (SQLException e) {
      throw errors.failed(e);
    }
  }
}
