package dev.roadcase.provisioning.shopify;

import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.catalogue.Notes;
import dev.roadcase.provisioning.catalogue.Reading;
import dev.roadcase.provisioning.catalogue.Shot;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.catalogue.Variant;
import dev.roadcase.provisioning.sheet.Columns;
import dev.roadcase.provisioning.sheet.Row;
import dev.roadcase.provisioning.sheet.Sheet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Turns one export into items.
 *
 * <p>Rows with the same handle are one product; the first has what all share. A row with a price, a
 * SKU or an option's value is a variant; any other is an image's, unless its product has no other.
 */
public final class ProductImport {
  private static final List<Column> OPTIONS =
      List.of(Column.OPTION_1, Column.OPTION_2, Column.OPTION_3);

  private static final List<Column> OPTION_NAMES =
      List.of(Column.OPTION_1_NAME, Column.OPTION_2_NAME, Column.OPTION_3_NAME);

  private final Columns<Column> columns;
  private final Terms terms;
  private final Reading<Column> reading;

  private ProductImport(List<Sheet> sheets, Terms terms) {
    this.columns =
        Columns.of(
            sheets,
            Column.class,
            Column.required(),
            "this is not Shopify's product export",
            header -> header.toLowerCase(Locale.ROOT).startsWith("price /"));
    this.terms = terms;
    this.reading = new Reading<>(columns, Column.SKU, terms);
  }

  /** Reads the bytes of an export in UTF-8 or UTF-16. Never throws for what stands in them. */
  public static Imported of(byte[] csv, Terms terms) {
    return of(List.of(Sheet.read(csv, Optional.empty())), terms);
  }

  /** Reads an export, in one file or several. Never throws for what stands in it. */
  public static Imported of(List<Sheet> sheets, Terms terms) {
    return new ProductImport(sheets, terms).run();
  }

  private Imported run() {
    int sold = 0;
    for (Product product : products()) {
      if (reading.full()) {
        break;
      }
      Optional<String> title = onSale(product) ? title(product) : Optional.empty();
      if (title.isPresent()) {
        sold++;
        String description =
            reading.description(product.first.get(Column.DESCRIPTION), product.handle);
        List<Shot> shots = shots(product);
        product.variants.forEach(row -> variant(product, row, title.get(), description, shots));
      }
    }
    return reading.done(sold, told());
  }

  private List<Note> told() {
    List<Note> told = new ArrayList<>();
    if (reading.hasItems() && !columns.has(Column.QUANTITY)) {
      told.add(
          new Note(
              "no-quantity-column",
              "The file has no stock: Shopify leaves it out where a shop has several locations",
              List.of()));
    }
    if (hasMarketPrices()) {
      told.add(
          new Note(
              "market-prices",
              "Prices for single markets (columns \"Price / …\") are not used",
              List.of()));
    }
    return told;
  }

  private boolean hasMarketPrices() {
    return columns.rows().stream()
        .anyMatch(
            row -> IntStream.range(0, columns.more().size()).anyMatch(i -> !row.more(i).isBlank()));
  }

  // Products

  /**
   * One handle's rows.
   *
   * @param first the one that has what all share: it bears the title, wherever in the file it
   *     stands
   */
  private record Product(
      String handle, Row<Column> first, List<Row<Column>> variants, List<Row<Column>> images) {

    private Product(String handle, Row<Column> first) {
      this(handle, first, new ArrayList<>(), new ArrayList<>());
    }

    /** An option's name, which the first row has that has one; empty when none has. */
    private String called(Column name) {
      return Stream.concat(Stream.of(first), variants.stream())
          .map(row -> row.get(name))
          .filter(text -> !text.isEmpty())
          .findFirst()
          .orElse("");
    }
  }

