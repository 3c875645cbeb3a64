package dev.roadcase.core.queue;

import dev.roadcase.core.fact.BoxFact.IncarnationAdopted;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.fact.StagedValue;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.queue.UplinkFact.AckBasis;
import dev.roadcase.core.queue.UplinkFact.TelemetryShed;
import dev.roadcase.core.queue.UplinkFact.UpstreamAcked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How far each class has been given out, and how far upstream's database has got with it.
 *
 * <p>This is the written-down truth, and it may lag: an ack costs a fact of about 400 bytes, so the
 * shell hands one to the writer at most once a second, while the {@link Dispatcher} believes each
 * {@linkplain CheckedAck checked} ack at once. That is safe because an ack only ever <em>saves</em>
 * work. If the box dies in between, it wakes with an older ack, sends some facts a second time, and
 * upstream knows them by their ids; the retained ack comes with the next subscription. Whatever
 * cannot be taken back – dropping acknowledged telemetry rows, calling a box ready to strike –
 * reads this machine, never the dispatcher.
 */
public final class Outbox implements Machine {
  /** A p0 fact younger than this travels in the fresh lane. */
  public static final Duration FRESH = Duration.ofSeconds(30);

  /**
   * Ranges above the prefix that are written down; those above them are forgotten. Forgetting an
   * ack costs a duplicate on the wire after a restart, and keeps a fact small under an upstream
   * with many gaps.
   */
  public static final int RANGES_KEPT = 64;

  /**
   * One class.
   *
   * @param highest the highest sequence given out, 0 when none was
   * @param belief what upstream is believed to have
   * @param shed what was given up, as the loss ledger says; p3 only
   * @param urgent refunds, revocations and the like that upstream does not hold yet; p0 only. What
   *     upstream has lost again is not urgent any more
   */
  public record Progress(long highest, Belief belief, SequenceSet shed, SequenceSet urgent) {
    static final Progress START =
        new Progress(0, Belief.NOTHING, SequenceSet.EMPTY, SequenceSet.EMPTY);

    /** What upstream holds. */
    public SequenceSet acked() {
      return belief.held();
    }

    /** What need not be sent any more. */
    public SequenceSet settled() {
      return belief.taken().union(shed);
    }

    public SequenceSet waiting() {
      return SequenceSet.of(1, highest).minus(settled());
    }

    Progress givenOut(long sequence, boolean isUrgent) {
      return new Progress(
          Math.max(highest, sequence), belief, shed, isUrgent ? urgent.plus(sequence) : urgent);
    }

    Progress believing(Belief now) {
      return new Progress(
          Math.max(highest, now.taken().highest()), now, shed, urgent.minus(now.taken()));
    }

    Progress givenUp(SequenceSet more) {
      return new Progress(Math.max(highest, more.highest()), belief, shed.union(more), urgent);
    }
  }

  /** The first p0 sequence of a second, in the monotonic nanoseconds of a boot. */
  public record Mark(long sequence, String boot, long monotonic) {}

  /**
   * All of it, for a snapshot.
   *
   * @param epoch of the upstream that was believed last; null when none was
   * @param issued when it signed that, epoch milliseconds by its clock
   */
  public record State(
      Map<DeltaClass, Progress> classes,
      List<Mark> marks,
      @Nullable UpstreamEpoch epoch,
      long issued) {
    public State {
      classes = Map.copyOf(classes);
      marks = List.copyOf(marks);
    }
  }

  /** Whose word was believed last. */
  private record Source(@Nullable UpstreamEpoch epoch, long issued) {
    static final Source NOBODY = new Source(null, 0);
  }

  private final Incarnation incarnation;
  private final Map<DeltaClass, StagedValue<Progress>> classes = new EnumMap<>(DeltaClass.class);
  private final StagedValue<List<Mark>> marks = new StagedValue<>(List.of());
  private final StagedValue<Source> source = new StagedValue<>(Source.NOBODY);

