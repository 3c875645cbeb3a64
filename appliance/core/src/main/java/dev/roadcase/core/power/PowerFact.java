package dev.roadcase.core.power;

import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Reach;

/** Mains and battery. One record a type. */
public sealed interface PowerFact extends FactBody {
  FactType POWER_CHANGED = new FactType("power-changed", 1, Reach.P2, PowerChanged.class);

  @Override
  default FactType type() {
    return switch (this) {
      case PowerChanged _ -> POWER_CHANGED;
    };
  }

  @Override
  default String key() {
    return switch (this) {
      case PowerChanged _ -> "power";
    };
  }

  /**
   * Mains came or went, or the battery passed a step.
   *
   * @param mains whether mains power is there
   * @param percent state of charge, 0 … 100
   * @param minutesLeft until empty at the present draw; -1 when unknown or on mains
   */
  record PowerChanged(boolean mains, int percent, int minutesLeft) implements PowerFact {}
}
