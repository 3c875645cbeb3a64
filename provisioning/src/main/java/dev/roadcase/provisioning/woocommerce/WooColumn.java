package dev.roadcase.provisioning.woocommerce;

import dev.roadcase.provisioning.sheet.Heading;
import java.util.List;

/**
 * The columns that are read, as an English shop exports them, American or British. Attributes have
 * columns of their own, numbered: {@link Attributes}.
 */
public enum WooColumn implements Heading {
  ID("ID"),
  TYPE("Type"),
  SKU("SKU"),
  NAME("Name"),
  PUBLISHED("Published"),
  VISIBILITY("Visibility in catalog"),
  SHORT_DESCRIPTION("Short description"),
  DESCRIPTION("Description"),
  SALE_STARTS("Date sale price starts"),
  SALE_ENDS("Date sale price ends"),
  TAX_STATUS("Tax status"),
  TAX_CLASS("Tax class"),
  IN_STOCK("In stock?"),
  STOCK("Stock"),
  BACKORDERS("Backorders allowed?"),
  SALE_PRICE("Sale price"),
  REGULAR_PRICE("Regular price"),
  TAGS("Tags"),
  IMAGES("Images"),
  PARENT("Parent"),
  POSITION("Position");

  private final String header;

  WooColumn(String header) {
    this.header = header;
  }

  @Override
  public List<String> headers() {
    // As British shops spell it, too; what is hidden there would be sold here otherwise.
    return this == VISIBILITY ? List.of(header, "Visibility in catalogue") : List.of(header);
  }
}
