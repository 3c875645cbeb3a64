package dev.roadcase.app.box;

import dev.roadcase.app.box.Command.Adopt;
import dev.roadcase.app.box.Command.AnchorHead;
import dev.roadcase.app.box.Command.ApplyPack;
import dev.roadcase.app.box.Command.ChangePrice;
import dev.roadcase.app.box.Command.Done;
import dev.roadcase.app.box.Command.GiveRefund;
import dev.roadcase.app.box.Command.NoteAck;
import dev.roadcase.app.box.Command.NoteExport;
import dev.roadcase.app.box.Command.NoteLink;
import dev.roadcase.app.box.Command.NotePower;
import dev.roadcase.app.box.Command.NoteSetBack;
import dev.roadcase.app.box.Command.Nudge;
import dev.roadcase.app.box.Command.Sell;
import dev.roadcase.app.box.Command.ShedTelemetry;
import dev.roadcase.app.box.Command.Start;
import dev.roadcase.app.box.Command.Stop;
import dev.roadcase.app.box.Command.TakeTelemetry;
import dev.roadcase.app.box.Command.TelemetryTaken;
import dev.roadcase.core.audit.SiteTree;
import dev.roadcase.core.auth.Devices;
import dev.roadcase.core.departure.Exports;
import dev.roadcase.core.fact.ChainHeads;
import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactBody.BoxStarted;
import dev.roadcase.core.fact.FactBody.BoxStopped;
import dev.roadcase.core.fact.FactBody.IncarnationAdopted;
import dev.roadcase.core.fact.FactBody.LinkChanged;
import dev.roadcase.core.fact.FactBody.PackApplied;
import dev.roadcase.core.fact.FactBody.PowerChanged;
import dev.roadcase.core.fact.FactBody.TelemetryShed;
import dev.roadcase.core.fact.FactBody.UpstreamAcked;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.ledger.Ledger;
import dev.roadcase.core.ledger.RefundOutcome;
import dev.roadcase.core.ledger.SaleOutcome;
import dev.roadcase.core.ledger.SaleRefusal;
import dev.roadcase.core.link.Link;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.power.Power;
import dev.roadcase.core.power.PowerThresholds;
import dev.roadcase.core.queue.Outbox;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.core.queue.SetBack;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.mesh.catalogue.Catalogue;
import dev.roadcase.mesh.rights.StockRights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One box, without a thread, a file or a socket. {@link #decide} looks, seals what is to be written
 * down and applies it to staged state; {@link #publish} follows the fsync, {@link #discard} a
 * failed one; {@link #replay} is the way back after a restart, through the same {@code apply}.
 *
 * <p>One thread calls the methods that change it. What the machines have published may be read by
 * any.
 */
public final class Box {

  /** Who this box is; the same for every fact that it writes. */
  public record Identity(FleetId fleet, KitId kit, Incarnation incarnation, Mode mode) {}

  /** Everything that a snapshot holds. */
  public record State(
      ChainHeads.Heads heads,
      SiteTree.State tree,
      Broker.State broker,
      Catalogue.Shelf catalogue,
      StockRights.State rights,
      Ledger.State ledger,
      Power.State power,
      Link.State link,
      Outbox.State outbox,
      SetBack.State setBack,
      Exports.State exports) {}

  private final Identity identity;
  private final ChainHeads heads;
  private final SiteTree tree = new SiteTree();
  private final Broker broker;
  private final Catalogue catalogue;
  private final StockRights rights;
  private final Ledger ledger;
  private final Power power;
  private final Link link;
  private final Outbox outbox;
  private final SetBack setBack = new SetBack();
  private final Exports exports = new Exports();
  private final Telemetry telemetry = new Telemetry();
  private final List<Machine> machines;
  private long commands;

  public Box(Identity identity, FactCodec codec) {
    this.identity = identity;
    heads = new ChainHeads(identity.kit(), identity.incarnation(), codec);
    broker = new Broker(identity.mode());
    catalogue = new Catalogue(identity.mode());
    rights = new StockRights(identity.mode());
    ledger = new Ledger(identity.mode());
    power = new Power(PowerThresholds.USUAL);
    link = new Link();
    outbox = new Outbox(identity.incarnation());
    machines =
        Stream.concat(
                Stream.of(
                    heads, tree, catalogue, rights, ledger, power, link, outbox, setBack, exports,
                    telemetry),
                broker.machines().stream())
            .toList();
  }

  /** Decides, seals and stages. Throws only for a bug. */
  public <O> Prepared<O> decide(Now now, Command<O> command) {
    List<Prepared.Row> rows = new ArrayList<>();
    return seal(now, command, this.<O>judged(now, command, rows), rows);
  }

  /**
   * As {@link #decide}, on a disk that is running out: nothing when it would begin something new
   * that has to be written down. A retry of a sale is answered, and whatever gives back, puts out
   * or saves work goes on.
   */
  public <O> Optional<Prepared<O>> decideWithoutRoom(Now now, Command<O> command) {
    return switch (command) {
      case TakeTelemetry _ -> Optional.empty();
      case ApplyPack _, ChangePrice _, Sell _, AnchorHead _ -> answer(now, command);
      case AuthCommand<?> asked ->
          broker.needsNoRoom(asked) ? Optional.of(decide(now, command)) : answer(now, command);
      case Start _,
          Stop _,
          GiveRefund _,
          NotePower _,
          NoteLink _,
          NoteAck _,
          NoteSetBack _,
          Adopt _,
          NoteExport _,
          ShedTelemetry _,
          Nudge _ ->
          Optional.of(decide(now, command));
    };
  }

  /** The answer, if nothing has to be written down for it. Stages nothing. */
  public <O> Optional<Prepared<O>> answer(Now now, Command<O> command) {
    if (command instanceof TakeTelemetry || command instanceof ShedTelemetry) {
      return Optional.empty();
    }
    Decision<O> decision = judged(now, command, new ArrayList<>());
    return decision.facts().isEmpty()
        ? Optional.of(new Prepared<>(List.of(), List.of(), List.of(), decision.outcome()))
        : Optional.empty();
  }

  @SuppressWarnings("unchecked") // each case answers what its command's type parameter says
  private <O> Decision<O> judged(Now now, Command<O> command, List<Prepared.Row> rows) {
    return (Decision<O>) judge(now, command, rows);
  }

  private <O> Prepared<O> seal(
      Now now, Command<O> command, Decision<O> decision, List<Prepared.Row> rows) {
    String id = Long.toString(++commands, 36) + "." + Long.toString(now.monotonic(), 36);
    List<Entry> entries = new ArrayList<>(decision.facts().size());
    for (FactBody body : decision.facts()) {
      Entry entry = heads.seal(now, identity.mode(), id, body);
      machines.forEach(machine -> machine.apply(entry));
      entries.add(entry);
    }
    List<Prepared.PackFile> packs =
        decision.outcome() instanceof ApplyOutcome.Applied && command instanceof ApplyPack apply
            ? List.of(new Prepared.PackFile(apply.pack().value().id(), apply.file()))
            : List.of();
    return new Prepared<>(entries, rows, packs, decision.outcome());
  }

  public void publish() {
    machines.forEach(Machine::publish);
  }

  public void discard() {
    machines.forEach(Machine::discard);
  }

  /** A fact from the journal, at start-up. {@link #publish} makes it seen. */
  public void replay(Entry entry) {
    machines.forEach(machine -> machine.apply(entry));
  }

  public State state() {
    return new State(
        heads.published(),
        tree.state(),
        broker.state(),
        catalogue.state(),
        rights.state(),
        ledger.state(),
        power.state(),
        link.state(),
        outbox.state(),
        setBack.state(),
        exports.state());
  }

  /** Takes up where a snapshot left off. Only before the first {@link #replay}. */
  public void restore(State state) {
    heads.restore(state.heads());
    tree.restore(state.tree());
    broker.restore(state.broker());
    catalogue.restore(state.catalogue());
    rights.restore(state.rights());
    ledger.restore(state.ledger());
    power.restore(state.power());
    link.restore(state.link());
    outbox.restore(state.outbox());
    setBack.restore(state.setBack());
    exports.restore(state.exports());
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

  public SiteTree tree() {
    return tree;
  }

  public Devices devices() {
    return broker.devices();
  }

  public Broker broker() {
    return broker;
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

  private Decision<?> judge(Now now, Command<?> command, List<Prepared.Row> rows) {
    return switch (command) {
      case Start(String release, boolean clean) ->
          Decision.of(new Done(), new BoxStarted(release, clean));
      case Stop(String why) -> Decision.of(new Done(), new BoxStopped(why));
      case ApplyPack(var pack, var file) -> apply(pack.value());
      case ChangePrice(var sku, var seen, var wanted) -> catalogue.changePrice(sku, seen, wanted);
      case AuthCommand<?> asked ->
          broker.judge(asked, outbox.staged(DeltaClass.P1).acked().prefix(), now);
      case Sell(var sale) -> {
        Sale asked = sale.value().sale();
        yield devices().active(asked.sequence().device())
            ? unlessSetBack(ledger.sell(sale, now, catalogue, rights))
            : Decision.nothing(
                new SaleOutcome.Refused(new SaleRefusal.NotPaired(asked.sequence().device())));
      }
      case GiveRefund(var refund) -> {
        Refund asked = refund.value().refund();
        yield devices().active(asked.sequence().device())
            ? refundUnlessSetBack(ledger.refund(refund))
            : Decision.nothing(new RefundOutcome.NotPaired(asked.sequence().device()));
      }
      case NotePower(var mains, var percent, var minutesLeft) ->
          noted(power.note(new PowerChanged(mains, percent, minutesLeft)));
      case NoteAck(var ack, var session) -> {
        List<FactBody> noted = new ArrayList<>(outbox.acknowledged(ack));
        noted.addAll(broker.afterAck(session, ackedWith(noted).prefix(), now));
        noted.addAll(lostUpstream(noted));
        yield new Decision<>(noted, new Done());
      }
      case NoteSetBack(var evidence) -> noted(setBack.note(evidence));
      case Adopt(var former) -> adopt(former);
      case NoteExport(var books) -> noted(exports.note(books));
      case NoteLink(var reachable, var via) -> noted(link.note(new LinkChanged(reachable, via)));
      case AnchorHead(var signer, boolean last) -> noted(tree.anchor(signer, last, now));
      case Nudge() -> Decision.nothing(new Done());
      case ShedTelemetry(var why) ->
          noted(telemetry.shedAll().map(span -> new TelemetryShed(span.first(), span.last(), why)));
      case TakeTelemetry(var samples) -> take(samples, now, rows);
    };
  }

  /** What upstream holds of p1, with what is about to be written down. */
  private SequenceSet ackedWith(List<FactBody> facts) {
    return acknowledgedBy(facts, DeltaClass.P1)
        .orElseGet(() -> outbox.staged(DeltaClass.P1).acked());
  }

  private static Optional<SequenceSet> acknowledgedBy(List<FactBody> facts, DeltaClass of) {
    for (FactBody fact : facts) {
      if (fact instanceof UpstreamAcked more && more.deltaClass() == of) {
        return Optional.of(new SequenceSet(more.prefix(), more.ranges()));
      }
    }
    return Optional.empty();
  }

  /** Telemetry that went because upstream had it, and that upstream has no more. */
  private List<FactBody> lostUpstream(List<FactBody> facts) {
    return acknowledgedBy(facts, DeltaClass.P3)
        .map(acked -> gone(acked, "upstream lost it"))
        .orElse(List.of());
  }

  /** All that was written is sent again; telemetry that went because upstream had it cannot be. */
  private Decision<Done> adopt(Incarnation former) {
    List<FactBody> facts = new ArrayList<>();
    facts.add(new IncarnationAdopted(former));
    facts.addAll(gone(SequenceSet.EMPTY, "upstream had it under a former incarnation"));
    return new Decision<>(facts, new Done());
  }

  private List<FactBody> gone(SequenceSet acked, String why) {
    List<FactBody> gone = new ArrayList<>();
    SequenceSet lost =
        SequenceSet.of(1, telemetry.firstKept() - 1)
            .minus(acked)
            .minus(outbox.staged(DeltaClass.P3).shed());
    lost.asRanges().forEach(range -> gone.add(new TelemetryShed(range.from(), range.to(), why)));
    return gone;
  }

  /** What is in the books is answered as ever; nothing is decided on books that are old. */
  private Decision<SaleOutcome> unlessSetBack(Decision<SaleOutcome> decision) {
    boolean known = decision.outcome() instanceof SaleOutcome.Taken(var _, boolean again) && again;
    return setBack
        .staged()
        .filter(_ -> !known)
        .<Decision<SaleOutcome>>map(
            found -> Decision.nothing(new SaleOutcome.Refused(new SaleRefusal.SetBack(found))))
        .orElse(decision);
  }

  private Decision<RefundOutcome> refundUnlessSetBack(Decision<RefundOutcome> decision) {
    boolean known =
        decision.outcome() instanceof RefundOutcome.Given(var _, boolean again) && again;
    return setBack
        .staged()
        .filter(_ -> !known)
        .<Decision<RefundOutcome>>map(found -> Decision.nothing(new RefundOutcome.SetBack(found)))
        .orElse(decision);
  }

  private static Decision<Done> noted(Optional<? extends FactBody> fact) {
    return fact.map(body -> Decision.of(new Done(), body))
        .orElseGet(() -> Decision.nothing(new Done()));
  }

  private Decision<ApplyOutcome> apply(Pack pack) {
    Optional<Pack> present = catalogue.present();
    if (!pack.fleet().equals(identity.fleet())) {
      return Decision.nothing(new ApplyOutcome.OtherFleet(identity.fleet().value()));
    }
    if (present.isPresent()) {
      Pack now = present.get();
      if (now.id().equals(pack.id())) {
        return Decision.nothing(new ApplyOutcome.Present());
      }
      if (pack.version() <= now.version()) {
        return Decision.nothing(new ApplyOutcome.Older(now.version()));
      }
      if (!pack.currency().equals(now.currency())) {
        return Decision.nothing(new ApplyOutcome.OtherCurrency(now.currency().getCurrencyCode()));
      }
    }
    return Decision.of(
        new ApplyOutcome.Applied(pack.version(), pack.items().size()),
        new PackApplied(pack),
        rights.grantsOf(pack));
  }

  private Decision<TelemetryTaken> take(List<Sample> samples, Now now, List<Prepared.Row> rows) {
    Telemetry.Span taken = telemetry.take(samples.size());
    for (int i = 0; i < samples.size(); i++) {
      rows.add(new Prepared.Row(taken.first() + i, now.wall(), samples.get(i)));
    }
    outbox.telemetryAdded(taken.first(), taken.last());
    TelemetryTaken answer = new TelemetryTaken(taken.first(), taken.last());
    return telemetry
        .shed()
        .map(span ->
            Decision.of(answer, new TelemetryShed(span.first(), span.last(), "the table was full")))
        .orElseGet(() -> Decision.nothing(answer));
  }
}
