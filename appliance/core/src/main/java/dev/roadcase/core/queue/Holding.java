package dev.roadcase.core.queue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.MultisetHash;

/**
 * What upstream says that its database has of one class.
 *
 * @param covered all that it has taken
 * @param dead of these, what stands in its dead letters alone
 * @param sum of the events at what is covered and not dead; meaningless for p2 and p3
 */
public record Holding(SequenceSet covered, SequenceSet dead, MultisetHash sum) {
  /** Nothing. */
  public static final Holding NOTHING =
      new Holding(SequenceSet.EMPTY, SequenceSet.EMPTY, MultisetHash.EMPTY);

  /** Whether sums are kept of that class: those in which nothing may be lost. */
  public static boolean isSummed(DeltaClass deltaClass) {
    return switch (deltaClass) {
      case P0, P1 -> true;
      case P2, P3 -> false;
    };
  }

  /** What it has as it came. */
  public SequenceSet held() {
    return covered.minus(dead);
  }
}
