package dev.roadcase.app.screens;

import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What visitors see: everything on offer, with its price and how many are left. */
public final class ShopPage {
  /** A description is cut here, at the end of a word. */
  private static final int DESCRIPTION_MAX = 160;

  /** One product with its variants. */
  public record Product(String title, String description, List<Variant> variants) {
    public Product {
      variants = List.copyOf(variants);
    }
  }

  /**
   * One thing that can be bought.
   *
   * @param options what sets it apart from the product's others; may be empty
   * @param left "12 left", "sold out"; empty for what is not counted
   */
  public record Variant(String options, String price, String left, boolean soldOut) {}

  private ShopPage() {}

  /**
   * The page, UTF-8.
   *
   * @param left what may still be sold of a counted item: published state
   */
  public static byte[] page(Pack pack, Mode mode, Function<Sku, Quantity> left) {
    return Templates.bytes(
        "shop.jte",
        Map.of(
            "title", pack.show(),
            "mode", mode,
            "banner", Words.banner(mode),
            "products", products(pack, left),
            "note", pack.taxIncluded() ? "Prices include tax." : "Tax is added at the till."));
  }

  /** The page of a box without a pack, UTF-8. */
  public static byte[] nothingOnOffer(Mode mode) {
    return Templates.bytes(
        "shop.jte",
        Map.of(
            "title",
            "Nothing on offer yet",
            "mode",
            mode,
            "banner",
            Words.banner(mode),
            "products",
            List.of(),
            "note",
            "Please come back when the show has begun."));
  }

  private static List<Product> products(Pack pack, Function<Sku, Quantity> left) {
    Map<String, List<Item>> byProduct = new LinkedHashMap<>();
    for (Item item : pack.items().values()) {
      byProduct.computeIfAbsent(item.product(), p -> new ArrayList<>()).add(item);
    }
    return byProduct.values().stream()
        .map(items ->
            new Product(
                items.getFirst().title(),
                shortened(items.getFirst().description()),
                items.stream().map(item -> variant(item, left)).toList()))
        .toList();
  }

  private static Variant variant(Item item, Function<Sku, Quantity> left) {
    String price = Words.money(item.price());
    String options = String.join(" / ", item.options());
    return switch (item.stock()) {
      case Stock.Untracked() -> new Variant(options, price, "", false);
      case Stock.Tracked(Quantity opening) -> {
        Quantity held = left.apply(item.sku());
        yield held.milli() == 0
            ? new Variant(options, price, "sold out", true)
            : new Variant(options, price, held + " left", false);
      }
    };
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    if (line.length() <= DESCRIPTION_MAX) {
      return line;
    }
    int space = line.lastIndexOf(' ', DESCRIPTION_MAX);
    return line.substring(0, space < 0 ? DESCRIPTION_MAX : space) + " …";
  }
}
