package dev.roadcase.app.uplink;

/** Whether upstream's broker is within reach, told when it changes. */
public sealed interface LinkReport {
  /** Connected, greeted and subscribed. */
  record Up() implements LinkReport {}

  /** Not connected, for a reason that a person may read. */
  record Down(String why) implements LinkReport {}
}
