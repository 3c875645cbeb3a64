package dev.roadcase.app.box;

import dev.roadcase.app.box.Command.Done;
import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactBody.LinkChanged;
import dev.roadcase.core.fact.FactBody.PowerChanged;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.StagedValue;

/**
 * Power and link as last written down: what changed enough to matter is a fact, the rest is not.
 */
public final class Conditions implements Machine {
  /** Charge is written down each time that it crosses a multiple of this. */
  public static final int CHARGE_STEP = 5;

  /** What the journal last said. */
  public record State(PowerChanged power, LinkChanged link) {}

  private final StagedValue<State> state =
      new StagedValue<>(new State(new PowerChanged(true, 100, -1), new LinkChanged(false, "none")));

  Decision<Done> power(boolean mains, int percent, int minutesLeft) {
    PowerChanged was = state.get().power();
    boolean matters = mains != was.mains() || percent / CHARGE_STEP != was.percent() / CHARGE_STEP;
    return matters
        ? Decision.of(new Done(), new PowerChanged(mains, percent, minutesLeft))
        : Decision.nothing(new Done());
  }

  Decision<Done> link(boolean reachable, String via) {
    LinkChanged said = new LinkChanged(reachable, via);
    return said.equals(state.get().link())
        ? Decision.nothing(new Done())
        : Decision.of(new Done(), said);
  }

  @Override
  public void apply(Entry entry) {
    switch (entry.fact().body()) {
      case PowerChanged f -> state.set(new State(f, state.get().link()));
      case LinkChanged f -> state.set(new State(state.get().power(), f));
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

  public State state() {
    return state.published();
  }

  void restore(State from) {
    state.set(from);
    state.publish();
  }
}
