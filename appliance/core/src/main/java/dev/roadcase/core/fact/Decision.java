package dev.roadcase.core.fact;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command leads to: the facts to write down, facts of peers before the box's own, and what
 * to answer once they are on the disk. No facts means that nothing changed; the answer still waits
 * for the batch, because it may rest on a fact of the same batch.
 */
public record Decision<O>(List<FactBody> facts, List<PeerFact> received, O outcome) {
  public Decision {
    facts = List.copyOf(facts);
    received = List.copyOf(received);
  }

  /** Of facts of the box's own alone. */
  public Decision(List<FactBody> facts, O outcome) {
    this(facts, List.of(), outcome);
  }

  /** Whether nothing is to be written down. */
  public boolean isSilent() {
    return facts.isEmpty() && received.isEmpty();
  }

  public static <O> Decision<O> nothing(O outcome) {
    return new Decision<>(List.of(), outcome);
  }

  public static <O> Decision<O> of(O outcome, FactBody... facts) {
    return new Decision<>(List.of(facts), outcome);
  }

  /** This decision, with more facts after its own, in the same transaction. */
  public Decision<O> and(List<? extends FactBody> more) {
    List<FactBody> all = new ArrayList<>(facts);
    all.addAll(more);
    return new Decision<>(all, received, outcome);
  }
}
