package dev.roadcase.core.ledger;

import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;

/**
 * How much of a counted item this box may still sell. Stock is a right that a box holds, not a
 * number that it looks up; {@code mesh} keeps the rights and moves them between boxes.
 */
public interface Rights {
  /** The writer's view, with everything that the present batch has already sold. */
  Quantity held(Sku sku);
}
