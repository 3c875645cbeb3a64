package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.MILLI;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.Holding;
import dev.roadcase.core.queue.SequenceSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The broker's far side: a database that takes each delta once, by its place, and acknowledges what
 * it holds as a prefix with ranges above it.
 */
final class Upstream {
  private static final long ACK_EVERY = 250 * MILLI;
  private static final int RANGES_MAX = 256;
  private static final UpstreamEpoch EPOCH = UpstreamEpoch.of(1);

  private final class Kit {
    final Map<DeltaClass, BitSet> held = new EnumMap<>(DeltaClass.class);
    final Map<DeltaClass, Map<Long, byte[]>> bytes = new EnumMap<>(DeltaClass.class);
    final Map<DeltaClass, Map<Long, MultisetHash>> digests = new EnumMap<>(DeltaClass.class);
    final Incarnation incarnation;
    final Consumer<Verified<Ack>> ack;
    boolean ackDue;

    Kit(Incarnation incarnation, Consumer<Verified<Ack>> ack) {
      this.incarnation = incarnation;
      this.ack = ack;
      for (DeltaClass deltaClass : DeltaClass.values()) {
        held.put(deltaClass, new BitSet());
        bytes.put(deltaClass, new LinkedHashMap<>());
        digests.put(deltaClass, new LinkedHashMap<>());
      }
    }

    BitSet held(DeltaClass deltaClass) {
      return java.util.Objects.requireNonNull(held.get(deltaClass));
    }

    Map<Long, MultisetHash> digests(DeltaClass deltaClass) {
      return java.util.Objects.requireNonNull(digests.get(deltaClass));
    }

    /** Of what stands at these sequences. */
    Holding holding(DeltaClass deltaClass, SequenceSet set) {
      MultisetHash sum = MultisetHash.EMPTY;
      if (Holding.isSummed(deltaClass)) {
        for (Map.Entry<Long, MultisetHash> one : digests(deltaClass).entrySet()) {
          sum = set.contains(one.getKey()) ? sum.plus(one.getValue()) : sum;
        }
      }
      return new Holding(set, SequenceSet.EMPTY, sum);
    }

    Map<Long, byte[]> bytes(DeltaClass deltaClass) {
      return java.util.Objects.requireNonNull(bytes.get(deltaClass));
    }
  }

  private final Timeline timeline;
  private final Witness witness;
  private final Tally tally;
  private final Map<String, Kit> kits = new LinkedHashMap<>();

  Upstream(Timeline timeline, Witness witness, Tally tally) {
    this.timeline = timeline;
    this.witness = witness;
    this.tally = tally;
  }

  /** Where to send the acks of a kit. */
  void knows(String kit, Incarnation incarnation, Consumer<Verified<Ack>> ack) {
    kits.put(kit, new Kit(incarnation, ack));
  }

  void ingest(String name, List<Card.Delta> deltas) {
    Kit kit = kit(name);
    for (Card.Delta delta : deltas) {
      byte[] before = kit.bytes(delta.deltaClass()).putIfAbsent(delta.seq(), delta.bytes());
      if (before == null) {
        kit.held(delta.deltaClass()).set((int) delta.seq());
        kit.digests(delta.deltaClass()).put(delta.seq(), MultisetHash.of(Hash.of(delta.bytes())));
        witness.arrived(name, delta.deltaClass(), delta.seq(), delta.bytes());
      } else {
        tally.resent++;
        witness.arrivedAgain(name, delta.deltaClass(), delta.seq(), before, delta.bytes());
      }
    }
    if (!kit.ackDue) {
      kit.ackDue = true;
      timeline.after(
          ACK_EVERY,
          () -> {
            kit.ackDue = false;
            kit.ack.accept(ack(name));
          });
    }
  }

  /** What is retained, and what a new subscriber gets. */
  Verified<Ack> ack(String name) {
    Kit kit = kit(name);
    Map<DeltaClass, Holding> classes = new EnumMap<>(DeltaClass.class);
    for (DeltaClass deltaClass : DeltaClass.values()) {
      classes.put(deltaClass, kit.holding(deltaClass, set(kit.held(deltaClass))));
    }
    return new Verified<>(new Ack(kit.incarnation, EPOCH, timeline.now() / MILLI, true, classes));
  }

  private Kit kit(String name) {
    return java.util.Objects.requireNonNull(kits.get(name));
  }

  private static SequenceSet set(BitSet held) {
    List<Range> ranges = new ArrayList<>();
    int from = held.nextSetBit(0);
    while (from >= 0 && ranges.size() < RANGES_MAX) {
      int to = held.nextClearBit(from);
      ranges.add(new Range(from, to - 1));
      from = held.nextSetBit(to);
    }
    return SequenceSet.of(ranges);
  }
}
