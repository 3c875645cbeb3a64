package dev.roadcase.core.fact;

/** How much a fact matters on its way upstream. The order of the constants is the priority. */
public enum DeltaClass {
  /** Money and revocations. Never shed. */
  P0("p0", 0),
  /** Stock, slots, check-ins, catalogue edits, tree heads. Never shed. */
  P1("p1", 1),
  /** Conversion signals, power and link changes. Coalesced by key. */
  P2("p2", 2),
  /** Telemetry, logs, diagnostics. Sampled, first to go. */
  P3("p3", 3);

  private final String word;
  private final int number;

  DeltaClass(String word, int number) {
    this.word = word;
    this.number = number;
  }

  /** 0 to 3, as the journal's columns name it. */
  public int number() {
    return number;
  }

  public String word() {
    return word;
  }

  public static DeltaClass of(String word) {
    for (DeltaClass c : values()) {
      if (c.word.equals(word)) {
        return c;
      }
    }
    throw new IllegalArgumentException("a class is p0 to p3, not \"" + word + "\"");
  }
}