  public Outbox(Incarnation incarnation) {
    this.incarnation = incarnation;
    for (DeltaClass deltaClass : DeltaClass.values()) {
      classes.put(deltaClass, new StagedValue<>(Progress.START));
    }
  }

  /**
   * The facts by which an ack is written down; none when it says nothing new. One of a new epoch is
   * noted even then.
   */
  public List<FactBody> acknowledged(CheckedAck ack) {
    if (!ack.incarnation().equals(incarnation)) {
      return List.of();
    }
    List<FactBody> facts = new ArrayList<>();
    for (DeltaClass deltaClass : DeltaClass.values()) {
      if (!ack.kept(deltaClass).equals(of(deltaClass, true).belief())) {
        facts.add(fact(deltaClass, ack));
      }
    }
    return facts.isEmpty() && !ack.epoch().equals(source.get().epoch())
        ? List.of(fact(DeltaClass.P0, ack))
        : facts;
  }

  private static UpstreamAcked fact(DeltaClass deltaClass, CheckedAck ack) {
    Belief kept = ack.kept(deltaClass);
    return new UpstreamAcked(
        deltaClass,
        kept.held().prefix(),
        kept.held().ranges(),
        Optional.of(
            new AckBasis(ack.epoch(), ack.ack().issued(), kept.dead().asRanges(), kept.sum())));
  }

  /**
   * Any thread's view: whether an ack is on the disk, as far as acks are written down. Until it is,
   * it has to be handed in again: a full disk says "not now" to what the mailbox had taken.
   */
  public boolean holds(CheckedAck ack) {
    for (DeltaClass deltaClass : DeltaClass.values()) {
      if (!ack.kept(deltaClass).equals(of(deltaClass, false).belief())) {
        return false;
      }
    }
    return ack.epoch().equals(source.published().epoch());
  }

  /** Telemetry rows {@code from … to} join p3, in the transaction under way. They are no facts. */
  public void telemetryAdded(long from, long to) {
    if (to >= from) {
      set(DeltaClass.P3, of(DeltaClass.P3, true).givenOut(to, false));
    }
  }

  /** Telemetry rows {@code from … to} were given up; {@code apply} calls it for the loss ledger. */
  public void telemetryShed(long from, long to) {
    set(DeltaClass.P3, of(DeltaClass.P3, true).givenUp(SequenceSet.of(from, to)));
  }

  @Override
  public Reads reads() {
    return Reads.OWN;
  }

  @Override
  public void apply(Entry entry) {
    Fact fact = entry.fact();
    DeltaClass deltaClass = fact.type().reach().deltaClass();
    if (deltaClass != null) {
      boolean urgent = fact.type().reach().urgent();
      set(deltaClass, of(deltaClass, true).givenOut(fact.classSeq(), urgent));
      if (deltaClass == DeltaClass.P0) {
        mark(fact.classSeq(), fact.now());
      }
    }
    switch (fact.body()) {
      case UpstreamAcked f -> believe(f);
      case IncarnationAdopted _ -> forget();
      case TelemetryShed f -> telemetryShed(f.from(), f.to());
      default -> {}
    }
  }

  private void believe(UpstreamAcked f) {
    SequenceSet held = new SequenceSet(f.prefix(), f.ranges());
    Progress progress = of(f.deltaClass(), true);
    if (f.basis().isPresent()) {
      AckBasis basis = f.basis().get();
      Belief belief = new Belief(held, SequenceSet.of(basis.dead()), basis.sum());
      set(f.deltaClass(), progress.believing(belief));
      source.set(new Source(basis.epoch(), basis.issued()));
    } else if (!Holding.isSummed(f.deltaClass())) {
      Belief belief =
          new Belief(progress.acked().union(held), SequenceSet.EMPTY, MultisetHash.EMPTY);
      set(f.deltaClass(), progress.believing(belief));
    }
  }

