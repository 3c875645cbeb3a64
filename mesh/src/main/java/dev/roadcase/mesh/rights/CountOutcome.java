package dev.roadcase.mesh.rights;

import dev.roadcase.core.pack.Quantity;

/** What became of a count. */
public sealed interface CountOutcome {

  record Counted(Quantity was, Quantity now) implements CountOutcome {}

  /** The same was counted already, since the crew looked: the form was sent twice. */
  record Same(Quantity held) implements CountOutcome {}

  /** Somebody else counted something else since the crew looked. */
  record CountedMeanwhile(Quantity counted) implements CountOutcome {}

  /** Something was sold or granted since the crew looked: before the count, or after? */
  record Moved(Quantity seen, Quantity held) implements CountOutcome {}

  /** It is sold without counting. */
  record NotTracked() implements CountOutcome {}

  /** It is not on offer. */
  record UnknownSku() implements CountOutcome {}
}
