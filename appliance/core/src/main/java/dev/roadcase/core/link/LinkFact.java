package dev.roadcase.core.link;

import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Reach;

/** The way upstream. One record a type. */
public sealed interface LinkFact extends FactBody {
  FactType LINK_CHANGED = new FactType("link-changed", 1, Reach.P2, LinkChanged.class);

  @Override
  default FactType type() {
    return switch (this) {
      case LinkChanged _ -> LINK_CHANGED;
    };
  }

  @Override
  default String key() {
    return switch (this) {
      case LinkChanged _ -> "link";
    };
  }

  /**
   * Upstream came within reach, or went out of it.
   *
   * @param reachable whether upstream answers
   * @param via {@code wan}, {@code cellular} or {@code none}
   */
  record LinkChanged(boolean reachable, String via) implements LinkFact {}
}
