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
import dev.roadcase.provisioning.woocommerce.TranslatedHeader;
import dev.roadcase.provisioning.woocommerce.WooColumn;
import dev.roadcase.provisioning.woocommerce.WooImport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kinds of files that a catalogue comes in. */
public enum Export {
  SHOPIFY("Shopify's export"),
  WOOCOMMERCE("WooCommerce's export"),
  PLAIN("a plain list");

  /** Within so many rows a header is looked for that stands below something else. */
  private static final int ROWS_ABOVE = 10;

  private final String called;

  Export(String called) {
    this.called = called;
  }

  /** Reads files of this kind as one. Never throws for what stands in them. */
  public Imported read(List<Sheet> sheets, Terms terms) {
    return read(sheets, terms, true);
  }

  private Imported read(List<Sheet> sheets, Terms terms, boolean announced) {
    return switch (this) {
      case SHOPIFY -> ProductImport.of(sheets, terms);
      case WOOCOMMERCE -> WooImport.of(sheets, terms);
      case PLAIN -> PlainImport.of(sheets, terms, announced);
    };
  }

  /** Reads a file of the kind that its header says. Never throws for what stands in it. */
  public static Imported readAny(Sheet sheet, Terms terms) {
    return readAny(List.of(sheet), terms);
  }

  /**
   * Reads files, all of the kind that their headers say, as one. Never throws for what stands in
   * them.
   */
  public static Imported readAny(List<Sheet> sheets, Terms terms) {
    List<Problem> problems = new ArrayList<>();
    List<Export> kinds = new ArrayList<>();
    for (Sheet sheet : sheets) {
      problems.addAll(sheet.problems());
      if (sheet.problems().isEmpty()) {
        of(sheet.header().cells()).ifPresentOrElse(kinds::add, () -> problems.add(unknown(sheet)));
      }
    }
    if (!problems.isEmpty()) {
      return Imported.refused(problems);
    }
    for (int i = 1; i < sheets.size(); i++) {
      if (kinds.get(i) != kinds.getFirst()) {
        problems.add(
            new Problem(
                sheets.get(i).name(),
                1,
                "",
                "is %s and \"%s\" is %s: files that are read together are of one kind"
                    .formatted(
                        kinds.get(i).called, sheets.getFirst().name(), kinds.getFirst().called)));
      }
    }
    return problems.isEmpty()
        ? kinds.getFirst().read(sheets, terms, false)
        : Imported.refused(problems);
  }

  /** What a header shows a file to be, of the kinds that are read. */
  static Optional<Export> of(List<String> header) {
    if (OtherShop.of(header).isPresent()) {
      return Optional.empty();
    }
    if (Columns.has(header, Column.HANDLE)
        && (Columns.has(header, Column.TITLE) || Columns.has(header, Column.PRICE))) {
      return Optional.of(SHOPIFY);
    }
    if (Columns.has(header, WooColumn.TYPE)
        && (Columns.has(header, WooColumn.REGULAR_PRICE)
            || (Columns.has(header, WooColumn.PARENT) && !TranslatedHeader.is(header)))) {
      return Optional.of(WOOCOMMERCE);
    }
    if (Columns.has(header, PlainColumn.TITLE) && Columns.has(header, PlainColumn.PRICE)) {
      return Optional.of(PLAIN);
    }
    return Optional.empty();
  }

  private static Problem unknown(Sheet sheet) {
    return new Problem(sheet.name(), sheet.header().number(), "", whyUnknown(sheet));
  }

  private static String whyUnknown(Sheet sheet) {
    List<String> header = sheet.header().cells();
    Optional<OtherShop> shop = OtherShop.of(header);
    if (shop.isPresent()) {
      return "this is %s, which is not read here; make a list of it: %s"
          .formatted(shop.get().export(), PlainColumn.TO_MAKE_ONE);
    }
    if (TranslatedHeader.is(header)) {
      return "this is WooCommerce's export with translated headers, which must be made in English:"
          + " set the language of your profile in WordPress to English, and export again";
    }
    Optional<Long> below = headerBelow(sheet);
    if (below.isPresent()) {
      return "the header stands in line %d, and must be the first line: delete what is above it"
          .formatted(below.get());
    }
    return "the header is not known: Shopify's has Handle, WooCommerce's has Type and Regular"
        + " price (in English); "
        + PlainColumn.TO_MAKE_ONE
        + (header.size() == 1
            ? "; columns are parted by commas, semicolons, tabs or bars, and this line has none"
            : "");
  }

  /** Where a header stands that has a title or so above it. */
  private static Optional<Long> headerBelow(Sheet sheet) {
    List<Long> found = new ArrayList<>();
    int[] looked = {0};
    // What ends the reading is told once the header is where it should be.
    Optional<Problem> unused =
        sheet.lines(line -> {
          if (of(line.cells().stream().map(String::strip).toList()).isPresent()) {
            found.add(line.number());
          }
          looked[0]++;
          return found.isEmpty() && looked[0] < ROWS_ABOVE;
        });
    return unused.isPresent() ? Optional.empty() : found.stream().findFirst();
  }
}
