package dev.roadcase.provisioning.catalogue;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import java.util.List;
import java.util.Optional;

/**
 * A variant as far as it could be read. Whatever is absent has been named as a problem.
 *
 * @param product its handle, shared by the variants of one product
 */
public record Variant(
    String product,
    String title,
    List<String> options,
    String description,
    Optional<Sku> sku,
    Optional<Money> price,
    Optional<String> taxClass,
    Optional<Stock> stock) {

  /** The item that it is, if nothing is absent. */
  Optional<Item> item() {
    return sku.isEmpty() || price.isEmpty() || taxClass.isEmpty() || stock.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Item(
                sku.get(),
                product,
                title,
                options,
                description,
                price.get(),
                taxClass.get(),
                stock.get()));
  }
}
