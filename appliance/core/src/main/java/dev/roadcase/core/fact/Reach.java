package dev.roadcase.core.fact;

import org.jspecify.annotations.Nullable;

/** How far a fact travels. */
public enum Reach {
  BOX(Chain.PRIVATE, null, false),
  SITE(Chain.SITE, null, false),
  P0(Chain.SITE, DeltaClass.P0, false),
  /** In front of every other p0: refunds, revocations, stop and start. */
  P0_URGENT(Chain.SITE, DeltaClass.P0, true),
  P1(Chain.SITE, DeltaClass.P1, false),
  P2(Chain.SITE, DeltaClass.P2, false);

  private final Chain chain;
  private final @Nullable DeltaClass deltaClass;
  private final boolean urgent;

  Reach(Chain chain, @Nullable DeltaClass deltaClass, boolean urgent) {
    this.chain = chain;
    this.deltaClass = deltaClass;
    this.urgent = urgent;
  }

  public Chain chain() {
    return chain;
  }

  /** The class in which it goes upstream, or null when it does not. */
  public @Nullable DeltaClass deltaClass() {
    return deltaClass;
  }

  public boolean urgent() {
    return urgent;
  }
}
