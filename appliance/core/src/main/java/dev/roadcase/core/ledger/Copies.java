package dev.roadcase.core.ledger;

import java.util.function.LongPredicate;

/** In how many places a sale stands: what the loss of this box's card would mean for it. */
public enum Copies {
  /** On this box's card alone. */
  ONE("1"),
  /** On this box and on a peer. */
  TWO("2"),
  /** In upstream's database. */
  UPSTREAM("upstream");

  private final String word;

  Copies(String word) {
    this.word = word;
  }

  /**
   * Of what a box without peers has booked.
   *
   * @param classSeq its sequence in p0
   * @param upstreamHas whether upstream's database holds a p0 sequence
   */
  public static Copies of(long classSeq, LongPredicate upstreamHas) {
    return upstreamHas.test(classSeq) ? UPSTREAM : ONE;
  }

  public String word() {
    return word;
  }
}
