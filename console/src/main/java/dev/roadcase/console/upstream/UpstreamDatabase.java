package dev.roadcase.console.upstream;

import dev.roadcase.console.upstream.Intake.Read;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventType;
import dev.roadcase.wire.event.Rejected.Place;
import dev.roadcase.wire.event.SequencesClosed;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.event.UpstreamAck.Stated;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Everything that was taken, in one SQLite file: WAL, {@code synchronous=FULL}, one writer. {@link
 * #take} is one transaction: what it returns from is on the disk.
 */
final class UpstreamDatabase implements AutoCloseable {
  /** The file's name in the data folder. */
  static final String FILE = "upstream.db";

  private static final Logger LOG = LoggerFactory.getLogger(UpstreamDatabase.class);
  private static final String SHED = "dev.roadcase.telemetry-shed.v1";

  private static final long COMPLAIN_EVERY = Duration.ofMinutes(1).toNanos();

  private final FileChannel lock;
  private final OpenFile file;
  private final Connection connection;
  private final DeltaTable deltas;
  private final BookTable books;
  private final DeadLetterTable deadLetters;
  private final CoverageTable coverage;
  private long complained;
  private long notSaid;

  private UpstreamDatabase(FileChannel lock, OpenFile file, Connection connection)
      throws SQLException {
    this.lock = lock;
    this.file = file;
    this.connection = connection;
    deltas = new DeltaTable(connection);
    books = new BookTable(connection);
    deadLetters = new DeadLetterTable(connection);
    coverage = new CoverageTable(connection, deltas);
  }

  /** What one transaction did. */
  record Taken(Set<Box> touched, int deltas, int duplicates, int conflicts, int dead) {
    Taken {
      touched = Set.copyOf(touched);
    }
  }

  /**
   * Opens the database of a fleet, or makes it.
   *
   * @throws Unusable when the folder cannot be written, the file is another's or another fleet's,
   *     or another process has it
   */
  static UpstreamDatabase open(Path folder, FleetId fleet) {
    return open(folder, fleet, Duration.ofSeconds(5));
  }

  /**
   * As {@link #open(Path, FleetId)}.
   *
   * @param patience with somebody who holds the file, a backup for instance, before it is {@link
   *     NotNow}
   */
  static UpstreamDatabase open(Path folder, FleetId fleet, Duration patience) {
    Path file = folder.resolve(FILE);
    FileChannel lock = locked(folder);
    try {
      own(file).close();
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setBusyTimeout((int) patience.toMillis());
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      OpenFile opened = OpenFile.of(file);
      Schema.migrate(connection, file.toString());
      // After a kill, SQLite serves rows from the page cache that no flush ever held. They must not
      // be
      // acknowledged from there, so they go to the disk now.
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      }
      UpstreamDatabase database = new UpstreamDatabase(lock, opened, connection);
      database.belongTo(fleet, file);
      return database;
    } catch (IOException e) {
      release(lock);
      throw Unusable.cannotCreate("cannot write " + file + ": " + e.getMessage(), e);
    } catch (SQLException e) {
      release(lock);
      throw trouble("cannot open " + file, e);
    } catch (Unusable e) {
      release(lock);
      throw e;
    }
  }

  /** Opens a file that nobody else may read; SQLite gives its log the rights of its database. */
  private static FileChannel own(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return channel;
  }

  private static void release(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("error", e.getMessage()).log("lock not released");
    }
  }

  private static FileChannel locked(Path folder) {
    Path file = folder.resolve("upstream.lock");
    try {
      Files.createDirectories(folder);
      FileChannel channel = own(file);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw Unusable.taken("another upstream runs on " + folder);
      }
      return channel;
    } catch (OverlappingFileLockException e) {
      throw Unusable.taken("another upstream of this process runs on " + folder);
    } catch (IOException e) {
      throw Unusable.cannotCreate("cannot write in " + folder + ": " + e.getMessage(), e);
    }
  }

  private void belongTo(FleetId fleet, Path file) {
    String owner = setting("fleet", fleet.value());
    if (!owner.equals(fleet.value())) {
      throw Unusable.data(file + " belongs to fleet " + owner + ", not to " + fleet);
    }
  }

  /** A setting as it stands, or as it is now made. */
  String setting(String name, String first) {
    try (PreparedStatement make =
            connection.prepareStatement(
                "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING");
        PreparedStatement find =
            connection.prepareStatement("SELECT value FROM setting WHERE name = ?")) {
      make.setString(1, name);
      make.setString(2, first);
      make.executeUpdate();
      find.setString(1, name);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? row.getString(1) : first;
      }
    } catch (SQLException e) {
      throw trouble("the setting " + name + " cannot be read", e);
    }
  }

  /**
   * Takes what came, in one transaction; on the disk when this returns.
   *
   * @param now epoch milliseconds, noted as the time of arrival
   * @throws NotNow when nothing of it was taken, and it can be tried again
   * @throws Unusable when the disk failed, or the file is not where it was: never to be tried again
   */
  Taken take(List<Read> reads, long now) throws NotNow {
    try {
      execute("BEGIN IMMEDIATE");
      try {
        Taken taken = new Transaction(now).take(reads);
        execute("COMMIT");
        requireInPlace();
        complainOfConflicts(taken.conflicts());
        return taken;
      } catch (SQLException | RuntimeException e) {
        rollBack();
        throw e;
      }
    } catch (SQLException e) {
      if (passing(e)) {
        throw new NotNow("the database takes nothing at present: " + e.getMessage(), e);
      }
      throw trouble("the database failed", e);
    }
  }

  /**
   * Makes sure that what is written can be opened again.
   *
   * @throws Unusable when the file was removed, or another was put in its place
   */
  void requireInPlace() {
    file.requireInPlace();
  }

  /** One line a minute: a box that lives twice may send as much as it likes. */
  private void complainOfConflicts(int conflicts) {
    notSaid += conflicts;
    long now = System.nanoTime();
    if (notSaid == 0 || (complained != 0 && now - complained < COMPLAIN_EVERY)) {
      return;
    }
    LOG.atWarn()
        .addKeyValue("events", notSaid)
        .log(
            "other events came at sequences that are taken: a box's data folder was set back, or"
                + " lives twice. They are in the dead letters; status counts them by box");
    complained = now;
    notSaid = 0;
  }

  private void rollBack() {
    coverage.forget();
    try {
      // SQLite may have rolled back by itself: then this is an error, and no news.
      if (!connection.isClosed()) {
        execute("ROLLBACK");
      }
    } catch (SQLException e) {
      LOG.atDebug().addKeyValue("error", e.getMessage()).log("nothing to roll back");
    }
    try {
      deadLetters.recount();
    } catch (SQLException e) {
      LOG.atWarn().addKeyValue("error", e.getMessage()).log("dead letters cannot be counted");
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** Every box that was ever heard, the one last heard last. */
  List<Box> boxes() {
    try {
      return CoverageTable.boxes(connection);
    } catch (SQLException e) {
      throw trouble("the boxes cannot be read", e);
    }
  }

  /** What is acknowledged of one box, in every class. */
  Map<DeltaClass, Covered> covered(Box box) {
    try {
      return coverage.covered(box);
    } catch (SQLException e) {
      throw trouble("the coverage cannot be read", e);
    }
  }

  /** What one box is told of every class. */
  Map<DeltaClass, Stated> stated(Box box) {
    try {
      return coverage.stated(box);
    } catch (SQLException e) {
      throw trouble("the coverage cannot be read", e);
    }
  }

  /** Whether anything was ever heard of a box. */
  boolean knows(Box box) {
    try {
      return coverage.knows(box);
    } catch (SQLException e) {
      throw trouble("the boxes cannot be read", e);
    }
  }

  private static boolean passing(SQLException e) {
    if (!(e instanceof SQLiteException sqlite)) {
      return false;
    }
    SQLiteErrorCode code = sqlite.getResultCode();
    return code == SQLiteErrorCode.SQLITE_FULL
        || code == SQLiteErrorCode.SQLITE_BUSY
        || code == SQLiteErrorCode.SQLITE_LOCKED;
  }

  private static Unusable trouble(String what, SQLException e) {
    String message = what + ": " + e.getMessage();
    if (e instanceof SQLiteException sqlite) {
      switch (sqlite.getResultCode()) {
        case SQLITE_NOTADB, SQLITE_CORRUPT -> {
          return Unusable.data(message);
        }
        case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_READONLY_DIRECTORY, SQLITE_PERM -> {
          return Unusable.cannotCreate(message, e);
        }
        default -> {}
      }
    }
    return Unusable.disk(message, e);
  }

  @Override
  public void close() {
    try (lock;
        connection;
        deltas;
        books;
        deadLetters;
        coverage) {
      LOG.atDebug().log("database closed");
    } catch (SQLException | IOException e) {
      LOG.atWarn().addKeyValue("error", e.getMessage()).log("database not closed in good order");
    }
  }

  /** One transaction's work and counts. */
  private final class Transaction {
    private final long now;
    private final Set<Box> touched = new HashSet<>();
    private final Map<Box, Map<DeltaClass, Integer>> repeated = new HashMap<>();
    private final Map<Box, Map<DeltaClass, Integer>> conflicting = new HashMap<>();
    private int taken;
    private int duplicates;
    private int conflicts;
    private int dead;

    Transaction(long now) {
      this.now = now;
    }

    Taken take(List<Read> reads) throws SQLException {
      for (Read read : reads) {
        for (DeltaEvent delta : read.deltas()) {
          delta(delta);
        }
        for (DeadLetter letter : read.dead()) {
          deadLetter(letter);
        }
      }
      coverage.save();
      deadLetters.trim();
      saveCounts("wire_duplicate", repeated);
      saveCounts("conflict", conflicting);
      saveHeard();
      return new Taken(touched, taken, duplicates, conflicts, dead);
    }

    private void delta(DeltaEvent event) throws SQLException {
      Box box = new Box(event.source().kit(), event.source().incarnation());
      touched.add(box);
      if (event.type().equals(EventType.SEQUENCES_CLOSED)) {
        SequencesClosed closed = SequencesClosed.parse(event.body());
        if (closed(box, event.deltaClass(), closed, event.id())) {
          taken++;
        } else {
          repeated(box, event.deltaClass());
        }
      } else {
        stored(box, event);
      }
    }

    private void stored(Box box, DeltaEvent event) throws SQLException {
      switch (deltas.put(event, now)) {
        case NEW -> {
          taken++;
          try {
            books.book(event);
            if (event.type().toString().equals(SHED)) {
              closed(box, DeltaClass.P3, shed(event), event.id());
            }
          } catch (IllegalArgumentException e) {
            // The delta stands as it came; what it was to mean is left to a person.
            complain(event, String.valueOf(e.getMessage()));
          }
        }
        case DUPLICATE -> repeated(box, event.deltaClass());
        case CONFLICT -> {
          conflict(box, event);
          return;
        }
      }
      if (!coverage.add(box, event)) {
        noRoom(box, event.deltaClass());
      }
    }

    /** What stands there goes on to count, and this does not: its box has to hear of it. */
    private void conflict(Box box, DeltaEvent event) throws SQLException {
      conflicts++;
      conflicting
          .computeIfAbsent(box, b -> new HashMap<>())
          .merge(event.deltaClass(), 1, Integer::sum);
      deadLetters.put(letter(event, "another event stands at this sequence"), now);
      dead++;
    }

    private boolean closed(Box box, DeltaClass deltaClass, SequencesClosed closed, String id)
        throws SQLException {
      boolean news = deltas.close(box, deltaClass.word(), closed, id, now);
      for (Range range : closed.ranges()) {
        cover(box, deltaClass, range);
      }
      return news;
    }

    /** The loss ledger speaks of p3 sequences, and travels as p1. */
    private static SequencesClosed shed(DeltaEvent event) {
      Fields body = Json.object(event.body().getBytes(StandardCharsets.UTF_8), event.type().word());
      return new SequencesClosed(
          List.of(new Range(body.whole("from"), body.whole("to"))), SequencesClosed.Why.SHED);
    }

    private void complain(DeltaEvent event, String reason) throws SQLException {
      deadLetters.put(letter(event, reason), now);
      dead++;
    }

    private static DeadLetter letter(DeltaEvent event, String reason) {
      return new DeadLetter(
          "up/" + event.deltaClass().word() + "/" + event.type().word(),
          event.source().kit(),
          new Place(event.source(), event.deltaClass(), event.seq()),
          reason,
          event.body().getBytes(StandardCharsets.UTF_8));
    }

    private void deadLetter(DeadLetter letter) throws SQLException {
      deadLetters.put(letter, now);
      dead++;
      Place place = letter.place();
      if (place != null) {
        Box box = new Box(place.source().kit(), place.source().incarnation());
        touched.add(box);
        cover(box, place.deltaClass(), new Range(place.seq(), place.seq()));
      }
    }

    private void cover(Box box, DeltaClass deltaClass, Range range) throws SQLException {
      if (!coverage.add(box, deltaClass, range)) {
        noRoom(box, deltaClass);
      }
    }

    private static void noRoom(Box box, DeltaClass deltaClass) {
      LOG.atWarn()
          .addKeyValue("box", box)
          .addKeyValue("class", deltaClass.word())
          .log("too many gaps: a sequence is stored and not acknowledged");
    }

    private void repeated(Box box, DeltaClass deltaClass) {
      duplicates++;
      repeated.computeIfAbsent(box, b -> new HashMap<>()).merge(deltaClass, 1, Integer::sum);
    }

    private void saveCounts(String table, Map<Box, Map<DeltaClass, Integer>> counts)
        throws SQLException {
      try (PreparedStatement count =
          connection.prepareStatement(
              """
              INSERT INTO %s (kit, incarnation, class, count) VALUES (?, ?, ?, ?)
              ON CONFLICT DO UPDATE SET count = count + excluded.count
              """
                  .formatted(table))) {
        for (Map.Entry<Box, Map<DeltaClass, Integer>> box : counts.entrySet()) {
          for (Map.Entry<DeltaClass, Integer> one : box.getValue().entrySet()) {
            count.setString(1, box.getKey().kit().value());
            count.setString(2, box.getKey().incarnation().value());
            count.setString(3, one.getKey().word());
            count.setInt(4, one.getValue());
            count.executeUpdate();
          }
        }
      }
    }

    private void saveHeard() throws SQLException {
      try (PreparedStatement heard =
          connection.prepareStatement(
              """
              INSERT INTO box (kit, incarnation, first_heard, last_heard) VALUES (?1, ?2, ?3, ?3)
              ON CONFLICT DO UPDATE SET last_heard = max(last_heard, excluded.last_heard)
              """)) {
        for (Box box : touched) {
          heard.setString(1, box.kit().value());
          heard.setString(2, box.incarnation().value());
          heard.setLong(3, now);
          heard.executeUpdate();
        }
      }
    }
  }
}
