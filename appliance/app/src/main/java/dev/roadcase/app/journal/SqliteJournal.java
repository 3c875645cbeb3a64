package dev.roadcase.app.journal;

import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.box.Telemetry;
import dev.roadcase.app.disk.Room;
import dev.roadcase.app.journal.JournalFailure.Exit;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Origin;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sqlite.SQLiteErrorCode;

/**
 * The journal in a {@link JournalFile}: one writing connection, WAL, {@code synchronous=FULL}. Used
 * by one thread, the writer's; {@link JournalReader} reads beside it.
 */
public final class SqliteJournal implements Journal, AutoCloseable {
  /** A log of about 4 MB is folded into the main file. */
  private static final int LONG_LOG_FRAMES = 1000;

  /** A commit of a single sale writes 3 to 6 frames. */
  private static final int LOOK_EVERY_COMMITS = 50;

  /** Takes one stored fact after another. */
  public interface RecordReader {
    void read(long position, Origin origin, byte[] bytes);
  }

  private final JournalFile file;
  private final Connection connection;
  private final SqliteErrors errors;
  private final SnapshotTable snapshots;
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
   * @param room made ready, and asked for more when the disk has not even those pages
   */
  public static SqliteJournal open(Path folder, Room room) {
    JournalFile file = JournalFile.open(folder, room);
    try {
      return new SqliteJournal(file);
    } catch (SQLException e) {
      file.close();
      throw new SqliteErrors(file.path()).opening(e);
    }
  }

  /** Over a file that is open; closed with it. */
  SqliteJournal(JournalFile file) throws SQLException {
    this.file = file;
    connection = file.connection();
    errors = new SqliteErrors(file.path());
    snapshots = new SnapshotTable(connection, errors);
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
    insertPack = connection.prepareStatement("INSERT OR IGNORE INTO pack(id, file) VALUES (?, ?)");
    connection.setAutoCommit(false);
  }

  /**
   * Which box this journal is of. A new journal becomes {@code kit}'s, in the incarnation that
   * {@code birth} names.
   *
   * @throws JournalFailure when it is another kit's
   */
  public Incarnation claim(KitId kit, Supplier<Incarnation> birth) {
    try {
      Optional<String> owner = meta(MetaTable.KIT);
      if (owner.isEmpty()) {
        Incarnation born = birth.get();
        setMeta(MetaTable.KIT, kit.value());
        setMeta(MetaTable.INCARNATION, born.value());
        connection.commit();
        return born;
      }
      if (!owner.get().equals(kit.value())) {
        throw new JournalFailure(
            Exit.DATA,
            file.path()
                + " belongs to "
                + owner.get()
                + ", this box is "
                + kit
                + ". Point data_dir at a folder of its own, or identity at the folder of "
                + owner.get()
                + "'s keys.");
      }
      return new Incarnation(
          meta(MetaTable.INCARNATION).orElseThrow(() -> errors.torn("the incarnation is missing")));
    } catch (SQLException e) {
      throw errors.failed(e);
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
      String former = meta(MetaTable.INCARNATION).orElseThrow();
      String before = meta(MetaTable.FORMER).map(earlier -> earlier + " ").orElse("");
      setMeta(MetaTable.FORMER, before + former);
      setMeta(MetaTable.INCARNATION, next.value());
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
      return meta(MetaTable.CLEAN).map("yes"::equals).orElse(true);
    } catch (SQLException e) {
      throw errors.failed(e);
    }
  }

  public Optional<Snapshot> snapshot() {
    try {
      return snapshots.read();
    } catch (SQLException e) {
      throw errors.failed(e);
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
      throw errors.failed(e);
    }
  }

  /**
   * The telemetry rows that wait. Their sequence goes on even when all have been taken upstream.
   */
  public Telemetry.Span telemetry() {
    try {
      long last =
          JournalFile.query(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'telemetry'")
              .orElse(0L);
      long first =
          JournalFile.query(connection, "SELECT min(seq) FROM telemetry")
              .filter(n -> n > 0)
              .orElse(last + 1);
      return new Telemetry.Span(first, last);
    } catch (SQLException e) {
      throw errors.failed(e);
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
          setMeta(MetaTable.MIN_READER, Integer.toString(JournalFile.PEERS_READER));
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
        setMeta(MetaTable.CLEAN, "no");
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
    try {
      snapshots.write(snapshot);
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
    Path main = file.path();
    return main.toFile().length() + StrayLog.beside(main).toFile().length();
  }

  @Override
  public void closeClean() {
    try {
      setMeta(MetaTable.CLEAN, "yes");
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
    file.close();
  }

  public Path file() {
    return file.path();
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

  /** "Not now" for a full disk, "never" for everything else. */
  private RuntimeException rolledBack(SQLException e) {
    SQLiteErrorCode code = SqliteErrors.codeOf(e);
    if (code != SQLiteErrorCode.SQLITE_FULL) {
      return errors.failed(e);
    }
    try {
      insertPack.clearBatch();
      insertPeerFact.clearBatch();
      insertFact.clearBatch();
      insertRow.clearBatch();
      connection.rollback();
    } catch (SQLException rollback) {
      // SQLite has rolled back by itself when it says that no transaction is active.
      if (SqliteErrors.codeOf(rollback) != SQLiteErrorCode.SQLITE_ERROR) {
        return errors.failed(rollback);
      }
      try (Statement statement = connection.createStatement()) {
        // sqlite-jdbc begins a transaction behind a rollback that worked, and only then. Without
        // one, each insert of the next batch would commit by itself.
        statement.execute("BEGIN IMMEDIATE");
      } catch (SQLException begin) {
        return errors.failed(begin);
      }
    }
    return new NotNow(NotNow.Reason.DISK_FULL, "the box's disk is full", 10);
  }

  private Optional<String> meta(String name) throws SQLException {
    return MetaTable.get(connection, name);
  }

  private void setMeta(String name, String value) throws SQLException {
    MetaTable.set(connection, name, value);
  }
}