  private List<Product> products() {
    Map<String, Product> products = new LinkedHashMap<>();
    for (Row<Column> row : reading.rows()) {
      // Upper and lower case are one handle to the shop.
      String handle = row.get(Column.HANDLE).toLowerCase(Locale.ROOT);
      Product known =
          products.computeIfAbsent(handle, h -> new Product(row.get(Column.HANDLE), row));
      if (handle.isEmpty()) {
        reading.problem(row, Column.HANDLE, "is blank: every row of an export names its product");
      } else if (row.has(Column.TITLE) && !known.first.has(Column.TITLE)) {
        // Sorted by some other column, a file has a product's first row anywhere among its rows.
        products.put(handle, new Product(known.handle, row, known.variants, known.images));
        add(row, known);
      } else {
        continued(known, row);
      }
    }
    products.remove("");
    products.values().stream()
        .filter(product -> product.variants.isEmpty())
        .forEach(product -> product.variants.add(product.first));
    return List.copyOf(products.values());
  }

  private void continued(Product product, Row<Column> row) {
    String title = row.get(Column.TITLE);
    if (!title.isEmpty() && !title.equals(product.first.get(Column.TITLE))) {
      reading.problem(
          row,
          Column.TITLE,
          "\""
              + Reading.shown(title)
              + "\" has the handle \""
              + product.handle
              + "\", which is \""
              + Reading.shown(product.first.get(Column.TITLE))
              + "\" in "
              + product.first.where()
              + ": one of the two needs a handle of its own");
      return;
    }
    add(row, product);
  }

  private static void add(Row<Column> row, Product product) {
    if (Stream.concat(OPTIONS.stream(), Stream.of(Column.PRICE, Column.SKU)).anyMatch(row::has)) {
      product.variants.add(row);
    }
    if (row.has(Column.IMAGE)) {
      product.images.add(row);
    }
  }

  /** Whether a product is for sale here; if not, it is noted why. */
  private boolean onSale(Product product) {
    Row<Column> row = product.first;
    Optional<Boolean> published = reading.truth(row, Column.PUBLISHED, true);
    Optional<Boolean> giftCard = reading.truth(row, Column.GIFT_CARD, false);
    switch (row.get(Column.STATUS).toLowerCase(Locale.ROOT)) {
      // Unlisted: on sale to whoever has the link; at the stall, everyone has.
      case "", "active", "unlisted" -> {}
      case "draft" -> {
        reading.note(Notes.Kind.DRAFT, product.handle);
        return false;
      }
      case "archived" -> {
        reading.note(Notes.Kind.ARCHIVED, product.handle);
        return false;
      }
      default -> {
        reading.problem(
            row,
            Column.STATUS,
            reading.quoted(row, Column.STATUS) + " is not active, unlisted, draft or archived");
        return false;
      }
    }
    if (published.isEmpty() || giftCard.isEmpty()) {
      return false;
    }
    if (giftCard.get()) {
      reading.note(Notes.Kind.GIFT_CARD, product.handle);
      return false;
    }
    if (!published.get() && !terms.unpublishedToo()) {
      reading.note(Notes.Kind.UNPUBLISHED, product.handle);
      return false;
    }
    return true;
  }

  private Optional<String> title(Product product) {
    return reading.title(product.first, Column.TITLE, product.handle);
  }

  // Variants

  private void variant(
      Product product, Row<Column> row, String title, String description, List<Shot> ofProduct) {
    requireItsPlaces(product, row);
    List<String> options = options(product, row);
    Optional<Sku> sku = reading.sku(row, Column.SKU, product.handle, options);
    reading.sell(
        row,
        Column.OPTION_1,
        new Variant(
            product.handle,
            title,
            options,
            description,
            sku,
            price(row),
            taxClass(product, row, sku),
            stock(row, sku)),
        shots(row, ofProduct));
  }

  /**
   * The shop goes by the place of an option, and reads no name behind a product's first. A row that
   * calls it by the name of another has its values in other columns: "Red / S" would stand beside
   * "S / Red".
   */
  private void requireItsPlaces(Product product, Row<Column> row) {
    for (Column name : OPTION_NAMES) {
      Optional<Column> other =
          OPTION_NAMES.stream()
              .filter(n -> n != name && row.has(name))
              .filter(n -> row.get(name).equalsIgnoreCase(product.called(n)))
              .findFirst();
      if (other.isPresent() && !row.get(name).equalsIgnoreCase(product.called(name))) {
        reading.problem(
            row,
            name,
            "%s is \"%s\" further up in \"%s\": move the values of this row to the columns that the product's first row has for them"
                .formatted(reading.quoted(row, name), columns.header(other.get()), product.handle));
        return;
      }
    }
  }

