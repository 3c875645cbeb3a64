package dev.roadcase.mesh.catalogue;

import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Sku;

/** What became of a wish to change a price. */
public sealed interface PriceOutcome {

  record Changed(Sku sku, Money was, Money price) implements PriceOutcome {}

  /** It costs that already. */
  record Same(Money price) implements PriceOutcome {}

  /** Somebody else changed it meanwhile: look again before changing it. */
  record Moved(Money present) implements PriceOutcome {}

  record UnknownSku(Sku sku) implements PriceOutcome {}

  record NothingOnOffer() implements PriceOutcome {}
}
