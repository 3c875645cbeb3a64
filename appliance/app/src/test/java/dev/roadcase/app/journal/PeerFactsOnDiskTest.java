package dev.roadcase.app.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.box.MeshCommand.PeerFacts;
import dev.roadcase.app.box.MeshCommand.TakePeerFacts;
import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.disk.Room;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Origin;
import dev.roadcase.core.fact.PeerFact;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.wire.fact.FactJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts of peers are kept like the box's own. */
class PeerFactsOnDiskTest {
  private static final KitId PEER = new KitId("kit-2");
  private static final FactCodec CODEC =
      new FactJson(id -> {
        throw new IllegalArgumentException("no packs here");
      });

  @TempDir private Path folder;

  private final Box peer =
      new Box(
          new Box.Identity(Show.FLEET, PEER, new Incarnation("fedcba9876543210"), Mode.LIVE),
          CODEC);

  private Path home;
  private long millis;

  @BeforeEach
  void aHome() {
    home = folder.resolve("home");
  }

  /** The newest of the box's own is in both: what the older log takes away is the peer's. */
  @Test
  void anOlderLogTakesNoFactOfAPeerAway() throws Exception {
    Path older = folder.resolve("older");
    try (OpenJournal open = new OpenJournal(home, Mode.LIVE)) {
      open.write(taken());
      open.write(new LifeCommand.Stop("ours"));
      copy(home, older);
      open.write(taken());
    }
    assertFalse(Files.exists(log(home)), "all is in the main file");
    assertEquals(List.of(Origin.PEER, Origin.OWN, Origin.PEER), origins());
    Files.copy(log(older), log(home));

    assertEquals(List.of(Origin.PEER, Origin.OWN, Origin.PEER), origins());

    assertArrayEquals(
        Files.readAllBytes(log(older)), Files.readAllBytes(home.resolve("journal.db-wal.stray")));
  }

  @Test
  void aLogOfAnotherCopyThatTakesAPeersFactAndBringsAnotherIsRefused() throws Exception {
    Path clone = folder.resolve("clone");
    try (OpenJournal open = new OpenJournal(home, Mode.LIVE)) {
      open.write(taken());
      open.write(new LifeCommand.Stop("ours"));
    }
    copy(home, clone);
    List<PeerFact> next = written();
    try (OpenJournal open = new OpenJournal(home, Mode.LIVE)) {
      open.write(taken(next));
    }
    List<PeerFact> later = written();
    Path killed = folder.resolve("killed");
    try (OpenJournal open = new OpenJournal(clone, Mode.LIVE)) {
      open.write(new LifeCommand.Stop("theirs"));
      open.write(taken(next));
      open.write(taken(later));
      copy(clone, killed);
    }
    Files.copy(log(killed), log(home));
    byte[] main = Files.readAllBytes(home.resolve("journal.db"));

    JournalFailure refused = assertThrows(JournalFailure.class, () -> SqliteJournal.open(home));

    assertEquals(JournalFailure.Exit.DATA, refused.exit());
    assertTrue(refused.getMessage().contains("has a record 3 that"), refused.getMessage());
    assertArrayEquals(main, Files.readAllBytes(home.resolve("journal.db")));
    assertArrayEquals(Files.readAllBytes(log(killed)), Files.readAllBytes(log(home)));
  }

  /** The log of a release before there were any takes the whole table with it. */
  @Test
  void aLogFromBeforeThereWerePeersTakesNoneAway() throws Exception {
    Path older = folder.resolve("older");
    try (OpenJournal open = new OpenJournal(home, Mode.LIVE)) {
      open.write(new LifeCommand.Stop("ours"));
    }
    try (Connection held =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("journal.db"));
        Statement statement = held.createStatement()) {
      statement.executeUpdate("DROP TABLE peer_fact");
      statement.executeUpdate("PRAGMA user_version = 2");
      copy(home, older);
    }
    try (OpenJournal open = new OpenJournal(home, Mode.LIVE)) {
      open.write(taken());
    }
    Files.copy(log(older), log(home));

    assertEquals(List.of(Origin.OWN, Origin.PEER), origins());
  }

  @Test
  void whatAFullDiskRefusedIsNotWrittenLater() throws Exception {
    JournalFile file = JournalFile.open(home, Room.endless());
    try (SqliteJournal journal = new SqliteJournal(file);
        Statement statement = file.connection().createStatement()) {
      journal.claim(OpenJournal.KIT, () -> new Incarnation("0123456789abcdef"));
      List<Entry> received = entries();
      long pages = number(statement, "PRAGMA page_count");
      number(statement, "PRAGMA max_page_count = " + (pages + 4));
      Prepared.PackFile pack = new Prepared.PackFile(new PackId("a".repeat(64)), new byte[1 << 20]);
      Prepared<?> withAPack = new Prepared<>(List.of(), received, List.of(), List.of(pack), "");
      assertThrows(NotNow.class, () -> journal.commit(List.of(withAPack), Mode.LIVE, 1));
      number(statement, "PRAGMA max_page_count = 100000");

      Prepared<?> again = new Prepared<>(List.of(), received, List.of(), List.of(), "");
      journal.commit(List.of(again), Mode.LIVE, 1);

      assertEquals(1, number(statement, "SELECT count(*) FROM peer_fact"));
    }
  }

  private List<Entry> entries() {
    List<Entry> all = new ArrayList<>();
    for (PeerFact one : written()) {
      all.add(new Entry(1, Origin.PEER, one.fact(), one.bytes(), one.hash()));
    }
    return all;
  }

  private TakePeerFacts taken() {
    return taken(written());
  }

  private static TakePeerFacts taken(List<PeerFact> facts) {
    return new TakePeerFacts(new Verified<>(new PeerFacts(Show.FLEET, PEER, facts)));
  }

  private List<PeerFact> written() {
    List<Entry> entries =
        peer.decide(Show.now(++millis), new LifeCommand.Stop("theirs " + millis)).entries();
    peer.publish();
    return entries.stream()
        .map(entry ->
            new PeerFact(CODEC.decodePeer(entry.bytes()), entry.bytes(), Hash.of(entry.bytes())))
        .toList();
  }

  private List<Origin> origins() {
    List<Origin> all = new ArrayList<>();
    try (SqliteJournal journal = SqliteJournal.open(home)) {
      journal.replay(0, (_, origin, _) -> all.add(origin));
    }
    return all;
  }

  private static long number(Statement statement, String sql) throws Exception {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (String name : List.of("journal.db", "journal.db-wal")) {
      if (Files.exists(from.resolve(name))) {
        Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Path log(Path folder) {
    return folder.resolve("journal.db-wal");
  }
}
