package dev.roadcase.core.sale;

import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;

/**
 * One line of a sale, as the device showed it.
 *
 * @param unitPrice minor units a piece, 0 or more
 * @param tax minor units for the whole line, 0 or more: contained in the price or on top of it, as
 *     the pack says
 */
public record Line(Sku sku, Quantity quantity, long unitPrice, long tax) {
  public Line {
    if (quantity.milli() == 0) {
      throw new IllegalArgumentException("a line sells more than nothing");
    }
    if (unitPrice < 0 || tax < 0) {
      throw new IllegalArgumentException("a line's price and tax are not negative");
    }
  }
}
