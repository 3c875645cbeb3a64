package dev.roadcase.core.queue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.identity.Verified;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What an upstream says that has the very facts of this box, and what those are. */
final class Claims {
  static final UpstreamEpoch EPOCH = UpstreamEpoch.of(1);

  private Claims() {}

  /** The digest of this box's fact. */
  static MultisetHash digest(DeltaClass deltaClass, long sequence) {
    String fact = deltaClass.word() + "/" + sequence;
    return MultisetHash.of(Hash.of(fact.getBytes(StandardCharsets.UTF_8)));
  }

  static MultisetHash sum(DeltaClass deltaClass, List<Range> ranges) {
    MultisetHash sum = MultisetHash.EMPTY;
    for (Range range : ranges) {
      for (long sequence = range.from(); sequence <= range.to(); sequence++) {
        sum = sum.plus(digest(deltaClass, sequence));
      }
    }
    return sum;
  }

  static Holding holding(DeltaClass deltaClass, SequenceSet held) {
    return new Holding(
        held,
        SequenceSet.EMPTY,
        Holding.isSummed(deltaClass) ? sum(deltaClass, held.asRanges()) : MultisetHash.EMPTY);
  }

  static Verified<Ack> ack(Incarnation life, Map<DeltaClass, SequenceSet> held) {
    return ack(life, EPOCH, 1, true, held);
  }

  static Verified<Ack> ack(
      Incarnation life,
      UpstreamEpoch epoch,
      long issued,
      boolean live,
      Map<DeltaClass, SequenceSet> held) {
    Map<DeltaClass, Holding> classes = new EnumMap<>(DeltaClass.class);
    held.forEach((deltaClass, set) -> classes.put(deltaClass, holding(deltaClass, set)));
    return new Verified<>(new Ack(life, epoch, issued, live, classes));
  }
}
