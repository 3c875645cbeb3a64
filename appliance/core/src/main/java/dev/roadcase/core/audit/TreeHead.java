package dev.roadcase.core.audit;

import dev.roadcase.core.fact.Hash;

/**
 * What a tree comes down to.
 *
 * @param size how many leaves it has, 0 or more: the facts 1 … {@code size} of the chain
 * @param root Merkle tree hash over them (RFC 6962 §2.1)
 */
public record TreeHead(long size, Hash root) {
  public TreeHead {
    if (size < 0) {
      throw new IllegalArgumentException("a tree has 0 or more leaves, not " + size);
    }
  }
}
