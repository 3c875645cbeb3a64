package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * {@code journal.db} of one copy of a folder beside {@code journal.db-wal} of another: no fact that
 * stands in {@code journal.db} is lost by it, and a box that refuses touches neither.
 */
class StrayLogTest {
  private static final int EARLY = 20;
  private static final int LATE = 400;

  private static Site site;

  /** The first is the box's, the second the clone's. */
  private static Crowd crowd;

  /** A box that was killed early: most of it is in the log. */
  private static Path early;

  /** The same box later, after a stop: all is in the main file, and there is no log. */
  private static Path late;

  /** The same box, killed in between: the log is longer than the early one. */
  private static Path killed;

  /** What the early copy became on its own, killed. */
  private static Path clone;

  private Path data;
  private Path config;

  @BeforeAll
  static void copiesOfOneBox() throws Exception {
    site = new Site(Workshop.fresh("stray-log"));
    Path home = site.folder.resolve("home");
    early = site.folder.resolve("early");
    late = site.folder.resolve("late");
    killed = site.folder.resolve("killed");
    clone = site.folder.resolve("clone");
    Path config = site.config("home", "kit-1", home, "127.0.0.1:0");
    crowd = new Crowd(site, 2, 1);
    try (BoxProcess box = BoxProcess.start(config, Map.of())) {
      crowd.pair(box, home);
      sell(crowd.till(0), box, EARLY);
      box.kill();
    }
    Workshop.copy(home, early);
    try (BoxProcess box = BoxProcess.start(config, Map.of())) {
      sell(crowd.till(0), box, LATE);
      box.kill();
    }
    Workshop.copy(home, killed);
    try (BoxProcess box = BoxProcess.start(config, Map.of())) {
      sell(crowd.till(0), box, EARLY);
      box.stop();
    }
    Workshop.copy(home, late);
    Workshop.copy(early, clone);
    Path other = site.config("clone", "kit-1", clone, "127.0.0.1:0");
    try (BoxProcess box = BoxProcess.start(other, Map.of())) {
      sell(crowd.till(1), box, EARLY);
      box.kill();
    }
    assertTrue(Files.size(log(early)) > 0 && Files.size(log(clone)) > 0);
  }

  @AfterAll
  static void theTillsGoHome() throws IOException {
    crowd.close();
  }

  private static void sell(Till till, BoxProcess box, int count) throws Exception {
    try (BoxClient client = new BoxClient(box.https(), site.trust())) {
      for (int i = 0; i < count; i++) {
        assertEquals(Till.Turn.SHOWN, till.sell(client, Site.LEMONADE));
      }
    }
  }

  @BeforeEach
  void aFolderOfItsOwn(TestInfo test) throws IOException {
    data = site.folder.resolve(test.getTestMethod().orElseThrow().getName());
    config = site.config("box", "kit-1", data, "127.0.0.1:0");
  }

  @Test
  void anOlderLogTakesNothingFromANewerJournal() throws Exception {
    put(late, early);
    byte[] older = Files.readAllBytes(log(data));
    assertStartsWithAllSales("is of an older copy, or damaged");
    assertArrayEquals(older, Files.readAllBytes(data.resolve("journal.db-wal.stray")));
    // A second one does not take the place of the first.
    Files.copy(log(early), log(data), StandardCopyOption.REPLACE_EXISTING);
    assertStartsWithAllSales("journal.db-wal.stray-2");
  }

  @Test
  void aLogThatIsDamagedWhereItWasFoldedTakesNothing() throws Exception {
    put(late, late);
    try (BoxProcess box = BoxProcess.start(config, Map.of())) {
      sell(crowd.till(0), box, EARLY);
      // Two seconds after the last commit the log is in the main file as well, and stays.
      awaitFolded();
      box.kill();
    }
    int before = sales(site.folder.resolve("count"), data);
    try (RandomAccessFile file = new RandomAccessFile(log(data).toFile(), "rw")) {
      file.seek(file.length() / 2);
      int there = file.read();
      file.seek(file.length() / 2);
      file.write(there ^ 0x55);
    }
    try (BoxProcess box = BoxProcess.start(config, Map.of())) {
      box.stop();
    }
    assertEquals(before, sales(site.folder.resolve("count"), data));
  }

