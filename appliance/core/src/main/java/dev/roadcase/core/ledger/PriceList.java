package dev.roadcase.core.ledger;

import dev.roadcase.core.fact.Now;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Sku;
import java.util.Map;
import java.util.Set;

/** What things cost, now and a short while ago. The catalogue in {@code mesh} implements it. */
public interface PriceList {

  /** The answer for one version of the pack. */
  sealed interface Prices {
    /**
     * Prices of this version count: it is the present one, or superseded within its grace.
     *
     * @param honoured for each SKU whose price the crew changed: the unit prices before, in minor
     *     units, that a till may have shown within the grace; may be empty
     */
    record Valid(Pack pack, Pack present, Map<Sku, Set<Long>> honoured) implements Prices {
      public Valid {
        honoured = Map.copyOf(honoured);
      }
    }

    /** The version is older than its grace allows, or this box never knew it. */
    record Superseded(Pack present) implements Prices {}

    /** No pack was applied yet: the box cannot sell. */
    record NoPack() implements Prices {}
  }

  Prices at(long packVersion, Now now);
}
