package dev.roadcase.core.fact;

/** The two hash chains of a box, each with its own sequence and previous hash. */
public enum Chain {
  /** Never leaves the box: pairing codes, PIN counters, how far upstream has acknowledged. */
  PRIVATE("private"),
  /** Goes to the peers of the site, and upstream by its class. */
  SITE("site");

  private final String word;

  Chain(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Chain of(String word) {
    for (Chain chain : values()) {
      if (chain.word.equals(word)) {
        return chain;
      }
    }
    throw new IllegalArgumentException("a chain is private or site, not \"" + word + "\"");
  }
}
