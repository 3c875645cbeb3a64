package dev.roadcase.app.journal;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.pack.PackId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/**
 * Reads the journal beside the writer, on a connection of its own that cannot write. Sees only what
 * is committed. Calls block: not for an event loop. One at a time.
 */
public final class JournalReader implements AutoCloseable {

  /** A fact's stored bytes and its journal position. */
  @SuppressWarnings("ArrayRecordComponent") // the stored bytes, compared by nobody
  public record StoredFact(long position, long classSeq, byte[] bytes) {}

  /** A telemetry row. {@code taken} is epoch milliseconds, {@code body} one JSON object. */
  public record StoredRow(
      long seq, long taken, String mode, String name, String key, String body) {}

  private final Path journal;
  private final Connection connection;

  public JournalReader(Path journal) {
    this.journal = journal;
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(5000);
    if (journal.toFile().length() == 0) {
      // SQLite deletes the log beside an empty main file, also for a reader.
      throw new JournalFailure(
          JournalFailure.Exit.DATA,
          journal
              + " is empty or missing. Bring it back, with the journal.db-wal that belongs to it;"
              + " nothing was touched.");
    }
    try {
      connection = config.createConnection("jdbc:sqlite:" + journal);
    } catch (SQLException e) {
      throw new JournalFailure(
          JournalFailure.Exit.IO, journal + " cannot be read: " + e.getMessage(), e);
    }
  }

  public synchronized Optional<StoredFact> fact(long position) {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT position, class_seq, record FROM fact WHERE position = ?")) {
      statement.setLong(1, position);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(stored(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Facts of a class in order, from {@code from} to {@code to} at most, until {@code maxBytes} are
   * together; at least one if there is any.
   */
  public synchronized List<StoredFact> deltas(
      DeltaClass deltaClass, long from, long to, int maxBytes) {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT position, class_seq, record FROM fact
            WHERE class = ? AND class_seq BETWEEN ? AND ? ORDER BY class_seq
            """)) {
      statement.setInt(1, deltaClass.number());
      statement.setLong(2, from);
      statement.setLong(3, to);
      List<StoredFact> all = new ArrayList<>();
      long bytes = 0;
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          StoredFact fact = stored(row);
          bytes += fact.bytes().length;
          if (!all.isEmpty() && bytes > maxBytes) {
            break;
          }
          all.add(fact);
        }
      }
      return all;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** What the file says of itself: {@code kit}, {@code incarnation}. */
  public synchronized Optional<String> meta(String name) {
    try {
      return MetaTable.get(connection, name);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The incarnations under which the box lived before the present one, in their order. */
  public List<Incarnation> formerIncarnations() {
    return SqliteJournal.incarnations(meta(MetaTable.FORMER).orElse(""));
  }

  /** Where the journal ends, and how many bytes of facts it has. */
  public record Extent(long position, long bytes) {}

  public synchronized Extent extent() {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT coalesce(max(position), 0), coalesce(sum(length(record)), 0) FROM fact");
        ResultSet row = statement.executeQuery()) {
      return new Extent(row.getLong(1), row.getLong(2));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * The greatest low bound of the time among the facts, as far as it is no later than {@code
   * latest}; 0 when there is none. Reads the whole journal.
   *
   * @param latest epoch milliseconds
   */
  public synchronized long latestLo(long latest) {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT coalesce(max(lo), 0)
            FROM (SELECT CAST(record AS TEXT) ->> '$.now.lo' AS lo FROM fact) WHERE lo <= ?
            """)) {
      statement.setLong(1, latest);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * The highest sequence of a class among the facts up to {@code position}; 0 when there is none.
   */
  public synchronized long highest(DeltaClass deltaClass, long position) {
    // From the top of the index downwards: a few rows, however long the journal is.
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT class_seq FROM fact WHERE class = ? AND position <= ?
            ORDER BY class_seq DESC LIMIT 1
            """)) {
      statement.setInt(1, deltaClass.number());
      statement.setLong(2, position);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Takes one fact after another. */
  public interface FactReader {
    void fact(StoredFact fact) throws IOException;
  }

  /** Facts of both chains, from the first to {@code last}, one at a time. */
  public synchronized void facts(long last, FactReader taker) throws IOException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT position, class_seq, record FROM fact WHERE position <= ? ORDER BY position")) {
      statement.setLong(1, last);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          taker.fact(stored(row));
        }
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Telemetry in order, as {@link #deltas} is for facts. */
  public synchronized List<StoredRow> telemetry(long from, long to, int maxBytes) {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT seq, taken, mode, name, key, body FROM telemetry
            WHERE seq BETWEEN ? AND ? ORDER BY seq
            """)) {
      statement.setLong(1, from);
      statement.setLong(2, to);
      List<StoredRow> all = new ArrayList<>();
      long bytes = 0;
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          StoredRow stored =
              new StoredRow(
                  row.getLong(1),
                  row.getLong(2),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5),
                  row.getString(6));
          bytes += stored.body().length() + stored.key().length() + 64L;
          if (!all.isEmpty() && bytes > maxBytes) {
            break;
          }
          all.add(stored);
        }
      }
      return all;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The file of a pack that a fact names. */
  public synchronized Optional<byte[]> pack(PackId id) {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT file FROM pack WHERE id = ?")) {
      statement.setString(1, id.hex());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static StoredFact stored(ResultSet row) throws SQLException {
    return new StoredFact(row.getLong(1), row.getLong(2), row.getBytes(3));
  }

  private JournalFailure failed(SQLException e) {
    return new SqliteErrors(journal).reading(e);
  }
}
