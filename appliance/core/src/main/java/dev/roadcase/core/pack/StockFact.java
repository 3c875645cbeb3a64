package dev.roadcase.core.pack;

import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Reach;

/** What the crew finds on the shelf. One record a type. */
public sealed interface StockFact extends FactBody {
  FactType STOCK_COUNTED = new FactType("stock-counted", 1, Reach.P1, StockCounted.class);

  @Override
  default FactType type() {
    return switch (this) {
      case StockCounted _ -> STOCK_COUNTED;
    };
  }

  @Override
  default String key() {
    return switch (this) {
      case StockCounted f -> "stock/" + f.sku();
    };
  }

  /**
   * The crew counted an item of this box. What the box may sell changes by the difference, and only
   * what this box may sell.
   *
   * @param was what the box might still sell, as it knew before
   * @param counted what there is
   */
  record StockCounted(Sku sku, Quantity was, Quantity counted, CountReason reason)
      implements StockFact {

    /** Milli-units; negative when there was less than the box knew. */
    public long difference() {
      return counted.milli() - was.milli();
    }
  }
}
