package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * A box that cannot start says why in a sentence that names what to do, ends with the code of the
 * table in {@code docs/journal.md}, and leaves the file as it was.
 */
class StartRefusalsTest {
  private static Site site;

  /** The folder of a box that has sold, and stopped in good order. */
  private static Path sold;

  private Path data;

  @BeforeAll
  static void aBoxHasSold() throws Exception {
    site = new Site(Workshop.fresh("refusals"));
    sold = site.folder.resolve("sold");
    Path config = site.config("sold", "kit-1", sold, "127.0.0.1:0");
    try (BoxProcess box = BoxProcess.start(config, Map.of());
        Crowd crowd = new Crowd(site, 1, 1)) {
      crowd.pair(box, sold);
      try (BoxClient client = new BoxClient(box.https(), site.trust())) {
        for (int i = 0; i < 20; i++) {
          crowd.till(0).sell(client, Site.LEMONADE);
        }
      }
      box.stop();
    }
  }

  @BeforeEach
  void aCopyOfIt(TestInfo test) throws IOException {
    data = site.folder.resolve(test.getTestMethod().orElseThrow().getName());
    Workshop.copy(sold, data);
  }

  @Test
  void aFileThatIsNoDatabase() throws Exception {
    Files.writeString(journal(), "Dear diary,\n".repeat(1000));
    assertRefused(65, "is torn or no journal", "Copy it away");
  }

  @Test
  void aTornFile() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(journal().toFile(), "rw")) {
      file.setLength(file.length() / 2 / 4096 * 4096);
    }
    assertRefused(65, "is torn or no journal", "Copy it away");
  }

  @Test
  void aFileWithAPageOfRubbish() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(journal().toFile(), "rw")) {
      for (long page = 1; page < file.length() / 4096; page++) {
        file.seek(page * 4096);
        file.write(new byte[2000]);
      }
    }
    assertRefused(65, "is torn or no journal", "Copy it away");
  }

  @Test
  void aDatabaseOfSomebodyElse() throws Exception {
    Files.delete(journal());
    sql("CREATE TABLE cat(name TEXT)", "INSERT INTO cat VALUES ('Tom')");
    assertRefused(65, "is a database, but no Roadcase journal", "Move it away");
  }

  @Test
  void aJournalOfANewerRelease() throws Exception {
    sql("PRAGMA user_version = 99", "UPDATE meta SET value = '99' WHERE name = 'min_reader'");
    assertRefused(65, "was written by a newer release", "Start that release again");
  }

  @Test
  void aJournalOfAnotherKit() throws Exception {
    Path config = site.config("other-kit", "kit-2", data, "127.0.0.1:0");
    assertRefused(
        config, Map.of(), 65, "belongs to kit-1, this box is kit-2", "data_dir", "identity");
  }

  @Test
  void aFactThatIsMissing() throws Exception {
    sql(
        "DELETE FROM snapshot",
        "DELETE FROM fact WHERE position = (SELECT max(position) / 2 FROM fact)");
    assertRefused(65, "cannot be trusted", "It was left untouched");
  }

  @Test
  void aFactThatWasChanged() throws Exception {
    sql(
        "DELETE FROM snapshot",
        "UPDATE fact SET record = CAST(replace(CAST(record AS TEXT), '\"mono\":', '\"mono\":1')"
            + " AS BLOB) WHERE position = (SELECT max(position) / 2 FROM fact)");
    assertRefused(65, "cannot be trusted", "It was left untouched");
  }

  @Test
  void aSecondBoxOnOneFolder() throws Exception {
    Path config = site.config("first", "kit-1", data, "127.0.0.1:0");
    try (BoxProcess first = BoxProcess.start(config, Map.of())) {
      BoxProcess second = BoxProcess.launch(config, Map.of());
      assertSaid(second, 75, "another box already runs on", "Stop it");
      assertTrue(first.alive());
    }
  }

  @Test
  void aPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Path config = site.config("port", "kit-1", data, "127.0.0.1:" + taken.getLocalPort());
      assertRefused(
          config,
          Map.of(),
          69,
          "127.0.0.1:" + taken.getLocalPort() + " cannot be listened on",
          "choose another address");
    }
  }

  @Test
  void aFolderThatIsAFile() throws Exception {
    Path config =
        site.config(
            "file",
            "kit-1",
            Files.writeString(data.resolve("file"), "").resolve("in-it"),
            "127.0.0.1:0");
    assertRefused(config, Map.of(), 73, "cannot be written", "Check who owns it");
  }

  private void assertRefused(int exit, String... words) throws Exception {
    assertRefused(site.config("box", "kit-1", data, "127.0.0.1:0"), Map.of(), exit, words);
  }

  private void assertRefused(
      Path config, Map<String, String> environment, int exit, String... words) throws Exception {
    byte[] before = Files.readAllBytes(journal());
    assertSaid(BoxProcess.launch(config, environment), exit, words);
    assertArrayEquals(before, Files.readAllBytes(journal()), "it was touched");
  }

  private static void assertSaid(BoxProcess box, int exit, String... words)
      throws InterruptedException {
    int ended = box.ended();
    List<String> said = box.said();
    String sentence =
        String.join(" ", said.stream().filter(line -> line.startsWith("roadcase box: ")).toList());
    for (String word : words) {
      assertTrue(sentence.contains(word), () -> word + " is not in " + said);
    }
    assertEquals(exit, ended, sentence);
    assertTrue(said.stream().noneMatch(line -> line.startsWith("\tat ")), said::toString);
  }

  private Path journal() {
    return data.resolve("journal.db");
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal());
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.executeUpdate(one);
      }
    }
  }
}
