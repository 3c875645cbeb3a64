package dev.roadcase.wire.pack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The part {@code catalogue.json}: the items, in the order of the shop's export. */
final class CatalogueJson {
  private CatalogueJson() {}

  static byte[] write(List<Item> items) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    ArrayNode list = node.putArray("items");
    for (Item item : items) {
      ObjectNode entry = list.addObject();
      entry.put("sku", item.sku().value());
      entry.put("product", item.product());
      entry.put("title", item.title());
      ArrayNode options = entry.putArray("options");
      item.options().forEach(options::add);
      entry.put("description", item.description());
      entry.put("price", item.price().minor());
      entry.put("tax", item.taxClass());
      switch (item.stock()) {
        case Stock.Untracked() -> entry.put("tracked", false);
        case Stock.Tracked(Quantity opening) ->
            entry.put("tracked", true).put("opening", opening.milli());
      }
      if (!item.pictures().isEmpty()) {
        ArrayNode pictures = entry.putArray("pictures");
        item.pictures().forEach(picture -> pictures.add(picture.hex()));
      }
    }
    return Json.bytes(node);
  }

  static Map<Sku, Item> read(byte[] bytes, Currency currency) {
    Fields fields = Json.object(bytes, "the catalogue");
    Map<Sku, Item> items = new LinkedHashMap<>();
    fields.list(
        "items",
        entry -> {
          Item item = item(entry, currency);
          if (items.size() >= PackFile.ITEMS_MAX) {
            throw new Malformed("the catalogue has at most " + PackFile.ITEMS_MAX + " items");
          }
          if (items.put(item.sku(), item) != null) {
            throw new Malformed("the catalogue has the SKU " + item.sku() + " twice");
          }
          return item.sku();
        });
    return items;
  }

  private static Item item(Fields fields, Currency currency) {
    Sku sku = fields.as("sku", Sku::new);
    try {
      Item item =
          new Item(
              sku,
              fields.text("product"),
              fields.text("title"),
              fields.texts("options"),
              fields.text("description"),
              new Money(fields.whole("price"), currency),
              fields.text("tax"),
              fields.truth("tracked")
                  ? new Stock.Tracked(new Quantity(fields.whole("opening")))
                  : Stock.UNTRACKED,
              pictures(fields));
      return item;
    } catch (Malformed e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new Malformed("the item " + sku + ": " + e.getMessage());
    }
  }

  private static List<AssetId> pictures(Fields fields) {
    if (!fields.has("pictures")) {
      return List.of();
    }
    List<AssetId> pictures = fields.texts("pictures").stream().map(AssetId::new).toList();
    if (pictures.size() > PackFile.PICTURES_OF_AN_ITEM_MAX) {
      throw new IllegalArgumentException(
          "it shows at most " + PackFile.PICTURES_OF_AN_ITEM_MAX + " pictures");
    }
    if (Set.copyOf(pictures).size() != pictures.size()) {
      throw new IllegalArgumentException("it shows one picture twice");
    }
    return pictures;
  }
}
