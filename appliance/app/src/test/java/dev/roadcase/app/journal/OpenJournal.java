package dev.roadcase.app.journal;

import dev.roadcase.app.box.AuthMachines;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.core.auth.Devices;
import dev.roadcase.core.auth.Pins;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.ledger.Books;
import dev.roadcase.core.ledger.Ledger;
import dev.roadcase.wire.fact.FactJson;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A box over a journal in a folder, as the appliance opens it, without doors. */
public final class OpenJournal implements AutoCloseable {
  static final KitId KIT = new KitId("kit-1");

  final SqliteJournal journal;
  public final Box box;
  final Snapshots snapshots;
  private final JournalReader reader;
  private final Clock clock;
  private long millis;

  OpenJournal(Path folder, Mode mode) {
    this(folder, mode, "boot");
  }

  /** In a boot of that name, with the monotonic clock begun again. */
  OpenJournal(Path folder, Mode mode, String boot) {
    this(folder, mode, Optional.empty(), boot);
  }

  OpenJournal(Path folder, Mode mode, Clock clock) {
    this(folder, mode, Optional.of(clock), "");
  }

  private OpenJournal(Path folder, Mode mode, Optional<Clock> given, String boot) {
    journal = SqliteJournal.open(folder);
    Incarnation incarnation = journal.claim(KIT, () -> new Incarnation("0123456789abcdef"));
    reader = new JournalReader(journal.file());
    JournalShelf shelf = new JournalShelf(reader);
    FactCodec codec = new FactJson(shelf);
    box = new Box(new Box.Identity(Show.FLEET, KIT, incarnation, mode), codec);
    snapshots = new Snapshots(mode, shelf);
    Recovery.recover(box, journal, snapshots, codec);
    millis = box.heads().published().position() * 10;
    clock = given.orElse(() -> Show.now(boot, ++millis));
  }

  /** One batch, from the decisions to what readers see. The answers, in order. */
  List<Object> write(List<? extends Command<?>> batch) {
    List<Prepared<?>> prepared = prepare(batch);
    journal.commit(prepared, box.identity().mode(), box.telemetry().firstKept());
    box.publish();
    return prepared.stream().<Object>map(Prepared::outcome).toList();
  }

  Object write(Command<?> command) {
    return write(List.of(command)).getFirst();
  }

  /** Decides a batch, and then its commit fails. */
  void fail(List<? extends Command<?>> batch) {
    prepare(batch);
    box.discard();
  }

  void snapshot() {
    Snapshot snapshot = snapshots.next(box);
    journal.save(snapshot);
    snapshots.kept(snapshot);
  }

  private List<Prepared<?>> prepare(List<? extends Command<?>> batch) {
    List<Prepared<?>> prepared = new ArrayList<>();
    for (Command<?> command : batch) {
      prepared.add(box.decide(clock.now(), command));
    }
    return prepared;
  }

  /** All state, with the order of maps taken out of it. */
  static List<Object> comparable(Box box) {
    AuthMachines auth = box.auth();
    Devices.State devices = auth.devices().state();
    Pins.State pins = auth.pins().state();
    Ledger.State ledger = box.ledger().state();
    return List.of(
        box.heads().published(),
        box.tree().state(),
        Set.copyOf(devices.devices()),
        Set.copyOf(devices.offers()),
        devices.tries(),
        Set.copyOf(auth.clients().state().clients()),
        auth.tokens().state(),
        Set.copyOf(pins.tries()),
        pins.hour(),
        box.catalogue().state(),
        Set.copyOf(box.rights().state().rights()),
        ByteBuffer.wrap(ledger.books().records().copy(0, Integer.MAX_VALUE / Books.RECORD)),
        ledger.books().devices(),
        ledger.totals(),
        ledger.newest(),
        box.power().state(),
        box.link().state(),
        box.outbox().state(),
        box.setBack().state(),
        box.exports().state(),
        box.telemetry().published());
  }

  @Override
  public void close() {
    reader.close();
    journal.close();
  }
}
