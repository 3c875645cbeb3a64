package dev.roadcase.app.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.box.Box;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.ledger.Ledger;
import dev.roadcase.wire.fact.FactJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal of a release of before: two tills, a pack, 30 sales, a refund and ten acks, with the
 * snapshot of that release. It opens, whatever has become of the code.
 */
class GoldenJournalTest {
  private static final long FACTS = 57;

  @TempDir private Path folder;

  @BeforeEach
  void unpack() throws IOException {
    try (InputStream in =
        new GZIPInputStream(
            Objects.requireNonNull(
                GoldenJournalTest.class.getResourceAsStream("journal-2026-11.db.gz")))) {
      Files.copy(in, folder.resolve("journal.db"));
    }
  }

  @Test
  void everyFactIsReadAndWouldBeWrittenTheSame() {
    List<byte[]> records = new ArrayList<>();
    try (SqliteJournal journal = SqliteJournal.open(folder);
        JournalReader reader = new JournalReader(journal.file())) {
      FactCodec codec = new FactJson(new JournalShelf(reader));
      journal.replay(
          0,
          (position, _, bytes) -> {
            assertArrayEquals(bytes, codec.encode(codec.decode(bytes)), "position " + position);
            records.add(bytes);
          });
      assertEquals(FACTS, records.size());
    }
  }

  @Test
  void itsSnapshotIsDroppedAndItsFactsAreReplayed() {
    try (Opened first = new Opened(folder)) {
      assertFalse(
          first.snapshots.restore(first.fresh(), first.journal.snapshot().orElseThrow()),
          "it is of another format");
      first.isWhole();
      Snapshot ours = first.snapshots.next(first.box);
      assertTrue(first.journal.save(ours));
    }
    try (Opened second = new Opened(folder)) {
      Box restored = second.fresh();
      assertTrue(second.snapshots.restore(restored, second.journal.snapshot().orElseThrow()));
      assertEquals(FACTS, restored.heads().published().position());
      assertEquals(second.box.ledger().published(), restored.ledger().published());
      second.isWhole();
    }
  }

  /** The journal, and a box that has recovered from it. */
  private static final class Opened implements AutoCloseable {
    final SqliteJournal journal;
    final Snapshots snapshots;
    final Box box;
    private final JournalReader reader;
    private final Incarnation incarnation;
    private final FactCodec codec;

    Opened(Path folder) {
      journal = SqliteJournal.open(folder);
      incarnation =
          journal.claim(
              new KitId("kit-1"),
              () -> {
                throw new AssertionError("it has an owner");
              });
      reader = new JournalReader(journal.file());
      JournalShelf shelf = new JournalShelf(reader);
      codec = new FactJson(shelf);
      snapshots = new Snapshots(Mode.REHEARSAL, shelf);
      box = fresh();
      Recovery.recover(box, journal, snapshots, codec);
    }

    Box fresh() {
      return new Box(
          new Box.Identity(new FleetId("fault"), new KitId("kit-1"), incarnation, Mode.REHEARSAL),
          codec);
    }

    void isWhole() {
      assertEquals(FACTS, box.heads().published().position());
      assertEquals(new Ledger.Totals(30, 15_750, 1, 1), box.ledger().published());
      assertEquals(2, box.devices().published().size());
      assertEquals(301, box.catalogue().published().orElseThrow().items().size());
    }

    @Override
    public void close() {
      reader.close();
      journal.close();
    }
  }
}
