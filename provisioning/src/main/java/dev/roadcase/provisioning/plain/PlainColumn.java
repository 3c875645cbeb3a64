package dev.roadcase.provisioning.plain;

import dev.roadcase.provisioning.sheet.Heading;
import java.util.List;
import java.util.Locale;

/** The columns that are read. */
public enum PlainColumn implements Heading {
  SKU,
  TITLE,
  PRICE,
  CURRENCY,
  DESCRIPTION,
  OPTIONS,
  STOCK,
  TAX,
  IMAGES,
  ALT,
  PRODUCT;

  /** What a list needs, and what helps to make one: for messages. */
  public static final String TO_MAKE_ONE =
      "a plain list begins with sku,title,price and has a line for each item, as"
          + " TEE-S,Tee,25.00 (roadcase pack template prints one)";

  @Override
  public List<String> headers() {
    return List.of(name().toLowerCase(Locale.ROOT));
  }
}