  @Test
  void aLogOfWhichNothingCanBeReadIsKept() throws Exception {
    put(killed, killed);
    try (RandomAccessFile file = new RandomAccessFile(log(data).toFile(), "rw")) {
      file.seek(9);
      file.write(0xff);
      file.write(0xff);
    }
    byte[] damaged = Files.readAllBytes(log(data));
    try (BoxProcess box = BoxProcess.start(config, Map.of())) {
      String said = String.join(" ", box.said());
      assertTrue(said.contains("is damaged in its first octets"), said);
      box.stop();
    }
    assertArrayEquals(damaged, Files.readAllBytes(data.resolve("journal.db-wal.stray")));
  }

  @Test
  void aNewerLogBesideAnOlderJournalIsRefusedAndBothStayAsTheyAre() throws Exception {
    put(early, killed);
    assertRefusedUntouched("journal.db");
    assertEquals(
        65, BoxProcess.verb(config, "export", "--to", site.folder.resolve("books.zip").toString()));
  }

  @Test
  void theLogOfACloneIsRefusedAndBothStayAsTheyAre() throws Exception {
    put(late, clone);
    assertRefusedUntouched("does not belong to journal.db");
  }

  private void put(Path main, Path log) throws IOException {
    Workshop.copy(main, data);
    Files.deleteIfExists(log(data));
    Files.deleteIfExists(data.resolve("journal.db-shm"));
    if (Files.exists(log(log))) {
      Files.copy(log(log), log(data));
    }
  }

  private void assertStartsWithAllSales(String words) throws Exception {
    try (BoxProcess box = BoxProcess.start(config, Map.of())) {
      String said = String.join(" ", box.said());
      assertTrue(said.contains(words), said);
      box.stop();
    }
    assertEquals(2 * EARLY + LATE, sales(site.folder.resolve("count"), data));
  }

  private void assertRefusedUntouched(String words) throws Exception {
    byte[] main = Files.readAllBytes(data.resolve("journal.db"));
    byte[] log = Files.readAllBytes(log(data));
    BoxProcess box = BoxProcess.launch(config, Map.of());
    int exit = box.ended();
    String said = String.join(" ", box.said());
    assertEquals(65, exit, said);
    assertTrue(said.contains(words), said);
    assertFalse(said.contains("\tat "), said);
    assertArrayEquals(main, Files.readAllBytes(data.resolve("journal.db")), "journal.db");
    assertArrayEquals(log, Files.readAllBytes(log(data)), "journal.db-wal");
  }

  private void awaitFolded() throws Exception {
    Path alone = site.folder.resolve("alone");
    long end = System.nanoTime() + 30_000_000_000L;
    int all = sales(site.folder.resolve("count"), data);
    do {
      assertTrue(System.nanoTime() < end, "the log was not folded");
      Thread.sleep(200);
      Workshop.remove(alone);
      Files.createDirectories(alone);
      Files.copy(data.resolve("journal.db"), alone.resolve("journal.db"));
    } while (sales(site.folder.resolve("count"), alone) < all);
  }

  /** Read off a copy: a reader of the folder itself would leave its traces. */
  private static int sales(Path scratch, Path folder) throws IOException, SQLException {
    Workshop.remove(scratch);
    Files.createDirectories(scratch);
    Files.copy(folder.resolve("journal.db"), scratch.resolve("journal.db"));
    if (Files.exists(log(folder))) {
      Files.copy(log(folder), log(scratch));
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + scratch.resolve("journal.db"));
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM fact"
                    + " WHERE CAST(record AS TEXT) ->> '$.type' = 'sale-taken'")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static Path log(Path folder) {
    return folder.resolve("journal.db-wal");
  }
}
