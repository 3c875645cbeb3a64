package dev.roadcase.app.journal;

import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.box.Telemetry;
import dev.roadcase.app.journal.JournalFailure.Exit;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Origin;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The journal file: one writing connection, WAL, {@code synchronous=FULL}. Used by one thread, the
 * writer's; {@link JournalReader} reads beside it.
 */
public final class SqliteJournal implements Journal, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);
  private static final int APPLICATION_ID = 0x52434a31;

  /** Up to this size a file is checked whole at every start: about 0.1 s. */
  private static final long QUICK_CHECK_BYTES = 64L << 20;

  /** A log of about 4 MB is folded into the main file. */
  private static final int LONG_LOG_FRAMES = 1000;

  /** A commit of a single sale writes 3 to 6 frames. */
  private static final int LOOK_EVERY_COMMITS = 50;

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

  private static final String MIN_READER = "min_reader";

  /** With peers' facts in it, a release without them would find holes among the positions. */
  private static final int PEERS_READER = 3;

  private static final String INCARNATION = "incarnation";

  /** In {@code meta}: the incarnations before the present one, with spaces between. */
  static final String FORMER = "former_incarnations";

  /**
   * Where the machines stood at one position.
   *
   * @param pages the bookings, or those that the journal does not have yet: then they begin where
   *     its own pages end
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
  public record Snapshot(int format, String mode, long position, byte[] state, List<Page> pages) {}

  /** Bookings {@code first … first + count - 1}, read when they are asked for. */
  public record Page(long first, int count, Supplier<byte[]> bytes) {}

  /** Takes one stored fact after another. */
  public interface RecordReader {
    void read(long position, Origin origin, byte[] bytes);
  }

  private final Path file;
  private final FileChannel lockFile;
  private final Connection connection;
  private final PreparedStatement insertFact;
  private final PreparedStatement insertPeerFact;
  private final PreparedStatement insertRow;
  private final PreparedStatement insertPack;
  private long telemetryKeptFrom;
  private int commitsSinceLook;
  private boolean running;

  /**
   * Opens the journal in {@code folder}, or makes one there, and brings all of it to the disk
   * before it returns.
   *
   * @throws JournalFailure when it cannot be trusted, with what to do about it
   */
  public static SqliteJournal open(Path folder) {
    return open(folder, Room.endless());
  }

  /**
   * As {@link #open(Path)}, with a reserve: opening needs a few pages itself.
   *
   * @param room made ready first, and asked for more when the disk has not even those pages. Of a
   *     new journal made ready behind it: a reserve stands only where a journal does
   */
  public static SqliteJournal open(Path folder, Room room) {
    FileChannel lock = lock(folder);
    Path file = folder.resolve("journal.db");
    boolean first = Files.notExists(file);
    if (!first) {
      room.prepare();
    }
    try {
      try {
        SqliteJournal journal = new SqliteJournal(file, lock);
        if (first) {
          room.prepare();
        }
        return journal;
      } catch (SQLException e) {
        if (!lacksRoom(e) || !room.metFull()) {
          throw e;
        }
        return new SqliteJournal(file, lock);
      }
    } catch (SQLException e) {
      closeQuietly(lock);
      throw opening(file, e);
    } catch (RuntimeException e) {
      closeQuietly(lock);
      throw e;
    }
  }

  private static boolean lacksRoom(SQLException e) {
    return switch (codeOf(e)) {
      case SQLITE_FULL, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_WRITE -> true;
      case null, default -> false;
    };
  }

  private SqliteJournal(Path file, FileChannel lockFile) throws SQLException {
    this.file = file;
    this.lockFile = lockFile;
    boolean looked = lookAtLog(file);
    connection = connect(file);
    try {
      if (!looked) {
        check(connection, file);
      }
      keepALog();
      migrate();
      flush();
      insertFact =
          connection.prepareStatement(
              "INSERT INTO fact(position, class, class_seq, record) VALUES (?, ?, ?, ?)");
      insertPeerFact =
          connection.prepareStatement(
              "INSERT INTO peer_fact(position, kit, incarnation, seq, record)"
                  + " VALUES (?, ?, ?, ?, ?)");
      insertRow =
          connection.prepareStatement(
              "INSERT INTO telemetry(seq, taken, mode, name, key, body) VALUES (?, ?, ?, ?, ?, ?)");
      insertPack =
          connection.prepareStatement("INSERT OR IGNORE INTO pack(id, file) VALUES (?, ?)");
      connection.setAutoCommit(false);
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
  private void flush() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      if (result.next() && result.getInt(1) != 0) {
        throw new JournalFailure(
            Exit.IN_USE, file + " is being read by another program; close it and start again");
      }
    } catch (SQLException e) {
      if (codeOf(e) != SQLiteErrorCode.SQLITE_FULL) {
        throw e;
      }
      // The log was flushed before its first page was folded: nothing that it holds can be lost.
    }
  }

  /**
   * WAL, only now: it changes the file, which may be somebody else's. SQLite's own checkpoints,
   * behind a commit, keep a failed flush to themselves and try again; ours tell: see {@link
   * #checkpointIfLong}.
   */
  private void keepALog() throws SQLException {
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
    int minReader = meta(connection, MIN_READER).map(SqliteJournal::number).orElse(version);
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

  private void migrate() throws SQLException {
    for (int next = pragma("user_version"); next < MIGRATIONS.size(); next++) {
      Migration migration = MIGRATIONS.get(next);
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            "BEGIN IMMEDIATE;"
                + migration.sql()
                + "INSERT OR REPLACE INTO meta(name, value) VALUES ('"
                + MIN_READER
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
        throw torn(file, result.getString(1));
      }
    }
  }

  /**
   * Which box this journal is of. A new journal becomes {@code kit}'s, in the incarnation that
   * {@code birth} names.
   *
   * @throws JournalFailure when it is another kit's
   */
  public Incarnation claim(KitId kit, Supplier<Incarnation> birth) {
    try {
      Optional<String> owner = meta("kit");
      if (owner.isEmpty()) {
        Incarnation born = birth.get();
        setMeta("kit", kit.value());
        setMeta(INCARNATION, born.value());
        connection.commit();
        return born;
      }
      if (!owner.get().equals(kit.value())) {
        throw new JournalFailure(
            Exit.DATA,
            file
                + " belongs to "
                + owner.get()
                + ", this box is "
                + kit
                + ". Point data_dir at a folder of its own, or identity at the folder of "
                + owner.get()
                + "'s keys.");
      }
      return new Incarnation(
          meta(INCARNATION).orElseThrow(() -> torn(file, "the incarnation is missing")));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Writes down that the box lives on under another incarnation, in one transaction with the facts
   * that say so.
   *
   * @throws NotNow when the disk is full: nothing was written
   */
  public void adopt(Incarnation next, Prepared<?> facts, Mode mode) {
    try {
      String former = meta(INCARNATION).orElseThrow();
      String before = meta(FORMER).map(earlier -> earlier + " ").orElse("");
      setMeta(FORMER, before + former);
      setMeta(INCARNATION, next.value());
    } catch (SQLException e) {
      throw rolledBack(e);
    }
    commit(List.of(facts), mode, telemetryKeptFrom);
  }

  static List<Incarnation> incarnations(String text) {
    return text.isEmpty()
        ? List.of()
        : Stream.of(text.split(" ", -1)).map(Incarnation::new).toList();
  }

  /** Whether the last run stopped in good order. The first commit of this one takes the mark. */
  public boolean stoppedClean() {
    try {
      return meta("clean").map("yes"::equals).orElse(true);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  public Optional<Snapshot> snapshot() {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT format, mode, position, state FROM snapshot")) {
      return row.next()
          ? Optional.of(
              new Snapshot(
                  row.getInt(1), row.getString(2), row.getLong(3), row.getBytes(4), pages()))
          : Optional.empty();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private List<Page> pages() throws SQLException {
    List<Page> pages = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT first, count FROM snapshot_page ORDER BY first")) {
      while (row.next()) {
        long first = row.getLong(1);
        pages.add(new Page(first, row.getInt(2), () -> bookings(first)));
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
      throw failed(e);
    }
  }

  private void save(List<Page> pages) throws SQLException {
    for (Page page : pages) {
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
  }

  /** Hands over the facts after {@code position}, in order: position and stored bytes. */
  public void replay(long position, RecordReader reader) {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT position, record, 0 FROM fact WHERE position > ?1
            UNION ALL SELECT position, record, 1 FROM peer_fact WHERE position > ?1
            ORDER BY position
            """)) {
      statement.setLong(1, position);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Origin origin = row.getBoolean(3) ? Origin.PEER : Origin.OWN;
          reader.read(row.getLong(1), origin, row.getBytes(2));
        }
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * The telemetry rows that wait. Their sequence goes on even when all have been taken upstream.
   */
  public Telemetry.Span telemetry() {
    try {
      long last = query("SELECT seq FROM sqlite_sequence WHERE name = 'telemetry'").orElse(0L);
      long first = query("SELECT min(seq) FROM telemetry").filter(n -> n > 0).orElse(last + 1);
      return new Telemetry.Span(first, last);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void commit(List<Prepared<?>> batch, Mode mode, long keepTelemetryFrom) {
    try {
      for (Prepared<?> prepared : batch) {
        for (Prepared.PackFile pack : prepared.packs()) {
          insertPack.setString(1, pack.id().hex());
          insertPack.setBytes(2, pack.bytes());
          insertPack.addBatch();
        }
        if (!prepared.received().isEmpty()) {
          setMeta(MIN_READER, Integer.toString(PEERS_READER));
        }
        for (Entry entry : prepared.received()) {
          addOfPeer(entry);
        }
        for (Entry entry : prepared.entries()) {
          add(entry);
        }
        for (Prepared.Row row : prepared.rows()) {
          add(row, mode);
        }
      }
      insertPack.executeBatch();
      insertPeerFact.executeBatch();
      insertFact.executeBatch();
      insertRow.executeBatch();
      dropTelemetryBefore(keepTelemetryFrom);
      if (!running) {
        setMeta("clean", "no");
      }
      connection.commit();
      running = true;
      telemetryKeptFrom = keepTelemetryFrom;
    } catch (SQLException e) {
      throw rolledBack(e);
    }
  }

  /**
   * Folds the write-ahead log into the main file, as far as readers allow.
   *
   * @return whether all of it is there
   */
  @Override
  public boolean checkpoint() {
    Log log = log("PASSIVE");
    return log.frames() == log.folded();
  }

  /** The log is folded if it has grown long; whether it has is asked now and then. */
  @Override
  public void checkpointIfLong() {
    if (++commitsSinceLook >= LOOK_EVERY_COMMITS) {
      commitsSinceLook = 0;
      Log log = log("NOOP");
      if (log.frames() - log.folded() >= LONG_LOG_FRAMES) {
        checkpoint();
      }
    }
  }

  /** How long the log is, and how much of it is in the main file as well. */
  private record Log(long frames, long folded) {
    static final Log UNKNOWN = new Log(1, 0);
  }

  private Log log(String mode) {
    try {
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
        return row.next() && row.getInt(1) == 0
            ? new Log(row.getLong(2), row.getLong(3))
            : Log.UNKNOWN;
      } finally {
        connection.setAutoCommit(false);
      }
    } catch (SQLException e) {
      if (rolledBack(e) instanceof JournalFailure failure) {
        throw failure;
      }
      return Log.UNKNOWN;
    }
  }

  @Override
  public boolean save(Snapshot snapshot) {
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
      save(snapshot.pages());
      connection.commit();
      return true;
    } catch (SQLException e) {
      if (rolledBack(e) instanceof JournalFailure failure) {
        throw failure;
      }
      return false;
    }
  }

  @Override
  public long bytes() {
    long log = file.resolveSibling(file.getFileName() + "-wal").toFile().length();
    return file.toFile().length() + log;
  }

  @Override
  public void closeClean() {
    try {
      setMeta("clean", "yes");
      connection.commit();
      // A reader that is open still keeps the last connection from doing it.
      var _ = log("TRUNCATE");
    } catch (SQLException e) {
      if (rolledBack(e) instanceof JournalFailure failure) {
        throw failure;
      }
    }
    close();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      closeQuietly(lockFile);
    }
  }

  public Path file() {
    return file;
  }

  private void add(Entry entry) throws SQLException {
    DeltaClass deltaClass = entry.fact().type().reach().deltaClass();
    insertFact.setLong(1, entry.position());
    if (deltaClass == null) {
      insertFact.setNull(2, java.sql.Types.INTEGER);
      insertFact.setNull(3, java.sql.Types.INTEGER);
    } else {
      insertFact.setInt(2, deltaClass.number());
      insertFact.setLong(3, entry.fact().classSeq());
    }
    insertFact.setBytes(4, entry.bytes());
    insertFact.addBatch();
  }

  private void addOfPeer(Entry entry) throws SQLException {
    insertPeerFact.setLong(1, entry.position());
    insertPeerFact.setString(2, entry.fact().kit().value());
    insertPeerFact.setString(3, entry.fact().incarnation().value());
    insertPeerFact.setLong(4, entry.fact().seq());
    insertPeerFact.setBytes(5, entry.bytes());
    insertPeerFact.addBatch();
  }

  private void add(Prepared.Row row, Mode mode) throws SQLException {
    insertRow.setLong(1, row.seq());
    insertRow.setLong(2, row.taken());
    insertRow.setString(3, mode.word());
    insertRow.setString(4, row.sample().name());
    insertRow.setString(5, row.sample().key());
    insertRow.setString(6, row.sample().json());
    insertRow.addBatch();
  }

  private void dropTelemetryBefore(long seq) throws SQLException {
    if (seq == telemetryKeptFrom) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM telemetry WHERE seq < ?")) {
      statement.setLong(1, seq);
      statement.executeUpdate();
    }
  }

  private Optional<String> meta(String name) throws SQLException {
    return meta(connection, name);
  }

  private static Optional<String> meta(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT value FROM meta WHERE name = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  private void setMeta(String name, String value) throws SQLException {
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

  private int pragma(String name) throws SQLException {
    return pragma(connection, name);
  }

  private static int pragma(Connection connection, String name) throws SQLException {
    return query(connection, "PRAGMA " + name).orElse(0L).intValue();
  }

  private Optional<Long> query(String sql) throws SQLException {
    return query(connection, sql);
  }

  private static Optional<Long> query(Connection connection, String sql) throws SQLException {
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

  /** "Not now" for a full disk, "never" for everything else. */
  private RuntimeException rolledBack(SQLException e) {
    SQLiteErrorCode code = codeOf(e);
    if (code != SQLiteErrorCode.SQLITE_FULL) {
      return failed(e);
    }
    try {
      insertPack.clearBatch();
      insertFact.clearBatch();
      insertRow.clearBatch();
      connection.rollback();
    } catch (SQLException rollback) {
      // SQLite has rolled back by itself when it says that no transaction is active.
      if (codeOf(rollback) != SQLiteErrorCode.SQLITE_ERROR) {
        return failed(rollback);
      }
      try (Statement statement = connection.createStatement()) {
        // sqlite-jdbc begins a transaction behind a rollback that worked, and only then. Without
        // one, each insert of the next batch would commit by itself.
        statement.execute("BEGIN IMMEDIATE");
      } catch (SQLException begin) {
        return failed(begin);
      }
    }
    return new NotNow(NotNow.Reason.DISK_FULL, "the box's disk is full", 10);
  }

  private JournalFailure failed(SQLException e) {
    return isTorn(e)
        ? torn(file, String.valueOf(e.getMessage()))
        : new JournalFailure(Exit.IO, "the disk under " + file + " failed: " + e.getMessage(), e);
  }

  private static JournalFailure opening(Path file, SQLException e) {
    return switch (codeOf(e)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CORRUPT_VTAB, SQLITE_CORRUPT_INDEX ->
          torn(file, String.valueOf(e.getMessage()));
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_READONLY_DIRECTORY, SQLITE_PERM ->
          new JournalFailure(
              Exit.CANNOT_CREATE,
              file
                  + " cannot be written. Check who owns the folder and whether it is mounted"
                  + " read-only.",
              e);
      case SQLITE_FULL, SQLITE_IOERR_SHMSIZE ->
          new JournalFailure(
              Exit.IO,
              file
                  + " cannot be opened: the disk is full to the last page. Free a megabyte under it"
                  + " and start again; nothing was changed.",
              e);
      case null, default ->
          new JournalFailure(Exit.IO, file + " cannot be opened: " + e.getMessage(), e);
    };
  }

  /** Whether an error says that the file is damaged, or no database. */
  static boolean isTorn(SQLException e) {
    return switch (codeOf(e)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CORRUPT_VTAB, SQLITE_CORRUPT_INDEX -> true;
      case null, default -> false;
    };
  }

  static JournalFailure torn(Path file, String how) {
    return new JournalFailure(
        Exit.DATA,
        file
            + " is torn or no journal ("
            + how
            + "). It was left untouched. "
            + (StrayLog.beside(file).toFile().length() > 0
                ? "If journal.db-wal beside it is of another copy, bring back the two that belong"
                    + " together. "
                : "")
            + "Copy it away for the sales in it, then start once with"
            + " --new (roadcase box --new --config FILE), which moves it into a folder of its own"
            + " and begins a new incarnation: upstream and the tills hold what they were shown.");
  }

  private static @Nullable SQLiteErrorCode codeOf(SQLException e) {
    return e instanceof SQLiteException sqlite ? sqlite.getResultCode() : null;
  }

  /**
   * Takes a data folder for this process, and makes it if there is none. It is free again when the
   * channel is closed.
   *
   * @throws JournalFailure when another box runs there, or the folder cannot be written
   */
  public static FileChannel lock(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      FileChannel channel =
          FileChannel.open(
              folder.resolve("journal.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        FileLock held = channel.tryLock();
        if (held != null) {
          return channel;
        }
      } catch (OverlappingFileLockException e) {
        // Held by this very process, which says the same.
      }
      channel.close();
      throw new JournalFailure(
          Exit.IN_USE,
          "another box already runs on "
              + folder
              + ". Stop it, or give this one a data_dir of its own.");
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

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock goes with the process in any case.
    }
  }
}
