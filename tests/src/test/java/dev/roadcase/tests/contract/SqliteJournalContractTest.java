package dev.roadcase.tests.contract;

import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.box.Telemetry;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.Snapshot;
import dev.roadcase.app.journal.SqliteJournal;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** The journal that ships. */
class SqliteJournalContractTest extends JournalContract {
  @TempDir private Path folder;

  @Override
  protected Keeper keeper() {
    return new InAFolder(folder);
  }

  private static final class InAFolder implements Keeper {
    private final Path folder;
    private final SqliteJournal journal;
    private final JournalReader reader;

    InAFolder(Path folder) {
      this.folder = folder;
      journal = SqliteJournal.open(folder);
      journal.claim(KIT, () -> LIFE);
      reader = new JournalReader(journal.file());
    }

    @Override
    public void commit(List<Prepared<?>> batch, long keepTelemetryFrom) {
      journal.commit(batch, Mode.LIVE, keepTelemetryFrom);
    }

    @Override
    public void save(Snapshot snapshot) {
      if (!journal.save(snapshot)) {
        throw new IllegalStateException("the disk is full");
      }
    }

    @Override
    public List<Stored> after(long position) {
      List<Stored> all = new ArrayList<>();
      journal.replay(position, (at, _, bytes) -> all.add(new Stored(at, bytes)));
      return all;
    }

    @Override
    public Telemetry.Span telemetry() {
      return journal.telemetry();
    }

    @Override
    public Optional<Snapshot> snapshot() {
      return journal.snapshot();
    }

    @Override
    public Optional<byte[]> delta(DeltaClass deltaClass, long seq) {
      return deltaClass == DeltaClass.P3
          ? reader.telemetry(seq, seq, 1).stream()
              .map(row -> row.body().getBytes(StandardCharsets.UTF_8))
              .findFirst()
          : reader.deltas(deltaClass, seq, seq, 1).stream()
              .map(JournalReader.StoredFact::bytes)
              .findFirst();
    }

    @Override
    public Keeper reopened() {
      close();
      return new InAFolder(folder);
    }

    @Override
    public void close() {
      reader.close();
      journal.close();
    }
  }
}
