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
 */
public record Goods(Pack pack, List<Item> items, Map<String, List<Item>> products) {
  public static Goods of(Pack pack) {
    Map<String, List<Item>> products = new LinkedHashMap<>();
    for (Item item : pack.items().values()) {
      products.computeIfAbsent(item.product(), _ -> new ArrayList<>()).add(item);
    }
    products.replaceAll((_, items) -> List.copyOf(items));
    return new Goods(
        pack, List.copyOf(pack.items().values()), Collections.unmodifiableMap(products));
  }
}
