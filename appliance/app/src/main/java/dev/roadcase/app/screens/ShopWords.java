package dev.roadcase.app.screens;

import dev.roadcase.app.shop.Changes;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** How goods read in the shop: the same words on a page and in the news that amend it. */
public final class ShopWords implements Changes.Labels {
  /** At so many or fewer the shop says how few there are. */
  public static final Quantity FEW = Quantity.pieces(5);

  private static final String SOLD_OUT = "sold out";

  private final Function<Sku, Quantity> left;

  /**
   * Words for one box.
   *
   * @param left what may still be sold of a counted item: published state
   */
  public ShopWords(Function<Sku, Quantity> left) {
    this.left = left;
  }

  @Override
  public String price(Item item) {
    return Words.money(item.price());
  }

  @Override
  public String left(Item item) {
    return switch (item.stock()) {
      case Stock.Untracked() -> "";
      case Stock.Tracked(var _) -> {
        Quantity held = left.apply(item.sku());
        yield held.milli() == 0
            ? SOLD_OUT
            : FEW.covers(held) ? "only " + held + " left" : held + " left";
      }
    };
  }

  @Override
  public Changes.Product product(List<Item> variants) {
    List<Item> there = variants.stream().filter(item -> !gone(item)).toList();
    // What can be had decides the price; when nothing can, what it was.
    List<Item> priced = there.isEmpty() ? variants : there;
    Item cheapest =
        priced.stream().min(Comparator.comparingLong(item -> item.price().minor())).orElseThrow();
    boolean onePrice = priced.stream().allMatch(item -> item.price().equals(cheapest.price()));
    return new Changes.Product(
        (onePrice ? "" : "from ") + price(cheapest), mark(there), there.isEmpty());
  }

  /** "sold out", "only 3 left", or nothing: of a product with all its variants. */
  private String mark(List<Item> there) {
    if (there.isEmpty()) {
      return SOLD_OUT;
    }
    if (there.stream().anyMatch(item -> item.stock() instanceof Stock.Untracked)) {
      return "";
    }
    long sum = there.stream().mapToLong(item -> left.apply(item.sku()).milli()).sum();
    return sum <= FEW.milli() ? "only " + new Quantity(sum) + " left" : "";
  }

  /** Whether nothing of it may be sold any more. */
  boolean gone(Item item) {
    return item.stock() instanceof Stock.Tracked && left.apply(item.sku()).milli() == 0;
  }

  /** Whether it is there and nearly sold out. */
  boolean few(Item item) {
    return item.stock() instanceof Stock.Tracked
        && !gone(item)
        && FEW.covers(left.apply(item.sku()));
  }

  /** The page of a product. */
  static String address(String product, Sight sight) {
    return "/products/"
        + URLEncoder.encode(product, StandardCharsets.UTF_8).replace("+", "%20")
        + sight.carried();
  }
}
