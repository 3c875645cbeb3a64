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

  @Override
  public List<String> headers() {
    return List.of(name().toLowerCase(Locale.ROOT));
  }
}
