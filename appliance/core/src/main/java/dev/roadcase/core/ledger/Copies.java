package dev.roadcase.core.ledger;

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

  public String word() {
    return word;
  }
}
