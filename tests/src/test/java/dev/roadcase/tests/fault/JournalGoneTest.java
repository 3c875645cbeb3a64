package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * A data folder whose journal is gone while other files stand is no new box's: it is refused, named
 * and left as it was, to the last byte; {@code --new} begins anew and keeps all of it.
 */
class JournalGoneTest {
  private static Site site;

  /** The folder of a box that was killed while it sold: the newest sales are in the log alone. */
  private static Path killed;

  private Path data;
  private Path config;

  @BeforeAll
  static void aBoxIsKilled() throws Exception {
    site = new Site(Workshop.fresh("journal-gone"));
    killed = site.folder.resolve("killed");
    Path config = site.config("killed", "kit-1", killed, "127.0.0.1:0");
    try (BoxProcess box = BoxProcess.start(config, Map.of());
        Crowd crowd = new Crowd(site, 1, 1)) {
      crowd.pair(box, killed);
      try (BoxClient client = new BoxClient(box.https(), site.trust())) {
        for (int i = 0; i < 20; i++) {
          crowd.till(0).sell(client, Site.LEMONADE);
        }
      }
      box.kill();
    }
    assertTrue(Files.size(killed.resolve("journal.db-wal")) > 0, "the box folds its log later");
  }

  @BeforeEach
  void aCopyOfIt(TestInfo test) throws IOException {
    data = site.folder.resolve(test.getTestMethod().orElseThrow().getName());
    Workshop.copy(killed, data);
    config = site.config("box", "kit-1", data, "127.0.0.1:0");
  }

  @Test
  void aJournalThatIsEmptyOrMissingBesideItsLogIsNotBegunAnew() throws Exception {
    Files.write(journal(), new byte[0]);
    assertRefused("journal.db is empty", "journal.db-wal", "may hold sales that are nowhere else");
    Files.delete(journal());
    assertRefused("journal.db is missing", "journal.db-wal", "reserve", "issuer.json", "--new");
  }

  @Test
  void aJournalThatIsGoneWithItsLogIsNotBegunAnew() throws Exception {
    Files.delete(journal());
    Files.delete(data.resolve("journal.db-wal"));
    Files.delete(data.resolve("journal.db-shm"));
    assertRefused("journal.db is missing", "issuer.json", "crew.key", "nothing was touched");
  }

  @Test
  void aJournalOfOnePageIsNotBegunAnew() throws Exception {
    Files.delete(data.resolve("journal.db-wal"));
    Files.delete(data.resolve("journal.db-shm"));
    try (RandomAccessFile file = new RandomAccessFile(journal().toFile(), "rw")) {
      file.setLength(4096);
    }
    assertRefused("journal.db is cut off", "issuer.json");
  }

  @Test
  void aJournalThatHasForgottenItsBoxIsNotBegunAnew() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal());
        Statement statement = connection.createStatement()) {
      for (String table : List.of("meta", "fact", "telemetry", "snapshot", "snapshot_page")) {
        statement.executeUpdate("DELETE FROM " + table);
      }
    }
    BoxProcess box = BoxProcess.launch(config, Map.of());
    assertEquals(65, box.ended());
    String said = String.join(" ", box.said());
    assertTrue(said.contains("journal.db is no box's, and holds nothing"), said);
    assertTrue(said.contains("--new"), said);
  }

  @Test
  void newKeepsAllThatWasThereAndIsAnotherIncarnation() throws Exception {
    String before = incarnation(killed.resolve("journal.db"));
    Files.write(journal(), new byte[0]);
    Map<String, String> kept = contents(data);
    String now;
    try (BoxProcess box = BoxProcess.launchAnew(config).open()) {
      assertTrue(
          box.said().stream().anyMatch(line -> line.contains("what was left of the old box is in")),
          () -> box.said().toString());
      box.stop();
      now = incarnation(journal());
    }
    assertNotEquals(before, now);
    Path aside = aside();
    Map<String, String> moved = contents(aside);
    assertEquals(kept.get("journal.db-wal"), moved.get("journal.db-wal"), "the log");
    assertEquals(kept.get("issuer.json"), moved.get("issuer.json"));
    for (String name : kept.keySet()) {
      assertTrue(
          Files.exists(data.resolve(name)) || Files.exists(aside.resolve(name)), name + " is gone");
    }
    // In a unit, or typed once more: a journal that can be used is no reason to begin again.
    try (BoxProcess box = BoxProcess.launchAnew(config).open()) {
      box.stop();
    }
    assertEquals(now, incarnation(journal()));
  }

  @Test
  void newMovesATornJournalAway() throws Exception {
    Files.writeString(journal(), "Dear diary,\n".repeat(1000));
    byte[] torn = Files.readAllBytes(journal());
    try (BoxProcess box = BoxProcess.launchAnew(config).open()) {
      box.stop();
    }
    assertArrayEquals(torn, Files.readAllBytes(aside().resolve("journal.db")));
  }

  @Test
  void aFirstStartThatWasCutShortStartsAgain() throws Exception {
    Path young = site.folder.resolve("young");
    Files.createDirectories(young);
    Files.write(young.resolve("journal.lock"), new byte[0]);
    Files.write(young.resolve("journal.db"), new byte[0]);
    Path first = site.config("young", "kit-1", young, "127.0.0.1:0");
    try (BoxProcess box = BoxProcess.start(first, Map.of())) {
      box.stop();
    }
  }

  private void assertRefused(String... words) throws Exception {
    Map<String, String> before = contents(data);
    BoxProcess box = BoxProcess.launch(config, Map.of());
    int exit = box.ended();
    String said = String.join(" ", box.said());
    for (String word : words) {
      assertTrue(said.contains(word), () -> "it does not say \"" + word + "\": " + said);
    }
    assertEquals(65, exit, said);
    assertEquals(before, contents(data), "it was touched");
    assertFalse(said.contains("\tat "), said);
  }

  /** Name and content of each file but the lock. */
  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (!name.equals("journal.lock")) {
          all.put(name, Arrays.hashCode(Files.readAllBytes(file)) + " " + Files.size(file));
        }
      }
    }
    return all;
  }

  private Path aside() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      List<Path> aside =
          files.filter(file -> file.getFileName().toString().startsWith("before-")).toList();
      assertEquals(1, aside.size(), aside::toString);
      return aside.getFirst();
    }
  }

  private static String incarnation(Path journal) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT value FROM meta WHERE name = 'incarnation'")) {
      assertTrue(row.next());
      return row.getString(1);
    }
  }

  private Path journal() {
    return data.resolve("journal.db");
  }
}
