package dev.roadcase.core.queue;

import dev.roadcase.core.fact.MultisetHash;

/**
 * What a box believes upstream's database to have of one class.
 *
 * @param held the very facts of this box, by their sequences
 * @param dead what stands in upstream's dead letters alone: it is not sent again, and nobody counts
 *     on it
 * @param sum of this box's own facts at {@code held}; empty for p2 and p3, which have none
 */
public record Belief(SequenceSet held, SequenceSet dead, MultisetHash sum) {
  /** That it has nothing. */
  public static final Belief NOTHING =
      new Belief(SequenceSet.EMPTY, SequenceSet.EMPTY, MultisetHash.EMPTY);

  /** What need not be sent. */
  public SequenceSet taken() {
    return held.union(dead);
  }
}
