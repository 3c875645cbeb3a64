package dev.roadcase.app.journal;

import dev.roadcase.app.disk.Room;
import dev.roadcase.app.journal.JournalFailure.Exit;
import dev.roadcase.wire.file.LockedFolder;
import dev.roadcase.wire.file.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * The journal's file, taken for this process, looked at, brought to this release's format and to
 * the disk: what a {@link SqliteJournal} writes to.
 */
public final class JournalFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
  private static final int APPLICATION_ID = 0x52434a31;

  /** Up to this size a file is checked whole at every start: about 0.1 s. */
  private static final long QUICK_CHECK_BYTES = 64L << 20;

  /**
   * One step of the format.
   *
   * @param minReader the oldest format whose releases still read and write the file right. A step
   *     that only adds a table, or a column that may be empty, leaves it where it was
   */
  private record Migration(int minReader, String sql) {}

  /**
   * Numbered and forward only; migration n brings {@code user_version} to n. After an update that
   * did not hold, the release before meets a file that this one wrote: it goes by {@code
   * min_reader}.
   */
  private static final List<Migration> MIGRATIONS =
      List.of(
          new Migration(
              1,
              """
              CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
              CREATE TABLE fact(
                position INTEGER PRIMARY KEY,
                class INTEGER,
                class_seq INTEGER,
                record BLOB NOT NULL) STRICT;
              CREATE UNIQUE INDEX fact_by_class ON fact(class, class_seq) WHERE class IS NOT NULL;
              CREATE TABLE telemetry(
                seq INTEGER PRIMARY KEY AUTOINCREMENT,
                taken INTEGER NOT NULL,
                mode TEXT NOT NULL,
                name TEXT NOT NULL,
                key TEXT NOT NULL,
                body TEXT NOT NULL) STRICT;
              CREATE TABLE pack(id TEXT PRIMARY KEY, file BLOB NOT NULL) STRICT;
              CREATE TABLE snapshot(
                id INTEGER PRIMARY KEY CHECK (id = 1),
                format INTEGER NOT NULL,
                mode TEXT NOT NULL,
                position INTEGER NOT NULL,
                state BLOB NOT NULL) STRICT;
              """),
          new Migration(
              1,
              """
              CREATE TABLE snapshot_page(
                first INTEGER PRIMARY KEY,
                count INTEGER NOT NULL,
                bookings BLOB NOT NULL) STRICT;
              """),
          // Read by older releases until a peer's fact stands in it: see PEERS_READER.
          new Migration(
              1,
              """
              CREATE TABLE peer_fact(
                position INTEGER PRIMARY KEY,
                kit TEXT NOT NULL,
                incarnation TEXT NOT NULL,
                seq INTEGER NOT NULL,
                record BLOB NOT NULL,
                UNIQUE (kit, incarnation, seq)) STRICT;
              """));

  /** With peers' facts in it, a release without them would find holes among the positions. */
  static final int PEERS_READER = 3;

  private final Path path;
  private final LockedFolder lock;
  private final Connection connection;

  private JournalFile(Path path, LockedFolder lock, Connection connection) {
    this.path = path;
    this.lock = lock;
    this.connection = connection;
  }

  /**
   * Opens the file in {@code folder}, or makes one there, and brings all of it to the disk before
   * it returns. Opening needs a few pages itself.
   *
   * @param room made ready first, and asked for more when the disk has not even those pages. Of a
   *     new file made ready behind it: a reserve stands only where a journal does
   * @throws JournalFailure when it cannot be trusted, with what to do about it
   */
  static JournalFile open(Path folder, Room room) {
    LockedFolder lock = lock(folder);
    Path path = folder.resolve("journal.db");
    boolean first = Files.notExists(path);
    try {
      if (!first) {
        room.prepare();
      }
      Connection connection = connected(path, room);
      if (first) {
        room.prepare();
      }
      return new JournalFile(path, lock, connection);
    } catch (SQLException e) {
      lock.close();
      throw new SqliteErrors(path).opening(e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  /** By which it is written. */
  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new SqliteErrors(path).failed(e);
    } finally {
      lock.close();
    }
  }

  private static Connection connected(Path file, Room room) throws SQLException {
    try {
      return connected(file);
    } catch (SQLException e) {
      if (!SqliteErrors.lacksRoom(e) || !room.metFull()) {
        throw e;
      }
      return connected(file);
    }
  }

  private static Connection connected(Path file) throws SQLException {
    boolean looked = lookAtLog(file);
    Connection connection = connect(file);
    try {
      if (!looked) {
        check(connection, file);
      }
      keepALog(connection, file);
      migrate(connection);
      flush(connection, file);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * A journal with a log beside it is looked at by a reader, before the writer opens: the last
   * writer that closes a file folds its log into it, also one that has just refused it.
   *
   * @return whether there is a log of its own, and all is right
   */
  private static boolean lookAtLog(Path file) throws SQLException {
    if (file.toFile().length() == 0 || StrayLog.beside(file).toFile().length() == 0) {
      return false;
    }
    StrayLog.putAsideWithoutHead(file);
    if (StrayLog.beside(file).toFile().length() == 0) {
      return false;
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(5000);
    Optional<StrayLog> stray;
    try (Connection reader = config.createConnection("jdbc:sqlite:" + file)) {
      stray = StrayLog.found(file, reader);
      if (stray.isEmpty()) {
        check(reader, file);
      }
    }
    stray.ifPresent(StrayLog::putAside);
    return stray.isEmpty();
  }

  private static Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(5000);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /**
   * After {@code kill -9} rows may be readable that no flush ever held. A checkpoint flushes the
   * WAL, then the database; only then may an answer rest on them.
   */
  private static void flush(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      if (result.next() && result.getInt(1) != 0) {
        throw new JournalFailure(
            Exit.IN_USE, file + " is being read by another program; close it and start again");
      }
    } catch (SQLException e) {
      if (SqliteErrors.codeOf(e) != SQLiteErrorCode.SQLITE_FULL) {
        throw e;
      }
      // The log was flushed before its first page was folded: nothing that it holds can be lost.
    }
  }

  /**
   * WAL, only now: it changes the file, which may be somebody else's. SQLite's own checkpoints,
   * behind a commit, keep a failed flush to themselves and try again; ours tell: see {@link
   * SqliteJournal#checkpointIfLong}.
   */
  private static void keepALog(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
        if (!mode.next() || !mode.getString(1).equals("wal")) {
          throw new JournalFailure(
              Exit.CANNOT_CREATE,
              file
                  + " cannot have a write-ahead log: the file system below it lacks shared memory."
                  + " Put data_dir on a local disk.");
        }
      }
      statement.execute("PRAGMA wal_autocheckpoint = 0");
    }
  }

  /** Looks, and changes nothing. */
  private static void check(Connection connection, Path file) throws SQLException {
    int applicationId = pragma(connection, "application_id");
    int version = pragma(connection, "user_version");
    boolean empty = query(connection, "SELECT count(*) FROM sqlite_master").orElse(0L) == 0;
    if (applicationId != APPLICATION_ID && !(empty && applicationId == 0 && version == 0)) {
      throw new JournalFailure(
          Exit.DATA,
          file
              + " is a database, but no Roadcase journal. Move it away, or point data_dir at"
              + " another folder.");
    }
    if (version > MIGRATIONS.size()) {
      checkNewer(connection, file, version);
    }
    if (!empty && fileSize(file) <= QUICK_CHECK_BYTES) {
      quickCheck(connection, file);
    }
  }

  /** A newer release wrote the file: it says itself who may still use it. */
  private static void checkNewer(Connection connection, Path file, int version)
      throws SQLException {
    int minReader =
        MetaTable.get(connection, MetaTable.MIN_READER).map(JournalFile::number).orElse(version);
    if (minReader > MIGRATIONS.size()) {
      throw new JournalFailure(
          Exit.DATA,
          file
              + " was written by a newer release (format "
              + version
              + ", for releases that know format "
              + minReader
              + " or later; this one knows "
              + MIGRATIONS.size()
              + "). Start that release again; nothing was changed.");
    }
    LOG.warn(
        "the journal was written by a newer release (format {}, this one knows {}), which only"
            + " added to it: going on",
        version,
        MIGRATIONS.size());
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }

  private static void migrate(Connection connection) throws SQLException {
    for (int next = pragma(connection, "user_version"); next < MIGRATIONS.size(); next++) {
      Migration migration = MIGRATIONS.get(next);
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            "BEGIN IMMEDIATE;"
                + migration.sql()
                + "INSERT OR REPLACE INTO meta(name, value) VALUES ('"
                + MetaTable.MIN_READER
                + "', '"
                + migration.minReader()
                + "'); PRAGMA application_id = "
                + APPLICATION_ID
                + "; PRAGMA user_version = "
                + (next + 1)
                + "; COMMIT;");
      }
    }
  }

  private static void quickCheck(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA quick_check(1)")) {
      if (result.next() && !result.getString(1).equals("ok")) {
        throw new SqliteErrors(file).torn(result.getString(1));
      }
    }
  }

  private static int pragma(Connection connection, String name) throws SQLException {
    return query(connection, "PRAGMA " + name).orElse(0L).intValue();
  }

  static Optional<Long> query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
    }
  }

  private static long fileSize(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new JournalFailure(Exit.IO, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Takes a data folder for this process, and makes it if there is none. It is free again when that
   * is closed.
   *
   * @throws JournalFailure when another box runs there, or the folder cannot be written
   */
  public static LockedFolder lock(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, OwnerOnly.FOLDER);
      return LockedFolder.take(folder, "journal.lock")
          .orElseThrow(() ->
              new JournalFailure(
                  Exit.IN_USE,
                  "another box already runs on "
                      + folder
                      + ". Stop it, or give this one a data_dir of its own."));
    } catch (IOException e) {
      throw new JournalFailure(
          Exit.CANNOT_CREATE,
          "the folder "
              + folder
              + " cannot be written ("
              + e.getMessage()
              + "). Check who owns it and whether it is mounted read-only.",
          e);
    }
  }
}
