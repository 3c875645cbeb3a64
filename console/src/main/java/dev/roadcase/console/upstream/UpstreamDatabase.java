package dev.roadcase.console.upstream;

import dev.roadcase.console.upstream.Intake.Read;
import dev.roadcase.console.upstream.Projections.Reader;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventType;
import dev.roadcase.wire.event.Rejected.Place;
import dev.roadcase.wire.event.SequencesClosed;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.event.UpstreamAck.Stated;
import dev.roadcase.wire.file.LockedFolder;
import dev.roadcase.wire.file.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * Everything that was taken, in one SQLite file: WAL, {@code synchronous=FULL}, one writer. {@link
 * #take} is one transaction: what it returns from is on the disk.
 */
final class UpstreamDatabase implements AutoCloseable {
  /** The file's name in the data folder. */
  static final String FILE = "upstream.db";

  private static final Logger LOG = LoggerFactory.getLogger(UpstreamDatabase.class);

  /** Of those whose waiting is over, so many are booked in one transaction. */
  private static final int SETTLED_AT_ONCE = 256;

  private static final String TOO_MANY_LIVES =
      "the kit has had "
          + BoxTable.NEW_A_DAY
          + " new incarnations within a day, and this would be one more; it is heard when there is"
          + " room. If the kit is honest, find out why its box starts anew so often";

  /** Whatever one event can cause, a kit can cause a million times. */
  private final RepeatedWarnings warnings =
      new RepeatedWarnings(LOG, "the database has not done all that it was asked");

  private final LockedFolder lock;
  private final OpenFile file;
  private final Connection connection;
  private final LogGeneration log;
  private final FleetId fleet;
  private DeltaTable deltas;
  private Projections projections;
  private BoxTable boxes;
  private DeadLetterTable deadLetters;
  private CoverageTable coverage;

  /** Whether there may be more to settle. */
  private boolean unsettled = true;

  private UpstreamDatabase(
      LockedFolder lock, OpenFile file, Connection connection, LogGeneration log, FleetId fleet)
      throws SQLException {
    this.lock = lock;
    this.file = file;
    this.connection = connection;
    this.log = log;
    this.fleet = fleet;
    deltas = new DeltaTable(connection, fleet);
    projections = new Projections(connection, fleet);
    boxes = new BoxTable(connection);
    deadLetters = new DeadLetterTable(connection);
    coverage = new CoverageTable(connection, deltas);
  }

  /**
   * Prepares the statements again: the driver closes one that failed for good, except by a
   * constraint, and every later event would be refused by it.
   */
  private void prepareAgain() throws SQLException {
    try (var _ = deltas;
        var _ = projections;
        var _ = boxes;
        var _ = deadLetters) {
      LOG.atDebug().log("statements prepared again");
    }
    deltas = new DeltaTable(connection, fleet);
    projections = new Projections(connection, fleet);
    boxes = new BoxTable(connection);
    deadLetters = new DeadLetterTable(connection);
    coverage.read(deltas);
  }

  /**
   * What one transaction did.
   *
   * @param letters dead letters, by kit and reason
   */
  record Taken(
      Set<Box> touched,
      int deltas,
      int duplicates,
      int conflicts,
      Map<DeadLetter.Kind, Integer> letters) {
    static final Taken NOTHING = new Taken(Set.of(), 0, 0, 0, Map.of());

    Taken {
      touched = Set.copyOf(touched);
      letters = Map.copyOf(letters);
    }

    int dead() {
      return letters.values().stream().mapToInt(Integer::intValue).sum();
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
    LockedFolder lock = locked(folder);
    try {
      own(file).close();
      LogGeneration.requireItsLog(file);
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setBusyTimeout((int) patience.toMillis());
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      OpenFile opened = OpenFile.of(file);
      Schema.migrate(connection, file.toString());
      UpstreamDatabase database =
          new UpstreamDatabase(
              lock, opened, connection, new LogGeneration(file, connection), fleet);
      database.belongTo(fleet, file);
      database.bookWhatIsBehind();
      return database;
    } catch (IOException e) {
      lock.close();
      throw Unusable.cannotCreate("cannot write " + file + ": " + e.getMessage(), e);
    } catch (SQLException e) {
      lock.close();
      throw trouble("cannot open " + file, e);
    } catch (Unusable e) {
      lock.close();
      throw e;
    }
  }

  /** Opens a file that nobody else may read; SQLite gives its log the rights of its database. */
  private static FileChannel own(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Files.setPosixFilePermissions(file, OwnerOnly.FILE);
    return channel;
  }

  private static LockedFolder locked(Path folder) {
    try {
      Files.createDirectories(folder);
      return LockedFolder.take(folder, "upstream.lock")
          .orElseThrow(() -> Unusable.taken("another upstream runs on " + folder));
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

  /**
   * Makes a projection again out of the deltas when it is new here, or was made by other rules:
   * once, in one transaction. What is not what it says that it is by today's rules goes to the dead
   * letters.
   */
  private void bookWhatIsBehind() throws SQLException {
    for (Projection projection : projections.all()) {
      String rules = Integer.toString(projection.rules());
      if (!setting(projection.name(), "").equals(rules)) {
        execute("BEGIN IMMEDIATE");
        try {
          projection.clear();
          long booked = new Transaction(deltas.lastReceived()).bookAll(projection);
          set(projection.name(), rules);
          execute("COMMIT");
          if (booked > 0) {
            LOG.atInfo()
                .addKeyValue("projection", projection.name())
                .addKeyValue("facts", booked)
                .log("booked again");
          }
        } catch (SQLException | RuntimeException e) {
          rollBack();
          throw e;
        }
      }
    }
  }

  private void set(String name, String value) throws SQLException {
    try (PreparedStatement set =
        connection.prepareStatement("UPDATE setting SET value = ? WHERE name = ?")) {
      set.setString(1, value);
      set.setString(2, name);
      set.executeUpdate();
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
        log.write();
        execute("COMMIT");
        log.committed();
        requireInPlace();
        fold();
        return taken;
      } catch (SQLException | RuntimeException e) {
        rollBack();
        throw e;
      }
    } catch (SQLException e) {
      if (SqliteTrouble.of(e) == SqliteTrouble.NOT_NOW) {
        throw new NotNow("the database takes nothing at present: " + e.getMessage(), e);
      }
      throw trouble("the database failed", e);
    }
  }

  /**
   * Makes sure that what is written can be opened again.
   *
   * @throws Unusable when the file was removed, or another was put in its place or written over it
   */
  void requireInPlace() {
    log.requireInPlace(file.requireInPlace());
  }

  private void fold() {
    try {
      log.foldIfLong();
    } catch (SQLException e) {
      if (SqliteTrouble.of(e) != SqliteTrouble.NOT_NOW) {
        throw trouble("the database failed", e);
      }
      // What is committed stands in the log; it is folded when there is room.
    }
  }

  /**
   * Books some of what came without what it needed, and has it now. {@link #take} does so too; this
   * is for quiet times.
   */
  Taken settle(long now) throws NotNow {
    return unsettled ? take(List.of(), now) : Taken.NOTHING;
  }

  /** One event's work. */
  private interface Work {
    void run() throws SQLException;
  }

  private void rollBack() {
    unsettled = true;
    log.rolledBack();
    try {
      if (connection.isClosed()) {
        return;
      }
      undo();
      prepareAgain();
      coverage.close();
      coverage = new CoverageTable(connection, deltas);
    } catch (SQLException e) {
      // The next transaction meets the same, and says what it means.
      LOG.atWarn().addKeyValue("error", e.getMessage()).log("statements cannot be prepared");
    }
  }

  private void undo() {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      // SQLite may have rolled back by itself: then this is an error, and no news.
      LOG.atDebug().addKeyValue("error", e.getMessage()).log("nothing to roll back");
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /**
   * Boxes to acknowledge without being asked: of each kit the {@link BoxTable#ACKNOWLEDGED} that
   * were last heard, and of all the one last heard last.
   */
  List<Box> boxes() {
    try {
      return boxes.newest();
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

  private static Unusable trouble(String what, SQLException e) {
    if (SqliteTrouble.isLocked(e)) {
      return Unusable.taken(
          what
              + ": another program has locked the database. Nothing was changed; end that program,"
              + " a backup for instance, or wait for it, and start again");
    }
    return SqliteTrouble.of(e).ending(what + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try (lock;
        connection;
        var _ = deltas;
        var _ = projections;
        var _ = boxes;
        var _ = deadLetters;
        var _ = coverage) {
      LOG.atDebug().log("database closed");
    } catch (SQLException e) {
      LOG.atWarn().addKeyValue("error", e.getMessage()).log("database not closed in good order");
    }
  }

  /** One transaction's work and counts. */
  private final class Transaction {
    private final long now;
    private final Set<Box> touched = new HashSet<>();
    private final Map<Box, Map<DeltaClass, Integer>> repeated = new HashMap<>();
    private final Map<Box, Map<DeltaClass, Integer>> conflicting = new HashMap<>();
    private final Map<DeadLetter.Kind, Integer> letters = new HashMap<>();

    /** Kits that have had their incarnations of the day, and those of them of which it was said. */
    private final Set<KitId> full = new HashSet<>();

    private final Set<KitId> told = new HashSet<>();
    private int taken;
    private int duplicates;
    private int conflicts;

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
      settle();
      coverage.save();
      deadLetters.trim();
      saveCounts("wire_duplicate", repeated);
      saveCounts("conflict", conflicting);
      boxes.heard(touched, now);
      warnings.flush(System.nanoTime());
      return new Taken(touched, taken, duplicates, conflicts, letters);
    }

    /** Books every stored delta that the projection reads, type by type. */
    long bookAll(Projection projection) throws SQLException {
      long booked = 0;
      for (FactType fact : projection.reads()) {
        EventType type = EventType.of(fact);
        DeltaTable.Page page = deltas.page(type, 0);
        while (!page.bookings().isEmpty()) {
          for (Booking booking : page.bookings()) {
            book(projection, booking);
          }
          booked += page.bookings().size();
          page = deltas.page(type, page.last());
        }
      }
      coverage.save();
      deadLetters.trim();
      return booked;
    }

    private void delta(DeltaEvent event) throws SQLException {
      Box box = new Box(event.source().kit(), event.source().incarnation());
      if (!admit(box)) {
        tooManyLives(event);
        return;
      }
      touched.add(box);
      if (event.type().equals(EventType.SEQUENCES_CLOSED)) {
        closing(box, event);
      } else {
        stored(box, event);
      }
    }

    /** Once a kit has no incarnation left, an event more costs a look and no count. */
    private boolean admit(Box box) throws SQLException {
      if (full.contains(box.kit())) {
        return boxes.isKnown(box);
      }
      boolean admitted = boxes.admit(box, now);
      if (!admitted) {
        full.add(box.kit());
      }
      return admitted;
    }

    /** One letter says it for all of a kit's events in this transaction; all are counted. */
    private void tooManyLives(DeltaEvent event) throws SQLException {
      DeadLetter letter = DeadLetter.of(Booking.of(event), TOO_MANY_LIVES);
      if (told.add(event.source().kit())) {
        deadLetter(letter);
      } else {
        letters.merge(letter.kind(), 1, Integer::sum);
      }
    }

    private void closing(Box box, DeltaEvent event) throws SQLException {
      SequencesClosed[] closed = new SequencesClosed[1];
      boolean[] news = new boolean[1];
      String trouble =
          attempt(() -> {
            closed[0] = SequencesClosed.parse(event.body());
            news[0] = deltas.close(box, event.deltaClass().word(), closed[0], event.id(), now);
          });
      if (trouble != null) {
        complain(event, trouble);
        return;
      }
      cover(box, event.deltaClass(), closed[0]);
      if (news[0]) {
        taken++;
      } else {
        repeated(box, event.deltaClass());
      }
    }

    private void stored(Box box, DeltaEvent event) throws SQLException {
      if (projections.of(event.type()) instanceof Reader.Newer(int known)) {
        complain(event, newer(event.type(), known));
        return;
      }
      DeltaTable.Outcome[] outcome = new DeltaTable.Outcome[1];
      // One statement: it leaves nothing behind when it fails.
      String trouble = reason(() -> outcome[0] = deltas.put(event, now));
      if (trouble != null) {
        complain(event, trouble);
        return;
      }
      switch (outcome[0]) {
        case NEW -> {
          taken++;
          book(Booking.of(event));
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
      complain(event, "another event stands at this sequence");
    }

    /** The delta stands as it came; what it was to mean may be left to a person. */
    private void book(Booking booking) throws SQLException {
      if (projections.of(booking.type()) instanceof Reader.Is(Projection projection)) {
        book(projection, booking);
      }
    }

    private void book(Projection projection, Booking booking) throws SQLException {
      Box box = new Box(booking.place().source().kit(), booking.place().source().incarnation());
      List<Closed> closed = new ArrayList<>();
      String trouble =
          attempt(() ->
              projection.book(
                  booking,
                  (deltaClass, sequences) -> {
                    deltas.close(box, deltaClass.word(), sequences, booking.id(), now);
                    closed.add(new Closed(deltaClass, sequences));
                  }));
      if (trouble != null) {
        deadLetter(DeadLetter.of(booking, trouble));
        return;
      }
      for (Closed one : closed) {
        cover(box, one.deltaClass(), one.sequences());
      }
    }

    /** Sequences that a booked delta declared closed. */
    private record Closed(DeltaClass deltaClass, SequencesClosed sequences) {}

    /** Books some of what no longer waits: a bounded number, so that the others have their turn. */
    private void settle() throws SQLException {
      int left = SETTLED_AT_ONCE;
      List<Booking> due = projections.due(left);
      while (!due.isEmpty()) {
        for (Booking booking : due) {
          book(booking);
        }
        left -= due.size();
        // A sale that was booked may be what a refund waits for.
        due = left > 0 ? projections.due(left) : List.of();
      }
      unsettled = left <= 0;
    }

    /**
     * Does one event's work, all of it or none.
     *
     * @return why there is none of it; null when all went well
     * @throws SQLException when it is the database's trouble and not this event's
     */
    private @Nullable String attempt(Work work) throws SQLException {
      execute("SAVEPOINT event");
      String trouble = reason(work);
      if (trouble != null) {
        execute("ROLLBACK TO event");
        projections.forget();
      }
      execute("RELEASE event");
      return trouble;
    }

    private @Nullable String reason(Work work) throws SQLException {
      try {
        work.run();
        return null;
      } catch (Unusable e) {
        throw e;
      } catch (IllegalArgumentException e) {
        return String.valueOf(e.getMessage());
      } catch (SQLException e) {
        if (SqliteTrouble.of(e) != SqliteTrouble.CONTENT) {
          throw e;
        }
        prepareAgain();
        return "the database refuses it: " + e.getMessage();
      } catch (RuntimeException e) {
        if (warnings.warn("", "an event that could not be booked, a bug", 1, System.nanoTime())) {
          LOG.atError().setCause(e).log("an event could not be booked, which is a bug");
        }
        return "a bug: " + e;
      }
    }

    private void cover(Box box, DeltaClass deltaClass, SequencesClosed closed) throws SQLException {
      for (Range range : closed.ranges()) {
        cover(box, deltaClass, range);
      }
    }

    /**
     * What is to be booked is not stored as if it had been: its box hears that it is a dead letter.
     */
    private static String newer(EventType type, int known) {
      return "%s comes in version %d, and this upstream books up to version %d: update upstream"
          .formatted(type.word(), type.version(), known);
    }

    private void complain(DeltaEvent event, String reason) throws SQLException {
      deadLetter(DeadLetter.of(Booking.of(event), reason));
    }

    private void deadLetter(DeadLetter came) throws SQLException {
      DeadLetter letter = admitted(came);
      String trouble = reason(() -> deadLetters.put(letter, now));
      letters.merge(letter.kind(), 1, Integer::sum);
      if (trouble != null) {
        warnings.warn(
            letter.kind().kit(),
            "a dead letter that cannot be kept: " + trouble,
            1,
            System.nanoTime());
      }
      Place place = letter.place();
      if (place != null) {
        Box box = new Box(place.source().kit(), place.source().incarnation());
        touched.add(box);
        cover(box, place.deltaClass(), new Range(place.seq(), place.seq()));
      }
    }

    /** A box that is not listened to has no place: what it says comes again, and may count then. */
    private DeadLetter admitted(DeadLetter letter) throws SQLException {
      Place place = letter.place();
      return place == null || admit(new Box(place.source().kit(), place.source().incarnation()))
          ? letter
          : letter.withoutPlace();
    }

    private void cover(Box box, DeltaClass deltaClass, Range range) throws SQLException {
      if (!coverage.add(box, deltaClass, range)) {
        noRoom(box, deltaClass);
      }
    }

    private void noRoom(Box box, DeltaClass deltaClass) {
      warnings.warn(
          box.kit().value(),
          "too many gaps in " + deltaClass.word() + ": stored, and not acknowledged",
          1,
          System.nanoTime());
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
  }
}
