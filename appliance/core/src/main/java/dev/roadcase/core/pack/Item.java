package dev.roadcase.core.pack;

import java.util.List;

/**
 * One thing that can be sold: a variant of a product.
 *
 * @param product the shop's handle, shared by the variants of one product
 * @param title product title, plain text
 * @param options what sets this variant apart, such as {@code ["Black", "M"]}; may be empty
 * @param description plain text, may be empty
 * @param price unit price in the pack's currency
 * @param taxClass a key of {@link Pack#taxRates()}
 * @param pictures keys of {@link Looks#pictures()}, the one to show first in front; may be empty
 */
public record Item(
    Sku sku,
    String product,
    String title,
    List<String> options,
    String description,
    Money price,
    String taxClass,
    Stock stock,
    List<AssetId> pictures) {
  public Item {
    options = List.copyOf(options);
    pictures = List.copyOf(pictures);
    if (title.isBlank()) {
      throw new IllegalArgumentException("an item has a title");
    }
    if (price.minor() < 0) {
      throw new IllegalArgumentException("a price is not negative");
    }
  }

  /** An item without pictures. */
  public Item(
      Sku sku,
      String product,
      String title,
      List<String> options,
      String description,
      Money price,
      String taxClass,
      Stock stock) {
    this(sku, product, title, options, description, price, taxClass, stock, List.of());
  }

  /** The same item at another price. */
  public Item at(Money other) {
    return new Item(sku, product, title, options, description, other, taxClass, stock, pictures);
  }

  /** Title and options, as a receipt line shows them. */
  public String label() {
    return options.isEmpty() ? title : title + " – " + String.join(" / ", options);
  }
}
