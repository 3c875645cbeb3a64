package dev.roadcase.core.queue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds upstream's word against the box's own facts. An ack names sequences, and the sum of what
 * upstream has at them; a box that was set back, or lives twice, has other facts there. Of p0 and
 * p1 it is believed when the sums agree; an ack that goes beyond what was given out, or has another
 * sum, is evidence.
 *
 * <p>It believes at once, and so runs ahead of the {@link Outbox}, from which it starts. One thread
 * owns it.
 */
public final class AckCheck {

  /** The box's own facts. */
  @FunctionalInterface
  public interface Facts {
    /** The sum of this box's deltas at these sequences, all of which were given out. May block. */
    MultisetHash sum(DeltaClass deltaClass, List<Range> ranges);
  }

  /** What an ack came to. */
  public sealed interface Result {

    /**
     * It is believed.
     *
     * @param ahead classes of which it names what was never given out; of p2 and p3 that is no
     *     evidence, and they are passed over
     */
    record Believed(CheckedAck ack, List<DeltaClass> ahead) implements Result {
      public Believed {
        ahead = List.copyOf(ahead);
      }
    }

    /** Upstream has what this box does not: the box was set back, or lives twice. */
    record IsSetBack(SetBackFound evidence) implements Result {}

    /** The broker retained it from an epoch that is over. */
    record Outdated(UpstreamEpoch epoch) implements Result {}

    /** It speaks of another life of this box. */
    record OtherIncarnation(Incarnation named) implements Result {}
  }

  private final Incarnation incarnation;
  private final Outbox outbox;
  private final Facts facts;
  private final Map<DeltaClass, Belief> believed = new EnumMap<>(DeltaClass.class);
  private @Nullable UpstreamEpoch epoch;
  private long issued;

  /** Begins with what {@code outbox} has written down; of it, published readers alone are used. */
  public AckCheck(Incarnation incarnation, Outbox outbox, Facts facts) {
    this.incarnation = incarnation;
    this.outbox = outbox;
    this.facts = facts;
    Outbox.State written = outbox.state();
    epoch = written.epoch();
    issued = written.issued();
    written
        .classes()
        .forEach((deltaClass, progress) -> believed.put(deltaClass, progress.belief()));
  }

  /** Judges an ack, and believes it if that is the judgement. */
  public Result check(Verified<Ack> verified) {
    Ack ack = verified.value();
    if (!ack.incarnation().equals(incarnation)) {
      return new Result.OtherIncarnation(ack.incarnation());
    }
    boolean anew = !ack.epoch().equals(epoch);
    if (anew && epoch != null && !ack.live() && ack.issued() <= issued) {
      return new Result.Outdated(ack.epoch());
    }
    Map<DeltaClass, Belief> next = new EnumMap<>(DeltaClass.class);
    List<DeltaClass> ahead = new ArrayList<>();
    for (DeltaClass deltaClass : DeltaClass.values()) {
      Holding said = ack.of(deltaClass);
      Belief known = known(deltaClass);
      long highest = outbox.published(deltaClass).highest();
      boolean future = said.covered().highest() > highest;
      if (Holding.isSummed(deltaClass)) {
        Sums sums = future ? null : sums(deltaClass, said, known);
        if (sums == null || !sums.asSaid(known).equals(said.sum())) {
          return new Result.IsSetBack(evidence(deltaClass, said, known, highest));
        }
        next.put(deltaClass, anew ? sums.inPlaceOf(known, said) : sums.with(known, said));
      } else if (future) {
        ahead.add(deltaClass);
        next.put(deltaClass, anew ? Belief.NOTHING : known);
      } else {
        next.put(deltaClass, anew ? unsummed(said) : joined(known, said));
      }
    }
    believed.putAll(next);
    epoch = ack.epoch();
    issued = ack.issued();
    return new Result.Believed(new CheckedAck(ack, anew, next, kept(next)), ahead);
  }

  private Belief known(DeltaClass deltaClass) {
    return believed.getOrDefault(deltaClass, Belief.NOTHING);
  }

  /** Of this box's own facts: what upstream names beyond what is known, and what it does not. */
  private record Sums(MultisetHash more, MultisetHash less) {
    /** What the sum of all that upstream names has to be. */
    MultisetHash asSaid(Belief known) {
      return known.sum().plus(more).minus(less);
    }

    Belief inPlaceOf(Belief known, Holding said) {
      return new Belief(said.held(), said.dead(), asSaid(known));
    }

    Belief with(Belief known, Holding said) {
      Belief sets = joined(known, said);
      return new Belief(sets.held(), sets.dead(), known.sum().plus(more));
    }
  }

  private Sums sums(DeltaClass deltaClass, Holding said, Belief known) {
    return new Sums(
        sum(deltaClass, said.held().minus(known.held())),
        sum(deltaClass, known.held().minus(said.held())));
  }

  private MultisetHash sum(DeltaClass deltaClass, SequenceSet sequences) {
    return sequences.isEmpty() ? MultisetHash.EMPTY : facts.sum(deltaClass, sequences.asRanges());
  }

  private static Belief unsummed(Holding said) {
    return new Belief(said.held(), said.dead(), MultisetHash.EMPTY);
  }

  /** Within an epoch coverage only grows; what was dead may come to be held. */
  private static Belief joined(Belief known, Holding said) {
    SequenceSet held = known.held().union(said.held());
    return new Belief(held, known.dead().union(said.dead()).minus(held), MultisetHash.EMPTY);
  }

  private static SetBackFound evidence(
      DeltaClass deltaClass, Holding said, Belief known, long highest) {
    long news = said.covered().minus(known.taken()).size();
    return new SetBackFound(
        deltaClass,
        said.covered().highest(),
        highest,
        // With nothing new, any of it may be another's.
        news == 0 ? said.covered().size() : news);
  }

  private Map<DeltaClass, Belief> kept(Map<DeltaClass, Belief> beliefs) {
    Map<DeltaClass, Belief> kept = new EnumMap<>(DeltaClass.class);
    beliefs.forEach((deltaClass, belief) -> {
      SequenceSet held = belief.held().lowest(Outbox.RANGES_KEPT);
      SequenceSet dropped = belief.held().minus(held);
      kept.put(
          deltaClass,
          new Belief(
              held,
              belief.dead().lowest(Outbox.RANGES_KEPT),
              Holding.isSummed(deltaClass)
                  ? belief.sum().minus(sum(deltaClass, dropped))
                  : belief.sum()));
    });
    return kept;
  }
}
