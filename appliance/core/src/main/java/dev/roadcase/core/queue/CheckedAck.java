package dev.roadcase.core.queue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.UpstreamEpoch;
import java.util.Map;

/**
 * An ack that was held against this box's own facts, and what is to be believed because of it, of
 * every class. {@link AckCheck} alone makes these, so a method that asks for one cannot be handed
 * hearsay.
 */
public final class CheckedAck {
  private final Ack ack;
  private final boolean anew;
  private final Map<DeltaClass, Belief> beliefs;
  private final Map<DeltaClass, Belief> kept;

  CheckedAck(Ack ack, boolean anew, Map<DeltaClass, Belief> beliefs, Map<DeltaClass, Belief> kept) {
    this.ack = ack;
    this.anew = anew;
    this.beliefs = Map.copyOf(beliefs);
    this.kept = Map.copyOf(kept);
  }

  /** What upstream said. */
  public Ack ack() {
    return ack;
  }

  Incarnation incarnation() {
    return ack.incarnation();
  }

  UpstreamEpoch epoch() {
    return ack.epoch();
  }

  /**
   * Whether it begins another epoch: what it says takes the place of all that was believed before.
   */
  public boolean anew() {
    return anew;
  }

  /** What is to be believed now, whole. */
  public Belief belief(DeltaClass deltaClass) {
    return beliefs.getOrDefault(deltaClass, Belief.NOTHING);
  }

  /** The same, as far as it is written down: {@link Outbox#RANGES_KEPT}. */
  Belief kept(DeltaClass deltaClass) {
    return kept.getOrDefault(deltaClass, Belief.NOTHING);
  }

  @Override
  public String toString() {
    return "CheckedAck[" + ack + (anew ? ", anew]" : "]");
  }
}
