package dev.roadcase.console.upstream;

import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;

/** One board in one life: what has sequences of its own, and acknowledgements of its own. */
record Box(KitId kit, Incarnation incarnation) {
  @Override
  public String toString() {
    return kit + "/" + incarnation;
  }
}
