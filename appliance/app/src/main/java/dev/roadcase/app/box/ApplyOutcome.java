package dev.roadcase.app.box;

/** The answer to a new pack. */
public sealed interface ApplyOutcome {
  record Applied(long version, int items) implements ApplyOutcome {}

  /** It is the one that counts already. */
  record Present() implements ApplyOutcome {}

  /** A pack never goes back: tills may hold prices of the newer one. */
  record Older(long present) implements ApplyOutcome {}

  record OtherFleet(String ours) implements ApplyOutcome {}

  /** The show trades in one currency; the books hold sales in another. */
  record OtherCurrency(String ours) implements ApplyOutcome {}
}
