package dev.roadcase.app.folder;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.folder.DataFolder.Start;
import dev.roadcase.app.folder.FolderFile.Kind;
import dev.roadcase.app.folder.FolderLook.Seen;
import dev.roadcase.app.journal.JournalFailure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FolderLookTest {
  private static final Path FOLDER = Path.of("data");
  private final Map<FolderFile, Seen> seen = new EnumMap<>(FolderFile.class);

  @Test
  void anEmptyFolderIsANewBoxs() {
    assertStarts();
    // The twin was first, and somebody has put a hand into the board.
    see(FolderFile.LOCK, 0);
    see(FolderFile.TWIN_SOCKET, 0);
    see(FolderFile.BOARD_CONTROL, 10);
    assertStarts();
  }

  @Test
  void aFirstStartThatWasCutShortIsANewBoxs() {
    see(FolderFile.LOCK, 0);
    see(FolderFile.JOURNAL, 0);
    assertStarts();
    see(FolderFile.ROLLBACK, 512);
    assertStarts();
    see(FolderFile.JOURNAL, FolderLook.ONE_PAGE);
    see(FolderFile.LOG, 30_000);
    see(FolderFile.LOG_INDEX, 32_768);
    assertStarts();
  }

  @Test
  void eachFileThatOnlyAJournalLeavesIsAWitnessOfOne() {
    for (FolderFile witness : FolderFile.values()) {
      if (witness.witness() && witness != FolderFile.JOURNAL) {
        seen.clear();
        see(FolderFile.LOCK, 0);
        see(witness, 1);
        String said = refused();
        assertTrue(said.contains("journal.db is missing"), said);
        assertTrue(said.contains(": " + witness.file() + "."), said);
        see(FolderFile.JOURNAL, 20_480);
        assertStarts();
      }
    }
  }

  @Test
  void aLogBesideAnEmptyJournalIsNamedAsWhatMayHoldSales() {
    see(FolderFile.JOURNAL, 0);
    see(FolderFile.LOG, 1_000_000);
    String said = refused();
    assertTrue(said.contains("journal.db is empty"), said);
    assertTrue(said.contains("journal.db-wal may hold sales that are nowhere else"), said);
    assertTrue(said.contains("--new"), said);
    see(FolderFile.LOG, 0);
    assertStarts();
  }

  @Test
  void aJournalThatNamesNoBoxBesideTheFilesOfOneHasLostItsFacts() {
    see(FolderFile.JOURNAL, 40_960);
    see(FolderFile.LOG, 4_152);
    see(FolderFile.LOG_INDEX, 32_768);
    see(FolderFile.RESERVE, 1_000);
    see(FolderFile.TWIN_SOCKET, 0);
    assertDoesNotThrow(() -> look().requireFirstLife(Start.AS_EVER), "a first start cut short");
    see(FolderFile.CREW_KEY, 44);
    assertDoesNotThrow(() -> look().requireFirstLife(Start.ANEW));
    JournalFailure lost =
        assertThrows(JournalFailure.class, () -> look().requireFirstLife(Start.AS_EVER));
    assertEquals(JournalFailure.Exit.DATA, lost.exit());
    assertTrue(lost.getMessage().contains("is no box's"), lost.getMessage());
  }

  @Test
  void newBeginsOnlyWhereNothingOfTheOldLifeIsLeft() {
    see(FolderFile.RESERVE, 1);
    see(FolderFile.ASSETS, 0);
    assertDoesNotThrow(() -> look().requireStartable(Start.ANEW));
    see(FolderFile.LOG, 1);
    assertThrows(JournalFailure.class, () -> look().requireStartable(Start.ANEW));
  }

  @Test
  void whatTheBoxMayNotReadOrIsOfAnotherKindIsNamed() {
    see(FolderFile.JOURNAL, 20_480);
    seen.put(FolderFile.ISSUER, new Seen(Kind.FILE, 100, false, "root", false, Optional.empty()));
    JournalFailure foreign = assertThrows(JournalFailure.class, () -> start());
    assertEquals(JournalFailure.Exit.CANNOT_CREATE, foreign.exit());
    assertTrue(foreign.getMessage().contains("issuer.json belongs to root"), foreign.getMessage());
    seen.put(FolderFile.ISSUER, new Seen(Kind.FOLDER, 0, true, "root", false, Optional.empty()));
    JournalFailure folder = assertThrows(JournalFailure.class, () -> start());
    assertEquals(JournalFailure.Exit.CANNOT_CREATE, folder.exit());
    assertTrue(folder.getMessage().contains("issuer.json is a folder"), folder.getMessage());
  }

  @Test
  void whatCanBeMadeAgainStopsNobody() {
    see(FolderFile.JOURNAL, 20_480);
    for (FolderFile file : List.of(FolderFile.CREW_KEY, FolderFile.CLOCK_MARK)) {
      seen.put(file, new Seen(Kind.FILE, 1, true, "box", true, Optional.of("it is empty")));
    }
    assertStarts();
    assertEquals(List.of(FolderFile.CREW_KEY, FolderFile.CLOCK_MARK), look().toPutAside());
    assertEquals(List.of(FolderFile.CREW_KEY), look().toClose(), "a mark of time is no secret");
    assertEquals(List.of(FolderFile.ISSUER, FolderFile.ADMIN_TOKEN), look().missing());
  }

  @Test
  void everyRowSaysWhatTheFileHolds() {
    for (FolderFile file : FolderFile.values()) {
      assertFalse(file.holds().isEmpty(), file.file());
    }
    assertEquals(
        FolderFile.values().length,
        Arrays.stream(FolderFile.values()).map(FolderFile::file).distinct().count());
  }

  private void see(FolderFile file, long octets) {
    seen.put(file, new Seen(file.kind(), octets, true, "box", false, Optional.empty()));
  }

  private FolderLook look() {
    return new FolderLook(FOLDER, seen);
  }

  private void start() {
    look().requireStartable(Start.AS_EVER);
  }

  private void assertStarts() {
    assertDoesNotThrow(this::start);
  }

  private String refused() {
    JournalFailure failure = assertThrows(JournalFailure.class, this::start, seen::toString);
    assertEquals(JournalFailure.Exit.DATA, failure.exit());
    return String.valueOf(failure.getMessage());
  }
}
