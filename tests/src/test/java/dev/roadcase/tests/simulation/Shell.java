package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.MILLI;
import static dev.roadcase.tests.simulation.Timeline.SECOND;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roadcase.app.auth.UpstreamSession;
import dev.roadcase.app.box.AuthCommand;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.box.SaleCommand;
import dev.roadcase.app.journal.Snapshots;
import dev.roadcase.core.auth.TokenFact;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.ledger.SaleOutcome;
import dev.roadcase.core.ledger.SaleRefusal;
import dev.roadcase.core.link.Session;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.SaleFact;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.fact.SaleJson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One life of a box's process: what {@code Appliance}, {@code Recovery} and {@code Writer} do
 * around the real {@link Box}, with an event where they have a thread. The mutants of the writer
 * live here.
 */
final class Shell {
  private static final int MAILBOX_SIZE = 4096;
  private static final int BATCH_MAX = 512;
  private static final double SNAPSHOT_SHARE = 0.02;

  private record Letter<O>(Command<O> command, Consumer<O> answer, Consumer<NotNow> notNow) {
    Prepared<O> decide(Box box, Now now) {
      return box.decide(now, command);
    }

    @SuppressWarnings("unchecked") // the outcome is that of this very command
    void answerWith(Prepared<?> prepared) {
      answer.accept(((Prepared<O>) prepared).outcome());
    }
  }

  private final SimulatedBox board;
  private final Simulation world;
  private final Timeline timeline;
  private final Card card;
  private final Box box;
  private final Snapshots snapshots;
  private final FactCodec codec;
  private final Uplink uplink;
  private final Door door;
  private final UpstreamSession session;
  private long sessionBooked;
  private final Deque<Letter<?>> mailbox = new ArrayDeque<>();
  private boolean alive = true;
  private boolean open;
  private boolean busy;
  private boolean stopping;

  Shell(SimulatedBox board, Simulation world) {
    this.board = board;
    this.world = world;
    this.timeline = world.timeline();
    this.card = board.card();
    this.codec = new FactJson(card.shelf());
    this.box = new Box(board.identity(), codec);
    this.snapshots = new Snapshots(board.identity().mode(), card.shelf());
    this.door = new Door(board, box.auth(), world.witness(), world.mutant());
    this.session = new UpstreamSession(board::clock);
    this.uplink =
        new Uplink(
            this,
            timeline,
            world.mutant(),
            board.wan(),
            world.scenario().line().parcels(),
            board.dice().fork());
  }

  /** Flushes, recovers, notes the start, and only then opens the doors. */
  void start() {
    if (is(Mutant.NO_FLUSH_AFTER_RESTART)) {
      timeline.after(MILLI, ifAlive(this::recover));
    } else {
      timeline.after(
          board.flushTime(),
          ifAlive(() -> {
            card.checkpoint();
            recover();
          }));
    }
  }

  Box box() {
    return box;
  }

  Door door() {
    return door;
  }

  /** With upstream, as its holder sees it now. */
  Session session() {
    return session.now();
  }

  /** As the uplink reports it. */
  void upstreamAnswers(boolean live) {
    session.live(live);
  }

  /** Where in the status list to look for a free place. */
  int place() {
    return (int) board.dice().between(0L, Tokens.CAPACITY - 1L);
  }

  String boot() {
    return board.boot();
  }

  Card card() {
    return card;
  }

  String name() {
    return board.name();
  }

  boolean isAlive() {
    return alive;
  }

  boolean isOpen() {
    return open && alive;
  }

  /** The same, if this process is still there then. */
  Runnable ifAlive(Runnable what) {
    return () -> {
      if (alive) {
        what.run();
      }
    };
  }

  /** For those who wait for no answer; false for "not now". */
  boolean submit(Command<?> command) {
    return submit(command, answer -> {}, notNow -> {});
  }

  <O> boolean submit(Command<O> command, Consumer<O> answer, Consumer<NotNow> notNow) {
    if (stopping) {
      notNow.accept(new NotNow(NotNow.Reason.STOPPING, "the box is stopping", 5));
      return false;
    }
    if (mailbox.size() == MAILBOX_SIZE) {
      notNow.accept(new NotNow(NotNow.Reason.TOO_BUSY, "more than it can write down", 1));
      return false;
    }
    mailbox.add(new Letter<>(command, answer, notNow));
    if (!busy) {
      busy = true;
      timeline.after(50_000, ifAlive(this::turn));
    }
    return true;
  }

