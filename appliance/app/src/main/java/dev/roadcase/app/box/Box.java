package dev.roadcase.app.box;

import dev.roadcase.app.box.Command.OnFullDisk;
import dev.roadcase.core.audit.SiteTree;
import dev.roadcase.core.auth.Clients;
import dev.roadcase.core.auth.Devices;
import dev.roadcase.core.auth.Pins;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.departure.Exports;
import dev.roadcase.core.fact.ChainHeads;
import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.PeerChains;
import dev.roadcase.core.fact.PeerFact;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.ledger.Ledger;
import dev.roadcase.core.link.Link;
import dev.roadcase.core.power.Power;
import dev.roadcase.core.power.PowerThresholds;
import dev.roadcase.core.queue.Outbox;
import dev.roadcase.core.queue.SetBack;
import dev.roadcase.mesh.catalogue.Catalogue;
import dev.roadcase.mesh.rights.StockRights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One box, without a thread, a file or a socket. {@link #decide} looks, seals what is to be written
 * down and applies it to staged state; {@link #publish} follows the fsync, {@link #discard} a
 * failed one; {@link #replay} is the way back after a restart, through the same {@code apply}.
 *
 * <p>One thread calls the methods that change it. What the machines have published may be read by
 * any. A capability is a machine here, its facts, and {@link Command}s that decide on it.
 */
public final class Box {

  /** Who this box is; the same for every fact that it writes. */
  public record Identity(FleetId fleet, KitId kit, Incarnation incarnation, Mode mode) {}

  private final Identity identity;
  private final List<Machine> machines = new ArrayList<>();
  private final ChainHeads heads;
  private final PeerChains peers;
  private final SiteTree tree;
  private final AuthMachines auth;
  private final Catalogue catalogue;
  private final StockRights rights;
  private final Ledger ledger;
  private final Power power;
  private final Link link;
  private final Outbox outbox;
  private final SetBack setBack;
  private final Exports exports;
  private final Telemetry telemetry;
  private long commands;

  public Box(Identity identity, FactCodec codec) {
    this.identity = identity;
    Mode mode = identity.mode();
    heads = add(new ChainHeads(identity.kit(), identity.incarnation(), codec));
    peers = add(new PeerChains(codec));
    tree = add(new SiteTree());
    auth =
        new AuthMachines(
            add(new Devices(mode)), add(new Clients(mode)), add(new Tokens(mode)), add(new Pins()));
    catalogue = add(new Catalogue(mode));
    rights = add(new StockRights(identity.kit(), mode));
    ledger = add(new Ledger(mode));
    power = add(new Power(PowerThresholds.USUAL));
    link = add(new Link());
    outbox = add(new Outbox(identity.incarnation()));
    setBack = add(new SetBack());
    exports = add(new Exports());
    telemetry = add(new Telemetry());
  }

  private <M extends Machine> M add(M machine) {
    machines.add(machine);
    return machine;
  }

  /** Decides, seals and stages. Throws only for a bug. */
  public <O> Prepared<O> decide(Now now, Command<O> command) {
    return seal(now, command, command.decide(this, now));
  }

  /**
   * As {@link #decide}, on a disk that is running out: nothing when the command is to be refused.
   */
  public <O> Optional<Prepared<O>> decideOnFullDisk(Now now, Command<O> command) {
    return command.onFullDisk(this) == OnFullDisk.PROCEED
        ? Optional.of(decide(now, command))
        : answer(now, command);
  }

  /** The answer, if nothing has to be written down for it. Stages nothing. */
  public <O> Optional<Prepared<O>> answer(Now now, Command<O> command) {
    if (!command.samples().isEmpty()) {
      return Optional.empty();
    }
    Decision<O> decision = command.decide(this, now);
    return decision.isSilent()
        ? Optional.of(
            new Prepared<>(List.of(), List.of(), List.of(), List.of(), decision.outcome()))
        : Optional.empty();
  }

  private <O> Prepared<O> seal(Now now, Command<O> command, Decision<O> decision) {
    String id = Long.toString(++commands, 36) + "." + Long.toString(now.monotonic(), 36);
    List<Prepared.Row> rows = rows(command.samples(), now);
    List<Entry> received = new ArrayList<>(decision.received().size());
    for (PeerFact peer : decision.received()) {
      Entry entry = heads.place(peer);
      apply(entry);
      received.add(entry);
    }
    List<Entry> entries = new ArrayList<>(decision.facts().size());
    for (FactBody body : decision.facts()) {
      Entry entry = heads.seal(now, identity.mode(), id, body);
      apply(entry);
      entries.add(entry);
    }
    return new Prepared<>(
        entries, received, rows, command.packFiles(decision.outcome()), decision.outcome());
  }

  private List<Prepared.Row> rows(List<Sample> samples, Now now) {
    if (samples.isEmpty()) {
      return List.of();
    }
    Telemetry.Span taken = telemetry.add(samples.size());
    outbox.telemetryAdded(taken.first(), taken.last());
    List<Prepared.Row> rows = new ArrayList<>(samples.size());
    for (Sample sample : samples) {
      rows.add(new Prepared.Row(taken.first() + rows.size(), now.wall(), sample));
    }
    return rows;
  }

  public void publish() {
    machines.forEach(Machine::publish);
  }

  public void discard() {
    machines.forEach(Machine::discard);
  }

  /** A fact from the journal, at start-up. {@link #publish} makes it seen. */
  public void replay(Entry entry) {
    apply(entry);
  }

  private void apply(Entry entry) {
    for (Machine machine : machines) {
      if (machine.reads().covers(entry.origin())) {
        machine.apply(entry);
      }
    }
  }

  /** What a snapshot holds, in the order in which the machines apply a fact. */
  public List<SnapshotPart<?>> snapshotParts() {
    return machines.stream().flatMap(machine -> machine.snapshotPart().stream()).toList();
  }

  /**
   * The telemetry rows that the file holds, at start-up: it is no fact, and no fact tells of it.
   */
  public void restoreTelemetry(Telemetry.Span span) {
    telemetry.restore(span);
    outbox.telemetryAdded(1, span.last());
    outbox.publish();
  }

  public Identity identity() {
    return identity;
  }

  public ChainHeads heads() {
    return heads;
  }

  public PeerChains peers() {
    return peers;
  }

  public SiteTree tree() {
    return tree;
  }

  public AuthMachines auth() {
    return auth;
  }

  public Devices devices() {
    return auth.devices();
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  public StockRights rights() {
    return rights;
  }

  public Ledger ledger() {
    return ledger;
  }

  public Power power() {
    return power;
  }

  public Link link() {
    return link;
  }

  public Outbox outbox() {
    return outbox;
  }

  public SetBack setBack() {
    return setBack;
  }

  public Exports exports() {
    return exports;
  }

  public Telemetry telemetry() {
    return telemetry;
  }
}
