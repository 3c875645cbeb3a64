package dev.roadcase.mesh.catalogue;

import dev.roadcase.core.fact.Now;
import dev.roadcase.core.pack.Sku;
import java.util.ArrayList;
import java.util.List;

/**
 * What the crew made of one item's price.
 *
 * @param price unit price that counts, minor units
 * @param former the prices that counted before, the latest first, at most {@link #FORMER_MAX}
 */
public record PriceTag(Sku sku, long price, List<Former> former) {
  /** A price that was changed more often within the grace is honoured only as it was last. */
  static final int FORMER_MAX = 8;

  public PriceTag {
    former = List.copyOf(former);
  }

  /**
   * A price that counted once.
   *
   * @param until when it was changed
   */
  public record Former(long price, Now until) {}

  PriceTag changed(long to, Now now) {
    List<Former> before = new ArrayList<>();
    before.add(new Former(price, now));
    before.addAll(former.subList(0, Math.min(former.size(), FORMER_MAX - 1)));
    return new PriceTag(sku, to, before);
  }
}
