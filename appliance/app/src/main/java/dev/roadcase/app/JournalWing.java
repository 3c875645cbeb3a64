package dev.roadcase.app;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.clock.SystemClock;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.disk.FolderDisk;
import dev.roadcase.app.disk.Room;
import dev.roadcase.app.folder.DataFolder;
import dev.roadcase.app.journal.JournalFailure;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.JournalShelf;
import dev.roadcase.app.journal.Recovery;
import dev.roadcase.app.journal.Snapshots;
import dev.roadcase.app.journal.SqliteJournal;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.status.Release;
import dev.roadcase.app.systemd.Systemd;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.x509.KitFolder;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules of this box, recovered from its journal, and the one writer of both. */
final class JournalWing implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWing.class);

  private final Systemd manager;
  private final SqliteJournal journal;
  private final Room room;
  private final JournalReader reader;
  private final Box box;
  private final FactCodec codec;
  private final SystemClock clock;
  private final Writer writer;

  private JournalWing(
      BoxConfig config,
      KitFolder kit,
      DataFolder folder,
      SqliteJournal journal,
      Room room,
      Systemd manager,
      SecureRandom chance,
      Consumer<JournalFailure> never)
      throws IOException {
    this.manager = manager;
    this.journal = journal;
    this.room = room;
    Incarnation incarnation =
        journal.claim(
            kit.kit(),
            () -> {
              folder.requireFirstLife();
              return Incarnation.born(System.currentTimeMillis(), chance.nextInt());
            });
    folder.makeGood();
    reader = new JournalReader(journal.file());
    JournalShelf shelf = new JournalShelf(reader);
    codec = new FactJson(shelf);
    box = new Box(new Box.Identity(kit.fleet(), kit.kit(), incarnation, config.mode()), codec);
    Snapshots snapshots = new Snapshots(config.mode(), shelf);
    Recovery.recover(
        box,
        journal,
        snapshots,
        codec,
        position -> manager.stillStarting("recovering, " + position + " facts so far"));
    clock = ClockAtStart.of(config, kit, box, reader);
    writer = new Writer(box, journal, snapshots, clock, List.of(), room, never);
  }

  /** Opens the journal of that folder and recovers the box; writes nothing yet. */
  static JournalWing open(
      BoxConfig config,
      KitFolder kit,
      DataFolder folder,
      Systemd manager,
      SecureRandom chance,
      Consumer<JournalFailure> never)
      throws IOException {
    Room room =
        new Room(
            new FolderDisk(config.dataDir(), config.disk().reserve()), config.disk().lowWater());
    SqliteJournal journal = SqliteJournal.open(config.dataDir(), room);
    try {
      return new JournalWing(config, kit, folder, journal, room, manager, chance, never);
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /** Lets go of the journal of a box that cannot be put together: nothing was written. */
  void abandon() {
    journal.close();
  }

  Room room() {
    return room;
  }

  JournalReader reader() {
    return reader;
  }

  Box box() {
    return box;
  }

  SystemClock clock() {
    return clock;
  }

  Writer writer() {
    return writer;
  }

  /**
   * Writes the first facts of this run. On a full disk the box owes them, opens its doors for
   * receipts and refunds, and sells when there is room.
   */
  @Override
  public void start() throws IOException {
    CompletableFuture<Command.Done> started =
        writer.owe(new LifeCommand.Start(Release.VERSION, journal.stoppedClean()));
    writer.start();
    written(writer.submit(new LifeCommand.Barrier()), manager);
    // It was behind the start in the same batch: what is not written now is owed.
    if (started.isDone()) {
      written(started, manager);
    } else {
      LOG.warn("the disk is full; receipts and refunds go on, and sales when there is room");
    }
  }

  /** The answer to a command of the start, when it is there. */
  static <T> T written(CompletableFuture<T> answer, Systemd manager) throws IOException {
    return StartWait.of("the journal is being written", answer, manager);
  }

  /** Writes down what waits and that the box stops, and leaves a snapshot. */
  @Override
  public void quiet() throws InterruptedException {
    writer.stop();
  }

  @Override
  public void stop() {
    reader.close();
  }

  FactCodec codec() {
    return codec;
  }
}
