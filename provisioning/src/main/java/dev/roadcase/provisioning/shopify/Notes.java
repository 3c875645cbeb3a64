package dev.roadcase.provisioning.shopify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is to be told, gathered by kind. */
final class Notes {

  /** What can be told, in the order in which it is. */
  enum Kind {
    NOT_TRACKED("Sold without counting, not tracked in the shop", "item"),
    CONTINUES("Sold without counting, the shop continues selling when out of stock", "item"),
    NO_QUANTITY("Sold without counting, tracked in the shop but without a quantity", "item"),
    OVERSOLD("Stock set to 0, oversold in the shop (negative quantity)", "item"),
    SKU_MADE("SKU made from handle and options, the shop has none", "item"),
    SKU_REPLACED("SKU made from handle and options, the shop's stands at another too", "item"),
    NOT_TAXABLE("Tax class none (0 %), not taxable in the shop", "item"),
    FREE("Costs nothing", "item"),
    SHORTENED("Description cut to " + ProductImport.DESCRIPTION_MAX + " characters", "product"),
    DRAFT("Left out, a draft", "product"),
    ARCHIVED("Left out, archived", "product"),
    UNPUBLISHED(
        "Left out, not published on the online store (--unpublished-too takes them)", "product"),
    GIFT_CARD("Left out, a gift card: its code is issued by the shop", "product");

    private final String text;
    private final String unit;

    Kind(String text, String unit) {
      this.text = text;
      this.unit = unit;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private final Map<Kind, List<String>> gathered = new EnumMap<>(Kind.class);

  void add(Kind kind, String which) {
    gathered.computeIfAbsent(kind, k -> new ArrayList<>()).add(which);
  }

  List<Note> all() {
    List<Note> all = new ArrayList<>();
    gathered.forEach((kind, which) -> all.add(Note.of(kind.word(), kind.text, kind.unit, which)));
    return all;
  }
}
