package dev.roadcase.provisioning.shopify;

import dev.roadcase.provisioning.sheet.Heading;
import java.util.List;

/**
 * The columns that are read, each under the headers that Shopify has given it: first the export's
 * of many years, then that of the template since 2025. Upper and lower case are the same.
 */
public enum Column implements Heading {
  HANDLE,
  TITLE,
  DESCRIPTION,
  TAGS,
  STATUS,
  PUBLISHED,
  GIFT_CARD,
  OPTION_1_NAME,
  OPTION_1,
  OPTION_2_NAME,
  OPTION_2,
  OPTION_3_NAME,
  OPTION_3,
  SKU,
  TRACKER,
  QUANTITY,
  POLICY,
  PRICE,
  TAXABLE,
  TAX_CODE,
  IMAGE,
  IMAGE_POSITION,
  IMAGE_ALT,
  VARIANT_IMAGE;

  /** Without these there is nothing to sell, or no way to tell what. */
  static List<Column> required() {
    return List.of(HANDLE, TITLE, PRICE);
  }

  @Override
  public List<String> headers() {
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
      case OPTION_2_NAME -> List.of("Option2 Name");
      case OPTION_2 -> List.of("Option2 Value");
      case OPTION_3_NAME -> List.of("Option3 Name");
      case OPTION_3 -> List.of("Option3 Value");
      case SKU -> List.of("Variant SKU", "SKU");
      case TRACKER -> List.of("Variant Inventory Tracker", "Inventory tracker");
      case QUANTITY -> List.of("Variant Inventory Qty", "Inventory quantity");
      case POLICY -> List.of("Variant Inventory Policy", "Continue selling when out of stock");
      case PRICE -> List.of("Variant Price", "Price");
      case TAXABLE -> List.of("Variant Taxable", "Charge tax");
      case TAX_CODE -> List.of("Variant Tax Code", "Tax code");
      case IMAGE -> List.of("Image Src", "Product image URL");
      case IMAGE_POSITION -> List.of("Image Position", "Image position");
      case IMAGE_ALT -> List.of("Image Alt Text", "Image alt text");
      case VARIANT_IMAGE -> List.of("Variant Image", "Variant image URL");
    };
  }
}
