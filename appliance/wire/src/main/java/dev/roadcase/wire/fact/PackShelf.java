package dev.roadcase.wire.fact;

import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackId;

/**
 * Where a pack is found again by its content address: a fact names the pack, the journal keeps the
 * file beside it.
 */
public interface PackShelf {
  /**
   * The pack of that address.
   *
   * @throws IllegalArgumentException when the pack is not on the shelf, or no longer what it was
   */
  Pack pack(PackId id);
}
