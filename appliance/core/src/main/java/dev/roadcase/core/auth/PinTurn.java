package dev.roadcase.core.auth;

/** Whether a PIN is looked at. */
public sealed interface PinTurn {
  /** It is, and the try has been counted. */
  record Look() implements PinTurn {}

  record Wait(long seconds) implements PinTurn {}

  /** Until the crew unlocks it. */
  record Locked() implements PinTurn {}
}
