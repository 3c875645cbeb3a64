package dev.roadcase.core.queue;

import dev.roadcase.core.fact.BoxFact.IncarnationAdopted;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.fact.StagedValue;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether this box's books are known to be old, or another box's as well. Then it takes no sale and
 * gives no refund, because what it gave out next would stand upstream under numbers that are taken.
 * A new incarnation ends it, and nothing else.
 */
public final class SetBack implements Machine {

  /**
   * What the journal says.
   *
   * @param found null as long as nothing is known
   */
  public record State(@Nullable SetBackFound found) {
    static final State NOT_KNOWN = new State(null);
  }

  private final StagedValue<State> state = new StagedValue<>(State.NOT_KNOWN);

  /** The fact that evidence is worth: none when it is known already. */
  public Optional<SetBackFound> note(SetBackFound evidence) {
    return state.get().found() == null ? Optional.of(evidence) : Optional.empty();
  }

  @Override
  public Reads reads() {
    return Reads.OWN;
  }

  @Override
  public void apply(Entry entry) {
    switch (entry.fact().body()) {
      case SetBackFound found -> state.set(new State(found));
      case IncarnationAdopted _ -> state.set(State.NOT_KNOWN);
      default -> {}
    }
  }

  @Override
  public void publish() {
    state.publish();
  }

  @Override
  public void discard() {
    state.discard();
  }

  @Override
  public Optional<SnapshotPart<?>> snapshotPart() {
    return Optional.of(new SnapshotPart<>("set-back", 1, State.class, this::state, this::restore));
  }

  /** The writer's view: the evidence, when there is some. */
  public Optional<SetBackFound> staged() {
    return Optional.ofNullable(state.get().found());
  }

  /** Any thread's view: the evidence, when there is some. */
  public Optional<SetBackFound> published() {
    return Optional.ofNullable(state.published().found());
  }

  public State state() {
    return state.published();
  }

  /** Takes up where a snapshot left off. Only before the first {@code apply}. */
  public void restore(State from) {
    state.set(from);
    state.publish();
  }
}
