package dev.roadcase.app.shop;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pack, sorted for the shelf.
 *
 * @param items in the pack's order
 * @param products the items of each product, in the order in which products first occur
 * @param search finds products by words
 */
public record Goods(
    Pack pack, List<Item> items, Map<String, List<Item>> products, SearchIndex search) {
  public static Goods of(Pack pack) {
    Map<String, List<Item>> products = products(pack);
    return of(pack, products, SearchIndex.over(products.values()));
  }

  /** The same, where these are the goods of before: other prices leave the words as they were. */
  static Goods after(Goods before, Pack pack) {
    if (!before.pack().id().equals(pack.id()) || before.items().size() != pack.items().size()) {
      return of(pack);
    }
    Map<String, List<Item>> products = products(pack);
    return of(pack, products, before.search().at(products.values()));
  }

  private static Goods of(Pack pack, Map<String, List<Item>> products, SearchIndex search) {
    return new Goods(pack, List.copyOf(pack.items().values()), products, search);
  }

  private static Map<String, List<Item>> products(Pack pack) {
    Map<String, List<Item>> products = new LinkedHashMap<>();
    for (Item item : pack.items().values()) {
      products.computeIfAbsent(item.product(), _ -> new ArrayList<>()).add(item);
    }
    products.replaceAll((_, items) -> List.copyOf(items));
    return Collections.unmodifiableMap(products);
  }
}