  private List<String> options(Product product, Row<Column> row) {
    String name = product.first.get(Column.OPTION_1_NAME);
    String value = row.get(Column.OPTION_1);
    boolean titled = name.equalsIgnoreCase("Title");
    // Shopify's way of saying that a product has no options; products of old say it by one word.
    if ((value.equalsIgnoreCase("Default Title") && (name.isEmpty() || titled))
        || (value.equalsIgnoreCase("Default") && titled)) {
      return List.of();
    }
    return OPTIONS.stream()
        .map(row::get)
        .map(option -> reading.text(option, product.handle))
        .filter(option -> !option.isEmpty())
        .toList();
  }

  private Optional<Money> price(Row<Column> row) {
    if (!row.has(Column.PRICE)) {
      reading.problem(
          row, Column.PRICE, "is blank: a variant has a price; write 0 if it costs nothing");
      return Optional.empty();
    }
    return reading.price(row, Column.PRICE);
  }

  /** A product's pictures in the shop's order. */
  private static List<Shot> shots(Product product) {
    return product.images.stream()
        .sorted(Comparator.comparingInt(ProductImport::position))
        .map(image -> new Shot(image.get(Column.IMAGE), image.get(Column.IMAGE_ALT)))
        .toList();
  }

  /** The variant's own picture first, then its product's. */
  private static List<Shot> shots(Row<Column> row, List<Shot> ofProduct) {
    if (!row.has(Column.VARIANT_IMAGE)) {
      return ofProduct;
    }
    String own = row.get(Column.VARIANT_IMAGE);
    // The product's list has the words for it.
    Shot first =
        ofProduct.stream().filter(shot -> shot.isOf(own)).findFirst().orElse(new Shot(own, ""));
    return Stream.concat(Stream.of(first), ofProduct.stream())
        .limit(Reading.SHOTS_MAX + 1L)
        .toList();
  }

  private static int position(Row<Column> image) {
    String text = image.get(Column.IMAGE_POSITION);
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
  }

  private Optional<Stock> stock(Row<Column> row, Optional<Sku> sku) {
    Optional<Boolean> continues = continues(row);
    Optional<Long> pieces =
        row.has(Column.QUANTITY) ? reading.pieces(row, Column.QUANTITY) : Optional.empty();
    if (continues.isEmpty() || (row.has(Column.QUANTITY) && pieces.isEmpty())) {
      return Optional.empty();
    }
    if (!row.has(Column.TRACKER)) {
      return Optional.of(reading.untracked(Notes.Kind.NOT_TRACKED, sku));
    }
    if (continues.get()) {
      return Optional.of(reading.untracked(Notes.Kind.CONTINUES, sku));
    }
    return Optional.of(
        pieces
            .map(n -> reading.counted(n, sku))
            .orElseGet(() -> reading.untracked(Notes.Kind.NO_QUANTITY, sku)));
  }

  private Optional<Boolean> continues(Row<Column> row) {
    return switch (row.get(Column.POLICY).toLowerCase(Locale.ROOT)) {
      case "continue", "true", "yes" -> Optional.of(true);
      case "", "deny", "false", "no" -> Optional.of(false);
      default -> {
        reading.problem(
            row, Column.POLICY, reading.quoted(row, Column.POLICY) + " is not deny or continue");
        yield Optional.empty();
      }
    };
  }

  private Optional<String> taxClass(Product product, Row<Column> row, Optional<Sku> sku) {
    Optional<Boolean> taxable = reading.truth(row, Column.TAXABLE, true);
    if (taxable.isEmpty()) {
      return Optional.empty();
    }
    if (!taxable.get()) {
      sku.ifPresent(s -> reading.note(Notes.Kind.NOT_TAXABLE, s.value()));
      return Optional.of(Terms.NONE);
    }
    // A tax code of some tax service is none of ours, and stays out of the way.
    String code = row.get(Column.TAX_CODE).toLowerCase(Locale.ROOT);
    Optional<String> known = reading.taxClass(code);
    return known.isPresent()
        ? known
        : reading.taggedClass(product.first, Column.TAGS, row == product.variants.getFirst());
  }
}
