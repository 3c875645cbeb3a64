package dev.roadcase.core.fact;

import dev.roadcase.core.identity.Incarnation;

/** What a box notes about its own life. One record a type. */
public sealed interface BoxFact extends FactBody {
  /** Until it travelled with the money. Read, and no longer written. */
  FactType BOX_STARTED_1 = new FactType("box-started", 1, Reach.P2, BoxStarted.class);

  FactType BOX_STARTED = new FactType("box-started", 2, Reach.P0_URGENT, BoxStarted.class);

  FactType BOX_STOPPED = new FactType("box-stopped", 1, Reach.P0_URGENT, BoxStopped.class);

  FactType INCARNATION_ADOPTED =
      new FactType("incarnation-adopted", 1, Reach.P1, IncarnationAdopted.class);

  @Override
  default FactType type() {
    return switch (this) {
      case BoxStarted f -> f.urgent() ? BOX_STARTED : BOX_STARTED_1;
      case BoxStopped _ -> BOX_STOPPED;
      case IncarnationAdopted _ -> INCARNATION_ADOPTED;
    };
  }

  @Override
  default String key() {
    return switch (this) {
      case BoxStarted _ -> "box";
      case BoxStopped _ -> "box";
      case IncarnationAdopted _ -> "incarnation";
    };
  }

  /**
   * The process came up.
   *
   * @param clean whether the last run had stopped in good order
   * @param urgent whether it travels with the money; before version 2 it did not
   */
  record BoxStarted(String release, boolean clean, boolean urgent) implements BoxFact {
    public BoxStarted(String release, boolean clean) {
      this(release, clean, true);
    }
  }

  /**
   * The process is about to end in good order: what follows is silence.
   *
   * @param why in words, such as {@code asked to}
   */
  record BoxStopped(String why) implements BoxFact {}

  /**
   * From this fact on the box lives under another incarnation, which the envelope names. Chains and
   * sequences go on; what upstream was believed to have is believed no more.
   *
   * @param former the incarnation up to here
   */
  record IncarnationAdopted(Incarnation former) implements BoxFact {}
}
