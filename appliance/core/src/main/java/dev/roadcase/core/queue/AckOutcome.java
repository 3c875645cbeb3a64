package dev.roadcase.core.queue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.identity.Incarnation;

/**
 * What an {@link Ack} came to: one outcome for each class that it names, or one for the whole of
 * it.
 */
public sealed interface AckOutcome {

  /** Upstream holds {@code newly} sequences more than this box had written down. */
  record Advanced(DeltaClass deltaClass, SequenceSet acked, long newly) implements AckOutcome {}

  /** All of it was known already: a repeat, a late one, or one that goes backwards. */
  record NothingNew(DeltaClass deltaClass) implements AckOutcome {}

  /**
   * It claims a sequence that this box never gave out, so nothing that it says of the class is
   * believed.
   *
   * @param acked the highest sequence that it claims
   * @param highest the highest that was given out
   */
  record AcksTheFuture(DeltaClass deltaClass, long acked, long highest) implements AckOutcome {}

  /** It speaks of another life of this box. */
  record OtherIncarnation(Incarnation named) implements AckOutcome {}
}