  /** The new incarnation has sent nothing yet. */
  private void forget() {
    for (DeltaClass deltaClass : DeltaClass.values()) {
      set(deltaClass, of(deltaClass, true).believing(Belief.NOTHING));
    }
    source.set(Source.NOBODY);
  }

  @Override
  public void publish() {
    classes.values().forEach(StagedValue::publish);
    marks.publish();
    source.publish();
  }

  @Override
  public void discard() {
    classes.values().forEach(StagedValue::discard);
    marks.discard();
    source.discard();
  }

  @Override
  public Optional<SnapshotPart<?>> snapshotPart() {
    return Optional.of(new SnapshotPart<>("outbox", 1, State.class, this::state, this::restore));
  }

  public State state() {
    Map<DeltaClass, Progress> all = new EnumMap<>(DeltaClass.class);
    classes.forEach((deltaClass, progress) -> all.put(deltaClass, progress.published()));
    return new State(
        all, marks.published(), source.published().epoch(), source.published().issued());
  }

  /** Takes up where a snapshot left off. Only before the first {@code apply}. */
  public void restore(State state) {
    state.classes().forEach(this::set);
    marks.set(state.marks());
    source.set(new Source(state.epoch(), state.issued()));
    publish();
  }

  /** The writer's view of one class. */
  public Progress staged(DeltaClass deltaClass) {
    return of(deltaClass, true);
  }

  /** Any thread's view of one class. */
  public Progress published(DeltaClass deltaClass) {
    return of(deltaClass, false);
  }

  /** Any thread's view: how many sequences upstream does not hold yet. */
  public long waiting(DeltaClass deltaClass) {
    return published(deltaClass).waiting().size();
  }

  /** Any thread's view: the lowest sequence that upstream does not hold yet. */
  public OptionalLong oldestWaiting(DeltaClass deltaClass) {
    Progress progress = published(deltaClass);
    long first = progress.settled().firstMissingFrom(1);
    return first > progress.highest() ? OptionalLong.empty() : OptionalLong.of(first);
  }

  /** Any thread's view: whether upstream's database holds all of a class that was not given up. */
  public boolean reconciled(DeltaClass deltaClass) {
    return oldestWaiting(deltaClass).isEmpty();
  }

  /**
   * Any thread's view: the p0 sequence from which on facts are younger than {@link #FRESH}, to the
   * second; one above the highest when none is. A fact of another boot has no known age and is not
   * fresh.
   */
  public long freshFrom(Now now) {
    for (Mark mark : marks.published()) {
      if (mark.boot().equals(now.boot()) && now.monotonic() - mark.monotonic() < FRESH.toNanos()) {
        return mark.sequence();
      }
    }
    return published(DeltaClass.P0).highest() + 1;
  }

  private Progress of(DeltaClass deltaClass, boolean staged) {
    StagedValue<Progress> value = value(deltaClass);
    return staged ? value.get() : value.published();
  }

  private void set(DeltaClass deltaClass, Progress progress) {
    value(deltaClass).set(progress);
  }

  private StagedValue<Progress> value(DeltaClass deltaClass) {
    StagedValue<Progress> value = classes.get(deltaClass);
    if (value == null) {
      throw new IllegalStateException("every class has its progress");
    }
    return value;
  }

  /**
   * One mark a second is enough to tell fresh from old, and 31 of them are all that is ever kept.
   */
  private void mark(long sequence, Now now) {
    List<Mark> known = marks.get();
    if (!known.isEmpty()) {
      Mark last = known.getLast();
      if (last.boot().equals(now.boot())
          && now.monotonic() - last.monotonic() < Duration.ofSeconds(1).toNanos()) {
        return;
      }
    }
    List<Mark> kept = new ArrayList<>();
    for (Mark mark : known) {
      if (mark.boot().equals(now.boot()) && now.monotonic() - mark.monotonic() < FRESH.toNanos()) {
        kept.add(mark);
      }
    }
    kept.add(new Mark(sequence, now.boot(), now.monotonic()));
    marks.set(List.copyOf(kept));
  }
}
