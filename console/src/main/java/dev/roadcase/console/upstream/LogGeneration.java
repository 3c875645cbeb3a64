package dev.roadcase.console.upstream;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * Whether a database and its log belong together. SQLite reads whatever log stands beside a
 * database, and writes on into whatever was copied over one: pages of two times, of which it
 * complains late or never.
 *
 * <p>Each time the log is begun anew, the first transaction in it makes a new name for it, and
 * keeps the one before. So main file and log together name this generation and the last, and the
 * main file alone one of the two, until somebody puts another copy there.
 */
final class LogGeneration {
  private static final String NAME = "log_generation";
  private static final String BEFORE = "log_generation_before";

  /** So many pages that are in the log alone are folded into the main file: about 4 MB. */
  private static final long LONG_LOG_PAGES = 1000;

  private final Path file;
  private final Connection connection;
  private final SecureRandom chance = new SecureRandom();
  private Names names;
  private boolean due;
  private @Nullable Names written;
  private @Nullable FileTime seen;

  /** What this generation is called, and the one before; empty where there is none. */
  private record Names(String now, String before) {
    boolean has(String name) {
      return name.equals(now) || name.equals(before);
    }
  }

  /**
   * Of a database that is open.
   *
   * @param connection its writer, which from here on folds nothing by itself
   */
  LogGeneration(Path file, Connection connection) throws SQLException {
    this.file = file;
    this.connection = connection;
    this.names = names(connection);
    // After a kill, SQLite serves rows from the page cache that no flush ever held. They must not
    // be acknowledged from there, so they go to the disk now.
    fold("TRUNCATE");
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = 0");
    }
  }

  /**
   * Looks before a writer opens, and changes nothing.
   *
   * @throws Unusable when a log stands beside the database that is not its own
   */
  static void requireItsLog(Path file) throws SQLException {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    if (file.toFile().length() == 0 || log.toFile().length() == 0) {
      return;
    }
    Names both;
    String alone;
    try (Connection reader = reader(file.toString())) {
      both = names(reader);
      alone = alone(file);
    } catch (SQLException e) {
      // Young, or no upstream's, or cut off in the middle of folding: then only the two together
      // say what it is.
      return;
    }
    if (!both.has(alone)) {
      throw Unusable.data(
          log
              + " does not belong to "
              + file.getFileName()
              + ": one of the two is of another copy. Nothing was touched. Bring back the two that"
              + " belong together; or keep copies of both, move "
              + log.getFileName()
              + " away, and start again on what "
              + file.getFileName()
              + " has alone: the boxes send it what it lacks, if they still have it.");
    }
  }

  /** To be called in each transaction, before its end. */
  void write() throws SQLException {
    if (!due) {
      return;
    }
    byte[] name = new byte[8];
    chance.nextBytes(name);
    written = new Names(HexFormat.of().formatHex(name), names.now());
    try (PreparedStatement set =
        connection.prepareStatement(
            """
            INSERT INTO setting (name, value) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET value = excluded.value
            """)) {
      set(set, NAME, written.now());
      set(set, BEFORE, written.before());
    }
  }

  private static void set(PreparedStatement set, String name, String value) throws SQLException {
    set.setString(1, name);
    set.setString(2, value);
    set.executeUpdate();
  }

  /** The transaction is on the disk. */
  void committed() {
    if (written != null) {
      names = written;
      written = null;
      due = false;
    }
  }

  /** The transaction came to nothing. */
  void rolledBack() {
    written = null;
  }

  /** Folds a log that has grown long. */
  void foldIfLong() throws SQLException {
    long pages = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(NOOP)")) {
      if (row.next() && row.getInt(1) == 0) {
        pages = row.getLong(2) - row.getLong(3);
      }
    }
    if (pages >= LONG_LOG_PAGES) {
      fold("PASSIVE");
    }
  }

  /**
   * Behind a log that is folded to its end the next transaction begins a new one, and names it. A
   * reader may have kept a part: then the main file may have an older name than the last.
   */
  private void fold(String mode) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
      due |= row.next() && row.getInt(1) == 0 && row.getLong(2) == row.getLong(3);
    }
  }

  /**
   * Makes sure that the main file is still the one that was opened. Reads it only when it has
   * changed since, as it does by folding.
   *
   * @param changed when it changed last
   * @throws Unusable when another copy was written over it
   */
  void requireInPlace(FileTime changed) {
    if (changed.equals(seen)) {
      return;
    }
    boolean ours;
    try {
      ours = names.has(alone(file));
    } catch (SQLException e) {
      ours = false;
    }
    if (!ours) {
      throw Unusable.disk(
          file
              + " is not the database any more that this upstream writes: another was written over"
              + " it. Nothing more is confirmed or acknowledged. Put the database that counts in"
              + " its place, without upstream.db-wal and upstream.db-shm, and start the upstream"
              + " again; the boxes send it what it lacks, if they still have it.");
    }
    seen = changed;
  }

  private static String alone(Path file) throws SQLException {
    // Neither locks nor the log.
    try (Connection main = reader("file:" + file.toUri().getRawPath() + "?immutable=1")) {
      return names(main).now();
    }
  }

  private static Connection reader(String name) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(5000);
    return config.createConnection("jdbc:sqlite:" + name);
  }

  private static Names names(Connection connection) throws SQLException {
    return new Names(value(connection, NAME), value(connection, BEFORE));
  }

  private static String value(Connection connection, String name) throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement("SELECT value FROM setting WHERE name = ?")) {
      find.setString(1, name);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }
}
