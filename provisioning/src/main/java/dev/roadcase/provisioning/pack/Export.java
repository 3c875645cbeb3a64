package dev.roadcase.provisioning.pack;

import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.plain.PlainColumn;
import dev.roadcase.provisioning.plain.PlainImport;
import dev.roadcase.provisioning.sheet.Columns;
import dev.roadcase.provisioning.sheet.Problem;
import dev.roadcase.provisioning.sheet.Sheet;
import dev.roadcase.provisioning.shopify.Column;
import dev.roadcase.provisioning.shopify.ProductImport;
import dev.roadcase.provisioning.woocommerce.WooColumn;
import dev.roadcase.provisioning.woocommerce.WooImport;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of files that a catalogue comes in. */
public enum Export {
  SHOPIFY,
  WOOCOMMERCE,
  PLAIN;

  /** Reads a file of this kind. Never throws for what stands in it. */
  public Imported read(Sheet sheet, Terms terms) {
    return switch (this) {
      case SHOPIFY -> ProductImport.of(sheet, terms);
      case WOOCOMMERCE -> WooImport.of(sheet, terms);
      case PLAIN -> PlainImport.of(sheet, terms);
    };
  }

  /** Reads a file of the kind that its header says. Never throws for what stands in it. */
  public static Imported readAny(Sheet sheet, Terms terms) {
    if (sheet.header().cells().isEmpty()) {
      return refused(sheet.problems());
    }
    return of(sheet)
        .map(export -> export.read(sheet, terms))
        .orElseGet(() -> refused(List.of(unknown(sheet))));
  }

  /** What a header shows a file to be. */
  static Optional<Export> of(Sheet sheet) {
    if (Columns.has(sheet, Column.HANDLE)) {
      return Optional.of(SHOPIFY);
    }
    if (Columns.has(sheet, WooColumn.TYPE)
        && (Columns.has(sheet, WooColumn.REGULAR_PRICE) || Columns.has(sheet, WooColumn.PARENT))) {
      return Optional.of(WOOCOMMERCE);
    }
    if (Columns.has(sheet, PlainColumn.TITLE) && Columns.has(sheet, PlainColumn.PRICE)) {
      return Optional.of(PLAIN);
    }
    return Optional.empty();
  }

  private static Problem unknown(Sheet sheet) {
    // WooCommerce translates its headers into the language of whoever exports.
    boolean translated = sheet.header().cells().size() >= 25;
    return new Problem(
        sheet.header().number(),
        "",
        "the header is not known: Shopify's has Handle, WooCommerce's has Type and Regular price, a"
            + " plain list has sku,title,price"
            + (translated
                ? "; an export with translated headers must be made in English: set the language of"
                    + " your profile in WordPress to English, and export again"
                : "; --format says which it is"));
  }

  private static Imported refused(List<Problem> problems) {
    return new Imported(List.of(), 0, Map.of(), List.of(), problems);
  }
}