  /**
   * The door: reads what a till sent. That nobody looks at the signature is not the core's affair.
   */
  Verified<SignedSale> sale(String jws) {
    SignedSale signed = SaleJson.journalledSale(jws);
    return new Verified<>(
        is(Mutant.RECEIPT_BY_TIME)
            ? new SignedSale(
                signed.sale(), jws, ReceiptToken.of((jws + timeline.now()).getBytes(UTF_8)))
            : signed);
  }

  /** Takes nothing more, writes down what waits, leaves a snapshot. */
  void stop() {
    stopping = true;
    if (!busy) {
      busy = true;
      turn();
    }
  }

  void die() {
    alive = false;
    uplink.die();
  }

  private void recover() {
    card.snapshot()
        .filter(snapshot ->
            snapshots.restore(
                box,
                is(Mutant.REVOKED_FORGOTTEN) ? Forgetful.parts(box) : box.snapshotParts(),
                snapshot))
        .ifPresent(_ -> world.tally().snapshotsUsed++);
    for (Entry entry : card.after(box.heads().published().position())) {
      Fact fact = codec.decode(entry.bytes());
      Fact read = is(Mutant.REVOKED_FORGOTTEN) ? Forgetful.of(fact) : fact;
      box.replay(new Entry(entry.position(), read, entry.bytes(), entry.hash()));
    }
    card.after(0).forEach(entry -> world.witness().written(name(), entry, true));
    box.publish();
    box.restoreTelemetry(card.telemetry());
    board.recovered(box.heads().published().lo());
    world.tally().starts++;
    timeline.note("%s: recovered %d facts", name(), box.heads().published().position());
    submit(
        new LifeCommand.Start("simulated", false),
        done -> openDoors(),
        notNow -> board.fails("no room to note the start"));
  }

  private void openDoors() {
    open = true;
    timeline.note("%s: the doors are open", name());
    board.opened();
    if (is(Mutant.SESSION_LIVE_AFTER_RESTART)) {
      session.live(true);
    }
    uplink.start(board.clock());
    everySecond();
  }

  /** As {@code AuthWing} does. */
  private void everySecond() {
    timeline.after(SECOND, ifAlive(this::everySecond));
    if (box.auth().tokens().syncIsDue() || is(Mutant.EPOCH_WITH_EVERY_SESSION)) {
      submit(new AuthCommand.CompleteSync(session.now()));
    }
  }

  private void turn() {
    if (mailbox.isEmpty()) {
      if (stopping) {
        board.stopped(snapshots.whole(box));
      }
      busy = false;
      return;
    }
    List<Letter<?>> batch = new ArrayList<>();
    while (!mailbox.isEmpty() && batch.size() < BATCH_MAX) {
      batch.add(mailbox.removeFirst());
    }
    Now now = board.clock();
    List<Prepared<?>> prepared = decide(batch, now);
    int facts = prepared.stream().mapToInt(p -> p.entries().size()).sum();
    int rows = prepared.stream().mapToInt(p -> p.rows().size()).sum();
    if (facts + rows == 0) {
      conclude(batch, prepared, false);
      return;
    }
    try {
      card.write(prepared, box.telemetry().firstKept());
    } catch (NotNow e) {
      box.discard();
      world.tally().notNow += batch.size();
      batch.forEach(letter -> letter.notNow().accept(e));
      turn();
      return;
    }
    world.tally().facts += facts;
    world.tally().rows += rows;
    world.tally().commits++;
    flush(batch, prepared);
  }

  private void flush(List<Letter<?>> batch, List<Prepared<?>> prepared) {
    int upTo = card.written();
    long takes = board.flushTime();
    board.struckWhileFlushing(takes);
    boolean early = is(Mutant.ANSWER_BEFORE_COMMIT);
    if (early) {
      release(batch, prepared);
    }
    timeline.after(
        takes,
        ifAlive(() -> {
          if (board.flushFails()) {
            card.flushFailed();
            if (!is(Mutant.FSYNC_TRIED_AGAIN)) {
              board.fails("a flush failed");
              return;
            }
          }
          card.flushed(upTo);
          conclude(batch, prepared, early);
        }));
  }

