package dev.roadcase.core.identity;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/** What a token lets its holder do (RFC 6749 §3.3). */
public enum Scope {
  SELL("sell", Risk.USUAL),
  REFUND("refund", Risk.HIGH),
  /** Takes a ticket at the door. */
  REDEEM("redeem", Risk.USUAL),
  /** Holds a slot for a customer. */
  HOLD("hold", Risk.USUAL),
  TELEMETRY("telemetry", Risk.USUAL),
  /** Reads what the box knows about itself. */
  WATCH("watch", Risk.USUAL),
  PRICES("prices", Risk.HIGH);

  /** What it would cost to let the wrong one in. */
  public enum Risk {
    /** A doubt about the time is no reason to stop selling. */
    USUAL,
    /** In doubt the device fetches a new token, which it can do by itself. */
    HIGH
  }

  private final String word;
  private final Risk risk;

  Scope(String word, Risk risk) {
    this.word = word;
    this.risk = risk;
  }

  public String word() {
    return word;
  }

  public Risk risk() {
    return risk;
  }

  /**
   * Whether who has {@code granted} may do this: who sells may hold a slot for his customer and say
   * how he is doing.
   */
  public boolean in(Set<Scope> granted) {
    return granted.contains(this)
        || ((this == HOLD || this == TELEMETRY) && granted.contains(SELL));
  }

  public static Scope of(String word) {
    for (Scope scope : values()) {
      if (scope.word.equals(word)) {
        return scope;
      }
    }
    throw new IllegalArgumentException("\"" + word + "\" is no scope of this box");
  }

  /**
   * Scopes as OAuth writes them: words with one space between two, each once, in any order.
   *
   * @throws IllegalArgumentException for an unknown word, a second space, or a word said twice
   */
  public static Set<Scope> set(String words) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words.split(" ", -1)) {
      if (!scopes.add(of(word))) {
        throw new IllegalArgumentException("scope \"" + word + "\" is said twice");
      }
    }
    return scopes;
  }

  /** The set as OAuth writes it, always in the same order. */
  public static String words(Set<Scope> scopes) {
    return String.join(" ", new TreeSet<>(scopes).stream().map(Scope::word).toList());
  }
}
