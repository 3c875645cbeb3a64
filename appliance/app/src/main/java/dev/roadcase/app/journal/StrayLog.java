package dev.roadcase.app.journal;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.roadcase.app.journal.JournalFailure.Exit;
import dev.roadcase.wire.file.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * A log beside a main file that has more than main file and log together: of an older copy of the
 * folder, or damaged in a part that was folded long ago. SQLite reads whatever log stands there and
 * folds it: its older pages take the place of newer ones, and the facts in those are in no file any
 * more.
 *
 * <p>Facts are only added, so no log of its own takes one away from a main file. A crash in the
 * middle of a checkpoint leaves pages in it that fit only with the log; what cannot be read without
 * it is no evidence.
 */
final class StrayLog {
  private static final Logger LOG = LoggerFactory.getLogger(StrayLog.class);

  /** Both count positions of one journal: the box's own facts, and those of its peers. */
  private static final List<String> TABLES = List.of("fact", "peer_fact");

  private static final int HEAD = 32;
  private static final int MAGIC = 0x377f0682;

  private final Path file;
  private final long alone;
  private final long together;

  /** The newest fact of a table, and its stored bytes. */
  @SuppressWarnings("ArrayRecordComponent") // compared once, by its bytes
  private record Newest(String table, long position, byte[] bytes) {
    /** A page of another table, read before its log has made a page of facts of it, has none. */
    boolean isFact() {
      return bytes.length > 1 && bytes[0] == '{' && bytes[bytes.length - 1] == '}';
    }
  }

  private StrayLog(Path file, long alone, long together) {
    this.file = file;
    this.alone = alone;
    this.together = together;
  }

  /** The log that SQLite reads with a main file. */
  static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  /**
   * A log that takes facts away and brings none, so that the main file is whole without it.
   *
   * @param both reads the main file through the log
   * @throws JournalFailure when the log takes facts away, and the main file alone is not known to
   *     have all
   */
  static Optional<StrayLog> found(Path file, Connection both) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    // Neither locks nor the log.
    String url = "jdbc:sqlite:file:" + file.toUri().getRawPath() + "?immutable=1";
    try (Connection main = config.createConnection(url)) {
      List<Newest> alone = alone(main);
      Newest lost = missing(both, alone);
      if (lost == null) {
        return Optional.empty();
      }
      List<Newest> together = newest(both);
      if (!together.isEmpty() && missing(main, together) == null && isWhole(main)) {
        return Optional.of(new StrayLog(file, last(alone), last(together)));
      }
      throw refused(file, lost);
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** Moves it out of SQLite's way, and keeps it. */
  void putAside() {
    LOG.warn(
        "{} ends at record {}, and {} has all up to {} without it: it is of an older copy, or"
            + " damaged. It is moved to {}; nothing that the box had is lost by that.",
        beside(file),
        together,
        file.getFileName(),
        alone,
        moved(beside(file)));
  }

  /**
   * Moves a log out of SQLite's way of which SQLite would read nothing, and which it would write
   * over: its head is damaged, and what stands behind that may be nowhere else.
   */
  static void putAsideWithoutHead(Path file) {
    Path log = beside(file);
    if (hasNoHead(log)) {
      LOG.warn(
          "{} is damaged in its first octets, and nothing of it can be read. What the box took"
              + " after it had last folded it into {} is missing. It is moved to {}: keep it.",
          log,
          file.getFileName(),
          moved(log));
    }
  }

  /** Its head, as sqlite.org/fileformat2.html has it; zeros are what no flush ever held. */
  private static boolean hasNoHead(Path log) {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      while (head.hasRemaining() && channel.read(head) >= 0) {}
    } catch (IOException e) {
      throw new JournalFailure(Exit.IO, log + " cannot be read: " + e.getMessage(), e);
    }
    if (head.hasRemaining() || Arrays.equals(head.array(), new byte[HEAD])) {
      return false;
    }
    head.flip();
    int magic = head.getInt(0);
    boolean big = magic == MAGIC + 1;
    ByteBuffer words = head.duplicate().order(big ? BIG_ENDIAN : LITTLE_ENDIAN);
    int a = 0;
    int b = 0;
    for (int at = 0; at < HEAD - 8; at += 8) {
      a += words.getInt(at) + b;
      b += words.getInt(at + 4) + a;
    }
    return !(magic == MAGIC || big) || head.getInt(HEAD - 8) != a || head.getInt(HEAD - 4) != b;
  }

  private static Path moved(Path log) {
    try {
      Path aside = log.resolveSibling(log.getFileName() + ".stray");
      for (int i = 2; Files.exists(aside); i++) {
        aside = log.resolveSibling(log.getFileName() + ".stray-" + i);
      }
      Files.move(log, aside, StandardCopyOption.ATOMIC_MOVE);
      Path folder = log.toAbsolutePath().getParent();
      if (folder != null) {
        WholeFile.sync(folder);
      }
      return aside;
    } catch (IOException e) {
      throw new JournalFailure(
          Exit.CANNOT_CREATE,
          log + " does not belong here, and cannot be moved away (" + e.getMessage() + ").",
          e);
    }
  }

  private static JournalFailure refused(Path file, Newest alone) {
    Path log = beside(file);
    return new JournalFailure(
        Exit.DATA,
        log
            + " does not belong to "
            + file.getFileName()
            + ", which has a record "
            + alone.position()
            + " that is not there when both are read together: it is of another copy of this"
            + " folder, or damaged. Nothing was touched. Bring back the two that belong together."
            + " If they cannot be had, keep copies of both, move "
            + log.getFileName()
            + " away, and start again on what "
            + file.getFileName()
            + " has alone.");
  }

  private static boolean isWhole(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check(1)")) {
      return result.next() && result.getString(1).equals("ok");
    }
  }

  /** The newest facts of a main file without its log: of each table as far as it can be read. */
  private static List<Newest> alone(Connection main) {
    List<Newest> all = new ArrayList<>();
    for (String table : TABLES) {
      try {
        newest(main, table).filter(Newest::isFact).ifPresent(all::add);
      } catch (SQLException e) {
        // No evidence: a crash may have come between two pages of it.
      }
    }
    return all;
  }

  private static List<Newest> newest(Connection connection) throws SQLException {
    List<Newest> all = new ArrayList<>();
    for (String table : TABLES) {
      newest(connection, table).ifPresent(all::add);
    }
    return all;
  }

  private static Optional<Newest> newest(Connection connection, String table) throws SQLException {
    if (!isThere(connection, table)) {
      return Optional.empty();
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT position, coalesce(record, x'') FROM "
                    + table
                    + " ORDER BY position DESC LIMIT 1")) {
      return row.next()
          ? Optional.of(new Newest(table, row.getLong(1), row.getBytes(2)))
          : Optional.empty();
    }
  }

  /** Peers' facts have had a table of their own since format 3. */
  private static boolean isThere(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")) {
      statement.setString(1, table);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /** The first of some facts that is not there, with the same bytes; null when all are. */
  private static @Nullable Newest missing(Connection connection, List<Newest> facts)
      throws SQLException {
    for (Newest fact : facts) {
      if (!has(connection, fact)) {
        return fact;
      }
    }
    return null;
  }

  private static boolean has(Connection connection, Newest fact) throws SQLException {
    if (!isThere(connection, fact.table())) {
      return false;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT record FROM " + fact.table() + " WHERE position = ?")) {
      statement.setLong(1, fact.position());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && Arrays.equals(row.getBytes(1), fact.bytes());
      }
    }
  }

  private static long last(List<Newest> facts) {
    return facts.stream().mapToLong(Newest::position).max().orElse(0);
  }
}
