package dev.roadcase.app.uplink;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.box.Sample;
import dev.roadcase.app.box.TelemetryCommand.TakeTelemetry;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.SqliteJournal;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.fact.FactJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The journal that ships. */
class JournalDeltasContractTest extends DeltaSourceContract {
  private static final KitId KIT = new KitId("kit-1");
  private static final Incarnation LIFE = new Incarnation("0123456789abcdef");

  @TempDir private Path folder;

  private SqliteJournal journal;
  private JournalReader reader;

  @Override
  DeltaSource source() {
    journal = SqliteJournal.open(folder);
    journal.claim(KIT, () -> LIFE);
    reader = new JournalReader(journal.file());
    Box.Identity identity = new Box.Identity(new FleetId("fleet"), KIT, LIFE, Mode.LIVE);
    Box box =
        new Box(
            identity,
            new FactJson(id -> {
              throw new IllegalArgumentException("no packs here");
            }));
    List<Command<?>> commands = new ArrayList<>();
    commands.addAll(Collections.nCopies(FACTS, new LifeCommand.Stop("asked to")));
    commands.add(
        new TakeTelemetry(Collections.nCopies(ROWS, new Sample("footfall", "d-1", "{\"n\":1}"))));
    List<Prepared<?>> batch = new ArrayList<>();
    for (Command<?> command : commands) {
      batch.add(box.decide(now(batch.size() + 1), command));
    }
    journal.commit(batch, Mode.LIVE, 1);
    return new JournalDeltas(identity, reader);
  }

  @Override
  void close() {
    reader.close();
    journal.close();
  }

  private static Now now(long at) {
    long wall = 1_795_000_000_000L + at;
    return new Now("boot", at * 1_000_000, wall - 1_000, wall + 1_000, wall);
  }
}
