package dev.roadcase.provisioning.shopify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The columns that are read, each under the headers that Shopify has given it: first the export's
 * of many years, then that of the template since 2025. Upper and lower case are the same.
 */
public enum Column {
  HANDLE,
  TITLE,
  DESCRIPTION,
  TAGS,
  STATUS,
  PUBLISHED,
  GIFT_CARD,
  OPTION_1_NAME,
  OPTION_1,
  OPTION_2,
  OPTION_3,
  SKU,
  TRACKER,
  QUANTITY,
  POLICY,
  PRICE,
  TAXABLE,
  TAX_CODE;

  /** Without these there is nothing to sell, or no way to tell what. */
  static List<Column> required() {
    return List.of(HANDLE, TITLE, PRICE);
  }

  private List<String> headers() {
    return switch (this) {
      case HANDLE -> List.of("Handle", "URL handle");
      case TITLE -> List.of("Title");
      case DESCRIPTION -> List.of("Body (HTML)", "Body HTML", "Description");
      case TAGS -> List.of("Tags");
      case STATUS -> List.of("Status");
      case PUBLISHED -> List.of("Published", "Published on online store");
      case GIFT_CARD -> List.of("Gift Card");
      case OPTION_1_NAME -> List.of("Option1 Name");
      case OPTION_1 -> List.of("Option1 Value");
      case OPTION_2 -> List.of("Option2 Value");
      case OPTION_3 -> List.of("Option3 Value");
      case SKU -> List.of("Variant SKU", "SKU");
      case TRACKER -> List.of("Variant Inventory Tracker", "Inventory tracker");
      case QUANTITY -> List.of("Variant Inventory Qty", "Inventory quantity");
      case POLICY -> List.of("Variant Inventory Policy", "Continue selling when out of stock");
      case PRICE -> List.of("Variant Price", "Price");
      case TAXABLE -> List.of("Variant Taxable", "Charge tax");
      case TAX_CODE -> List.of("Variant Tax Code", "Tax code");
    };
  }

  /** All spellings, for people: {@code Handle (or URL handle)}. */
  String spellings() {
    List<String> headers = headers();
    return headers.size() == 1
        ? headers.getFirst()
        : headers.getFirst()
            + " (or "
            + String.join(", ", headers.subList(1, headers.size()))
            + ")";
  }

  static Optional<Column> of(String header) {
    String wanted = header.strip();
    return Arrays.stream(values())
        .filter(c -> c.headers().stream().anyMatch(h -> h.equalsIgnoreCase(wanted)))
        .findFirst();
  }
}
