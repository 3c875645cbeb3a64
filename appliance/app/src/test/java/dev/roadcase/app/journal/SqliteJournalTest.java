package dev.roadcase.app.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.box.Command;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.ledger.Ledger;
import dev.roadcase.core.ledger.SaleOutcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest {
  @TempDir private Path folder;

  @Test
  void aSnapshotOfAnotherFormatIsThrownAwayAndTheFactsAreReplayed() throws Exception {
    List<Object> lived = sell(3);
    sql("UPDATE snapshot SET format = format + 1, state = x'00'");
    assertEquals(lived, reopened(Mode.LIVE));
  }

  @Test
  void aSnapshotThatCannotBeReadIsThrownAwayToo() throws Exception {
    List<Object> lived = sell(3);
    sql("UPDATE snapshot SET state = x'7b7d7d'");
    assertEquals(lived, reopened(Mode.LIVE));
  }

  /** It is trusted as far as it goes: a snapshot is what makes a start fast. */
  @Test
  void aSnapshotOfThisFormatAndModeIsUsed() throws Exception {
    List<Object> lived = sell(3);
    sql("DELETE FROM fact WHERE position = 1");
    assertEquals(lived, reopened(Mode.LIVE));
  }

  @Test
  void aSnapshotOfAnotherModeIsThrownAwayAndWhatItCountedDoesNotCount() {
    try (OpenJournal demo = new OpenJournal(folder, Mode.DEMO)) {
      demo.write(Show.opening());
      demo.write(Show.sell(0, 1, Show.SHIRT, 5));
      demo.snapshot();
    }
    try (OpenJournal live = new OpenJournal(folder, Mode.LIVE)) {
      assertEquals(new Ledger.Totals(0, 0, 0, 0), live.box.ledger().published());
      assertEquals(List.of(), live.box.devices().published());
      assertTrue(live.box.heads().published().position() > 0, "the chain goes on over it");

      live.write(Show.opening());
      SaleOutcome outcome = (SaleOutcome) live.write(Show.sell(0, 1, Show.SHIRT, 5));
      SaleOutcome.Taken taken = assertInstanceOf(SaleOutcome.Taken.class, outcome);
      assertEquals(false, taken.again(), "the same sale in the demo was another world's");
    }
    try (OpenJournal demo = new OpenJournal(folder, Mode.DEMO)) {
      assertEquals(1, demo.box.ledger().published().sales());
    }
  }

  @Test
  void aBrokenChainIsRefusedAndThePositionIsNamed() throws Exception {
    sell(3);
    sql("DELETE FROM snapshot", "DELETE FROM fact WHERE position = 8");
    JournalFailure refused =
        assertThrows(JournalFailure.class, () -> new OpenJournal(folder, Mode.LIVE));
    assertEquals(JournalFailure.Exit.DATA, refused.exit());
    assertTrue(refused.getMessage().contains("journal position 9"), refused.getMessage());
  }

  @Test
  void aFactThatIsNoFactIsRefusedAndThePositionIsNamed() throws Exception {
    sell(3);
    sql("DELETE FROM snapshot", "UPDATE fact SET record = x'7b' WHERE position = 8");
    JournalFailure refused =
        assertThrows(JournalFailure.class, () -> new OpenJournal(folder, Mode.LIVE));
    assertEquals(JournalFailure.Exit.DATA, refused.exit());
    assertTrue(refused.getMessage().contains("position 8"), refused.getMessage());
  }

  /** After an update that did not hold, the box starts from the release before. */
  @Test
  void anOlderReleaseOpensWhatANewerOneOnlyAddedTo() throws Exception {
    List<Object> lived = sell(3);
    sql(
        "ALTER TABLE fact ADD COLUMN shade TEXT",
        "CREATE TABLE halo(id INTEGER PRIMARY KEY, glow TEXT NOT NULL) STRICT",
        "INSERT INTO halo VALUES (1, 'soft')",
        "UPDATE fact SET shade = 'blue'",
        "PRAGMA user_version = 99");
    assertEquals(lived, reopened(Mode.LIVE));
    try (OpenJournal open = new OpenJournal(folder, Mode.LIVE)) {
      open.write(Show.sell(0, 4, Show.LEMONADE, 1));
      open.snapshot();
      lived = OpenJournal.comparable(open.box);
    }
    assertEquals(lived, reopened(Mode.LIVE));
    assertEquals(99, number("PRAGMA user_version"), "it stays the newer release's file");
    assertEquals(1, number("SELECT count(*) FROM halo"));
  }

  @Test
  void whatIsForNewerReadersAloneIsRefusedAndLeftAsItWas() throws Exception {
    sell(3);
    sql("PRAGMA user_version = 99", "UPDATE meta SET value = '98' WHERE name = 'min_reader'");
    JournalFailure refused =
        assertThrows(JournalFailure.class, () -> new OpenJournal(folder, Mode.LIVE));
    assertEquals(JournalFailure.Exit.DATA, refused.exit());
    String words = String.valueOf(refused.getMessage());
    assertTrue(words.contains("format 99, for releases that know format 98 or later"), words);
    assertTrue(words.contains("Start that release again; nothing was changed."), words);

    sql("DELETE FROM meta WHERE name = 'min_reader'");
    assertThrows(
        JournalFailure.class, () -> new OpenJournal(folder, Mode.LIVE), "it says nothing of us");
  }

  @Test
  void everyReleaseSaysWhoMayReadItsFile() throws Exception {
    sell(1);
    assertEquals(1, number("SELECT value FROM meta WHERE name = 'min_reader'"));
  }

  private int number(String query) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.getInt(1);
    }
  }

  @Test
  void theJournalOfAnotherKitIsRefused() {
    sell(1);
    try (SqliteJournal journal = SqliteJournal.open(folder)) {
      JournalFailure refused =
          assertThrows(
              JournalFailure.class,
              () -> journal.claim(new KitId("kit-2"), () -> new Incarnation("0123456789abcdef")));
      assertEquals(JournalFailure.Exit.DATA, refused.exit());
      assertTrue(refused.getMessage().contains("kit-1"), refused.getMessage());
    }
  }

  @Test
  void twoInOneProcessOnOneFolderAreRefused() {
    try (SqliteJournal first = SqliteJournal.open(folder)) {
      JournalFailure refused = assertThrows(JournalFailure.class, () -> SqliteJournal.open(folder));
      assertEquals(JournalFailure.Exit.IN_USE, refused.exit());
    }
  }

  @Test
  void twoProcessesOnOneFolderAreRefused() throws Exception {
    try (SqliteJournal first = SqliteJournal.open(folder)) {
      Process second =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Opener.class.getName(),
                  folder.toString())
              .inheritIO()
              .start();
      assertTrue(second.waitFor(60, TimeUnit.SECONDS));
      assertEquals(JournalFailure.Exit.IN_USE.code(), second.exitValue());
    }
  }

  /** Another process that wants the folder. */
  static final class Opener {
    public static void main(String[] args) {
      try (SqliteJournal journal = SqliteJournal.open(Path.of(args[0]))) {
        System.exit(0);
      } catch (JournalFailure e) {
        System.exit(e.exit().code());
      }
    }
  }

  @Test
  void aLongLogIsFoldedIntoTheMainFile() {
    try (OpenJournal open = new OpenJournal(folder, Mode.LIVE)) {
      open.write(Show.opening());
      for (int i = 1; i <= 400; i++) {
        open.write(Show.sell(0, i, Show.LEMONADE, 1));
        open.journal.checkpointIfLong();
      }
      long log = folder.resolve("journal.db-wal").toFile().length();
      assertTrue(log < 6_000_000, () -> "the log has " + log + " bytes");
      assertTrue(folder.resolve("journal.db").toFile().length() > 200_000);
      assertTrue(open.journal.checkpoint());
    }
  }

  private List<Object> sell(int sales) {
    try (OpenJournal open = new OpenJournal(folder, Mode.LIVE)) {
      open.write(Show.opening());
      for (int i = 1; i <= sales; i++) {
        open.write(List.<Command<?>>of(Show.sell(0, i, Show.LEMONADE, 1)));
      }
      open.snapshot();
      return OpenJournal.comparable(open.box);
    }
  }

  private List<Object> reopened(Mode mode) {
    try (OpenJournal open = new OpenJournal(folder, mode)) {
      return OpenJournal.comparable(open.box);
    }
  }

  private void sql(String... statements) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.executeUpdate(one);
      }
    }
  }
}
