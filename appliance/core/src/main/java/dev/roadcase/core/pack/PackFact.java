package dev.roadcase.core.pack;

import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Reach;
import java.util.List;

/** What a box sells and for how much, as packs and the crew say. One record a type. */
public sealed interface PackFact extends FactBody {
  FactType PACK_APPLIED = new FactType("pack-applied", 1, Reach.P1, PackApplied.class);

  FactType RIGHTS_GRANTED = new FactType("rights-granted", 1, Reach.P1, RightsGranted.class);

  FactType PRICE_CHANGED = new FactType("price-changed", 1, Reach.P1, PriceChanged.class);

  @Override
  default FactType type() {
    return switch (this) {
      case PackApplied _ -> PACK_APPLIED;
      case RightsGranted _ -> RIGHTS_GRANTED;
      case PriceChanged _ -> PRICE_CHANGED;
    };
  }

  @Override
  default String key() {
    return switch (this) {
      case PackApplied _ -> "pack";
      case RightsGranted _ -> "rights";
      case PriceChanged f -> "price/" + f.sku();
    };
  }

  /**
   * From here on, prices, taxes and keys are this pack's. The journal keeps the pack's file beside
   * it.
   */
  record PackApplied(Pack pack) implements PackFact {}

  /**
   * This box may sell so much more of some items, or so much less, because a pack says so.
   *
   * @param grants one for each item that the pack counts; also for those whose delta is 0
   */
  record RightsGranted(PackId from, List<Grant> grants) implements PackFact {
    public RightsGranted {
      grants = List.copyOf(grants);
    }
  }

  /**
   * The crew changed the price of one item, for as long as the pack counts.
   *
   * @param was unit price before, minor units of the pack's currency
   * @param price unit price from here on, minor units; not negative
   */
  record PriceChanged(Sku sku, long was, long price) implements PackFact {}

  /**
   * A change of what may be sold of one item.
   *
   * @param delta milli-units, negative when a later pack takes some back; 0 makes an item known
   *     whose stock is nothing
   */
  record Grant(Sku sku, long delta) {}
}
