package dev.roadcase.core.auth;

import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Reach;
import dev.roadcase.core.identity.DeviceId;

/** Tries of staff PINs. One record a type. */
public sealed interface PinFact extends FactBody {
  FactType PIN_TRIED = new FactType("pin-tried", 1, Reach.BOX, PinTried.class);

  FactType PIN_PASSED = new FactType("pin-passed", 1, Reach.BOX, PinPassed.class);

  FactType PIN_UNLOCKED = new FactType("pin-unlocked", 1, Reach.BOX, PinUnlocked.class);

  @Override
  default FactType type() {
    return switch (this) {
      case PinTried _ -> PIN_TRIED;
      case PinPassed _ -> PIN_PASSED;
      case PinUnlocked _ -> PIN_UNLOCKED;
    };
  }

  @Override
  default String key() {
    return switch (this) {
      case PinTried f -> "pin/" + f.device();
      case PinPassed f -> "pin/" + f.device();
      case PinUnlocked f -> "pin/" + f.device();
    };
  }

  /** A PIN is about to be looked at: counted first. */
  record PinTried(DeviceId device, String staff) implements PinFact {}

  /** It was the right one. */
  record PinPassed(DeviceId device, String staff) implements PinFact {}

  /** The crew gives a locked device its tries back. */
  record PinUnlocked(DeviceId device) implements PinFact {}
}
