package dev.roadcase.core.queue;

import dev.roadcase.core.fact.BoxFact.IncarnationAdopted;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.StagedMachine;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether this box's books are known to be old, or another box's as well. Then it takes no sale and
 * gives no refund, because what it gave out next would stand upstream under numbers that are taken.
 * A new incarnation ends it, and nothing else.
 */
public final class SetBack extends StagedMachine<SetBack.State> {

  /**
   * What the journal says.
   *
   * @param found null as long as nothing is known
   */
  public record State(@Nullable SetBackFound found) {
    static final State NOT_KNOWN = new State(null);
  }

  public SetBack() {
    super("set-back", 1, State.class, State.NOT_KNOWN);
  }

  /** The fact that evidence is worth: none when it is known already. */
  public Optional<SetBackFound> note(SetBackFound evidence) {
    return current().found() == null ? Optional.of(evidence) : Optional.empty();
  }

  @Override
  public Reads reads() {
    return Reads.OWN;
  }

  @Override
  public void apply(Entry entry) {
    switch (entry.fact().body()) {
      case SetBackFound found -> stage(new State(found));
      case IncarnationAdopted _ -> stage(State.NOT_KNOWN);
      default -> {}
    }
  }

  /** The writer's view: the evidence, when there is some. */
  public Optional<SetBackFound> staged() {
    return Optional.ofNullable(current().found());
  }

  /** Any thread's view: the evidence, when there is some. */
  public Optional<SetBackFound> published() {
    return Optional.ofNullable(state().found());
  }
}
