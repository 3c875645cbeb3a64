package dev.roadcase.core.queue;

import dev.roadcase.core.auth.Verified;
import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactBody.TelemetryShed;
import dev.roadcase.core.fact.FactBody.UpstreamAcked;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.StagedValue;
import dev.roadcase.core.identity.Incarnation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How far each class has been given out, and how far upstream's database has got with it.
 *
 * <p>This is the written-down truth, and it may lag: an ack costs a fact of about 300 bytes, so the
 * shell hands one to the writer at most once a second, while the {@link Dispatcher} believes each
 * verified ack at once. That is safe because an ack only ever <em>saves</em> work. If the box dies
 * in between, it wakes with an older ack, sends some facts a second time, and upstream knows them
 * by their ids; the retained ack comes with the next subscription. Whatever cannot be taken back –
 * dropping acknowledged telemetry rows, calling a box ready to strike – reads this machine, never
 * the dispatcher.
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
   * @param acked what upstream holds
   * @param shed what was given up, as the loss ledger says; p3 only
   * @param urgent refunds, revocations and the like that upstream does not hold yet; p0 only
   */
  public record Progress(long highest, SequenceSet acked, SequenceSet shed, SequenceSet urgent) {
    static final Progress START =
        new Progress(0, SequenceSet.EMPTY, SequenceSet.EMPTY, SequenceSet.EMPTY);

    /** What need not be sent any more. */
    public SequenceSet settled() {
      return acked.union(shed);
    }

    public SequenceSet waiting() {
      return SequenceSet.of(1, highest).minus(settled());
    }

    Progress givenOut(long sequence, boolean isUrgent) {
      return new Progress(
          Math.max(highest, sequence), acked, shed, isUrgent ? urgent.plus(sequence) : urgent);
    }

    Progress acknowledged(SequenceSet more) {
      SequenceSet all = acked.union(more);
      return new Progress(Math.max(highest, all.highest()), all, shed, urgent.minus(all));
    }

    Progress givenUp(SequenceSet more) {
      return new Progress(Math.max(highest, more.highest()), acked, shed.union(more), urgent);
    }
  }

  /** The first p0 sequence of a second, in the monotonic nanoseconds of a boot. */
  public record Mark(long sequence, String boot, long monotonic) {}

  /** All of it, for a snapshot. */
  public record State(Map<DeltaClass, Progress> classes, List<Mark> marks) {
    public State {
      classes = Map.copyOf(classes);
      marks = List.copyOf(marks);
    }
  }

  private final Incarnation incarnation;
  private final Map<DeltaClass, StagedValue<Progress>> classes = new EnumMap<>(DeltaClass.class);
  private final StagedValue<List<Mark>> marks = new StagedValue<>(List.of());

  public Outbox(Incarnation incarnation) {
    this.incarnation = incarnation;
    for (DeltaClass deltaClass : DeltaClass.values()) {
      classes.put(deltaClass, new StagedValue<>(Progress.START));
    }
  }

  /**
   * Writes down what an ack brings that is new. An ack of the future is refused for its class as a
   * whole; one that goes backwards changes nothing.
   */
  public Decision<List<AckOutcome>> acknowledged(Verified<Ack> verified) {
    List<AckOutcome> outcomes = new ArrayList<>();
    List<FactBody> facts = new ArrayList<>();
    for (AckOutcome outcome : judged(verified.value(), true)) {
      outcomes.add(outcome);
      if (outcome instanceof AckOutcome.Advanced advanced) {
        SequenceSet known = of(advanced.deltaClass(), true).acked();
        SequenceSet kept = kept(known, advanced.acked());
        if (!kept.minus(known).isEmpty()) {
          facts.add(new UpstreamAcked(advanced.deltaClass(), kept.prefix(), kept.ranges()));
        }
      }
    }
    return new Decision<>(facts, outcomes);
  }

  /** Any thread's view of what an ack comes to, against what is on the disk. Changes nothing. */
  public List<AckOutcome> judge(Verified<Ack> verified) {
    return judged(verified.value(), false);
  }

  /**
   * Any thread's view: whether an ack is on the disk, as far as acks are written down. Until it is,
   * it has to be handed in again: a full disk says "not now" to what the mailbox had taken.
   */
  public boolean holds(Verified<Ack> verified) {
    for (AckOutcome outcome : judged(verified.value(), false)) {
      if (outcome instanceof AckOutcome.Advanced advanced) {
        SequenceSet known = of(advanced.deltaClass(), false).acked();
        if (!kept(known, advanced.acked()).minus(known).isEmpty()) {
          return false;
        }
      }
    }
    return true;
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
      case UpstreamAcked f ->
          set(
              f.deltaClass(),
              of(f.deltaClass(), true).acknowledged(new SequenceSet(f.prefix(), f.ranges())));
      case TelemetryShed f -> telemetryShed(f.from(), f.to());
      default -> {}
    }
  }

  @Override
  public void publish() {
    classes.values().forEach(StagedValue::publish);
    marks.publish();
  }

  @Override
  public void discard() {
    classes.values().forEach(StagedValue::discard);
    marks.discard();
  }

  public State state() {
    Map<DeltaClass, Progress> all = new EnumMap<>(DeltaClass.class);
    classes.forEach((deltaClass, progress) -> all.put(deltaClass, progress.published()));
    return new State(all, marks.published());
  }

  /** Takes up where a snapshot left off. Only before the first {@code apply}. */
  public void restore(State state) {
    state.classes().forEach(this::set);
    marks.set(state.marks());
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

  private static SequenceSet kept(SequenceSet known, SequenceSet acked) {
    return known.union(acked).lowest(RANGES_KEPT);
  }

  private List<AckOutcome> judged(Ack ack, boolean staged) {
    if (!ack.incarnation().equals(incarnation)) {
      return List.of(new AckOutcome.OtherIncarnation(ack.incarnation()));
    }
    List<AckOutcome> outcomes = new ArrayList<>();
    for (DeltaClass deltaClass : DeltaClass.values()) {
      SequenceSet acked = ack.classes().get(deltaClass);
      if (acked != null) {
        outcomes.add(judged(deltaClass, acked, of(deltaClass, staged)));
      }
    }
    return outcomes;
  }

  private static AckOutcome judged(DeltaClass deltaClass, SequenceSet acked, Progress progress) {
    if (acked.highest() > progress.highest()) {
      return new AckOutcome.AcksTheFuture(deltaClass, acked.highest(), progress.highest());
    }
    long newly = acked.minus(progress.acked()).size();
    return newly == 0
        ? new AckOutcome.NothingNew(deltaClass)
        : new AckOutcome.Advanced(deltaClass, acked, newly);
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
