package dev.roadcase.core.audit;

import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Reach;

/** What vouches for the log. One record a type. */
public sealed interface AuditFact extends FactBody {
  FactType TREE_HEAD = new FactType("tree-head", 1, Reach.P1, TreeHeadSigned.class);

  @Override
  default FactType type() {
    return switch (this) {
      case TreeHeadSigned _ -> TREE_HEAD;
    };
  }

  @Override
  default String key() {
    return switch (this) {
      case TreeHeadSigned _ -> "audit";
    };
  }

  /**
   * The kit vouches for every fact of the site chain before this one.
   *
   * @param size how many those are: its own sequence less one
   * @param root of the tree over them (RFC 6962)
   * @param jwt the same, signed by the kit's key; what devices and upstream keep
   */
  record TreeHeadSigned(long size, Hash root, String jwt) implements AuditFact {}
}