  private void conclude(List<Letter<?>> batch, List<Prepared<?>> prepared, boolean released) {
    box.publish();
    for (Prepared<?> one : prepared) {
      one.entries().forEach(entry -> world.witness().written(name(), entry, false));
    }
    if (open) {
      uplink.committed(prepared);
    }
    if (!released) {
      release(batch, prepared);
    }
    if (!alive) {
      return;
    }
    if (!stopping && board.dice().happens(SNAPSHOT_SHARE)) {
      saveSnapshot();
    } else {
      turn();
    }
  }

  private static void release(List<Letter<?>> batch, List<Prepared<?>> prepared) {
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).answerWith(prepared.get(i));
    }
  }

  private void saveSnapshot() {
    try {
      card.write(snapshots.whole(box));
    } catch (NotNow e) {
      turn();
      return;
    }
    int upTo = card.written();
    long takes = board.flushTime();
    board.struckWhileFlushing(takes);
    timeline.after(
        takes,
        ifAlive(() -> {
          card.flushed(upTo);
          turn();
        }));
  }

  private List<Prepared<?>> decide(List<Letter<?>> batch, Now now) {
    Map<Letter<?>, Prepared<?>> sales = is(Mutant.OVERLAY_IGNORED) ? blindly(batch, now) : Map.of();
    List<Prepared<?>> prepared = new ArrayList<>(batch.size());
    for (Letter<?> letter : batch) {
      Prepared<?> sale = sales.get(letter);
      prepared.add(
          sale == null ? mutated(letter, letter.decide(box, now), now) : sealedAgain(sale, now));
    }
    return prepared;
  }

  /** The sales of a batch, each decided as if there were no other. */
  private Map<Letter<?>, Prepared<?>> blindly(List<Letter<?>> batch, Now now) {
    Map<Letter<?>, Prepared<?>> sales = new IdentityHashMap<>();
    for (Letter<?> letter : batch) {
      if (letter.command() instanceof SaleCommand.Sell) {
        sales.put(letter, letter.decide(box, now));
        box.discard();
      }
    }
    return sales;
  }

  private Prepared<?> mutated(Letter<?> letter, Prepared<?> one, Now now) {
    if (letter.command() instanceof AuthCommand.CompleteSync(Session with)
        && one.outcome().equals(false)
        && tooEarly(with, now)) {
      long next = box.auth().tokens().epoch().epoch() + 1;
      return booked(new TokenFact.EpochBegan(next), true, now);
    }
    if (!(letter.command() instanceof SaleCommand.Sell(Verified<SignedSale> sale))) {
      return one;
    }
    boolean retry = one.outcome() instanceof SaleOutcome.Taken(var receipt, boolean again) && again;
    boolean reuse =
        one.outcome() instanceof SaleOutcome.Refused(SaleRefusal why)
            && why instanceof SaleRefusal.SequenceReused;
    if (retry && is(Mutant.RETRY_BOOKED_TWICE)) {
      return booked(new SaleFact.SaleTaken(sale.value()), one.outcome(), now);
    }
    return reuse && is(Mutant.REUSED_NUMBER_TAKEN)
        ? booked(
            new SaleFact.SaleTaken(sale.value()),
            new SaleOutcome.Taken(sale.value().receipt(), false),
            now)
        : one;
  }

  private boolean tooEarly(Session with, Now now) {
    if (is(Mutant.EPOCH_WITHOUT_ACK)) {
      return with.live() && box.auth().tokens().syncIsDue();
    }
    if (is(Mutant.EPOCH_WITH_EVERY_SESSION)
        && with.stableFor(Tokens.STABLE, now)
        && sessionBooked != with.since()) {
      sessionBooked = with.since();
      return true;
    }
    return false;
  }

  private <O> Prepared<O> booked(FactBody body, O outcome, Now now) {
    return new Prepared<>(List.of(sealed(body, now)), List.of(), List.of(), List.of(), outcome);
  }

  private <O> Prepared<O> sealedAgain(Prepared<O> one, Now now) {
    List<Entry> entries = new ArrayList<>();
    one.entries().forEach(entry -> entries.add(sealed(entry.fact().body(), now)));
    return new Prepared<>(entries, one.received(), one.rows(), one.packs(), one.outcome());
  }

  private Entry sealed(FactBody body, Now now) {
    Entry entry = box.heads().seal(now, board.identity().mode(), "mutant", body);
    box.replay(entry);
    return entry;
  }

  private boolean is(Mutant mutant) {
    return world.mutant().equals(Optional.of(mutant));
  }
}
