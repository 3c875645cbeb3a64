package dev.roadcase.app.screens;

import dev.roadcase.app.shop.Changes;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.StockShown;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** How goods read in the shop: the same words on a page and in the news that amend it. */
public final class ShopWords implements Changes.Labels {
  /** At so many or fewer a shop that shows its stock says "only". */
  public static final Quantity FEW = Quantity.pieces(5);

  /** Below so many a shop that does not says "few left". */
  public static final Quantity SOON_GONE = Quantity.pieces(10);

  private static final String SOLD_OUT = "sold out";

  private static final String FEW_LEFT = "few left";

  private final Function<Sku, Quantity> left;
  private final Supplier<StockShown> shown;

  /**
   * Words for one box.
   *
   * @param left what may still be sold of a counted item: published state
   * @param shown what the shop says of it, by the pack that counts
   */
  public ShopWords(Function<Sku, Quantity> left, Supplier<StockShown> shown) {
    this.left = left;
    this.shown = shown;
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
        yield held.milli() == 0 ? SOLD_OUT : howMany(held, held + " left");
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
    return howMany(new Quantity(sum), "");
  }

  /**
   * What is said of a stock that is not gone.
   *
   * @param many what a shop that shows its stock says of more than a few
   */
  private String howMany(Quantity held, String many) {
    return switch (shown.get()) {
      case EXACT -> FEW.covers(held) ? "only " + held + " left" : many;
      case FEW -> held.milli() < SOON_GONE.milli() ? FEW_LEFT : "";
      case HIDDEN -> "";
    };
  }

  /** Whether nothing of it may be sold any more. */
  boolean gone(Item item) {
    return item.stock() instanceof Stock.Tracked && left.apply(item.sku()).milli() == 0;
  }

  /** Whether it is there and nearly sold out, and the shop says so. */
  boolean few(Item item) {
    String said = left(item);
    return said.equals(FEW_LEFT) || said.startsWith("only ");
  }

  /** The page of a product. */
  static String address(String product, Sight sight) {
    return "/products/"
        + URLEncoder.encode(product, StandardCharsets.UTF_8).replace("+", "%20")
        + sight.carried();
  }
}
