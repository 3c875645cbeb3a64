package dev.roadcase.provisioning.plain;

import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.MadeSku;
import dev.roadcase.provisioning.catalogue.Notes;
import dev.roadcase.provisioning.catalogue.Reading;
import dev.roadcase.provisioning.catalogue.Shot;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.catalogue.Variant;
import dev.roadcase.provisioning.sheet.Columns;
import dev.roadcase.provisioning.sheet.Problem;
import dev.roadcase.provisioning.sheet.Row;
import dev.roadcase.provisioning.sheet.Sheet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns a price list into items: a row is an item; rows of one product are its variants. */
public final class PlainImport {
  /** An element's tag or its end. */
  private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^<>]*>");

  private final Terms terms;
  private final Reading<PlainColumn> reading;
  private final Columns<PlainColumn> columns;
  private final Map<String, String> products = new HashMap<>();
  private final Map<String, String> handles = new HashMap<>();

  private PlainImport(List<Sheet> sheets, Terms terms) {
    this.terms = terms;
    this.columns =
        Columns.of(
            sheets,
            PlainColumn.class,
            List.of(PlainColumn.SKU, PlainColumn.TITLE, PlainColumn.PRICE),
            PlainColumn.TO_MAKE_ONE);
    this.reading = new Reading<>(columns, PlainColumn.SKU, terms);
  }

  /**
   * Reads a list, in one file or several. Never throws for what stands in it.
   *
   * @param announced whether it was said to be a plain list. One that was not, and has columns that
   *     change what is sold and for how much, is refused: it may be another shop's export.
   */
  public static Imported of(List<Sheet> sheets, Terms terms, boolean announced) {
    PlainImport list = new PlainImport(sheets, terms);
    List<String> foreign = announced ? List.of() : UnknownColumns.foreign(list.columns.unread());
    return foreign.isEmpty()
        ? list.run()
        : Imported.refused(new Problem(1, "", UnknownColumns.refusal(foreign)));
  }

  private Imported run() {
    for (Row<PlainColumn> row : reading.rows()) {
      if (reading.full()) {
        break;
      }
      item(row);
    }
    return reading.done(products.size(), UnknownColumns.hints(columns.unread()));
  }

  private void item(Row<PlainColumn> row) {
    Optional<String> title = reading.title(row, PlainColumn.TITLE, row.get(PlainColumn.SKU));
    String product = product(row);
    List<String> options = options(row, product);
    Optional<Sku> sku = reading.sku(row, PlainColumn.SKU, product, options);
    Optional<Money> price = price(row);
    Optional<String> taxClass = taxClass(row, sku);
    Optional<Stock> stock = stock(row, sku);
    if (title.isEmpty() || !isNamed(row, product, title.get())) {
      return;
    }
    reading.sell(
        row,
        PlainColumn.OPTIONS,
        new Variant(
            product,
            title.get(),
            options,
            reading.description(lines(row.get(PlainColumn.DESCRIPTION)), product),
            sku,
            price,
            taxClass,
            stock),
        shots(row));
  }

  /** The lines of a cell that is no HTML are the reader's: a list in it stays one. */
  private static String lines(String cell) {
    return TAG.matcher(cell).find() ? cell : cell.replaceAll("\\R", "<br>");
  }

  /** One product, one name: a till shows the title once, and the options below it. */
  private boolean isNamed(Row<PlainColumn> row, String product, String title) {
    String name = products.putIfAbsent(product, title);
    if (name == null || name.equals(title)) {
      return true;
    }
    reading.problem(
        row,
        PlainColumn.TITLE,
        "\"%s\" has the product \"%s\", which is \"%s\" further up: write one title for both, or another product"
            .formatted(Reading.shown(title), product, Reading.shown(name)));
    return false;
  }

  private String product(Row<PlainColumn> row) {
    String named = Reading.clean(row.get(PlainColumn.PRODUCT));
    return named.isEmpty() ? handle(Reading.clean(row.get(PlainColumn.TITLE))) : named;
  }

  /** One product for each title: Kombucha and Kombucha+ would have one name otherwise. */
  private String handle(String title) {
    String handle = MadeSku.of(title, List.of());
    return handles.computeIfAbsent(handle, h -> title).equals(title)
        ? handle
        : MadeSku.other(title, List.of());
  }

  private List<String> options(Row<PlainColumn> row, String product) {
    return parts(reading.text(row.get(PlainColumn.OPTIONS), product), "\\||\\s/\\s").toList();
  }

  private static List<Shot> shots(Row<PlainColumn> row) {
    String alt = Reading.clean(row.get(PlainColumn.ALT));
    return parts(row.get(PlainColumn.IMAGES), "[|\\n]|(?<!\\\\),")
        .map(name -> new Shot(name.replace("\\,", ","), alt))
        .toList();
  }

  private static Stream<String> parts(String cell, String between) {
    return Arrays.stream(cell.split(between, -1))
        .map(Reading::clean)
        .filter(Predicate.not(String::isEmpty));
  }

  private Optional<Money> price(Row<PlainColumn> row) {
    String currency = row.get(PlainColumn.CURRENCY);
    if (!currency.isEmpty() && !currency.equalsIgnoreCase(terms.currency().getCurrencyCode())) {
      reading.problem(
          row,
          PlainColumn.CURRENCY,
          "%s is not the currency of this pack, which is %s (--currency)"
              .formatted(reading.quoted(row, PlainColumn.CURRENCY), terms.currency()));
      return Optional.empty();
    }
    if (!row.has(PlainColumn.PRICE)) {
      reading.problem(row, PlainColumn.PRICE, "is blank: write 0 if it costs nothing");
      return Optional.empty();
    }
    return reading.price(row, PlainColumn.PRICE);
  }

  private Optional<Stock> stock(Row<PlainColumn> row, Optional<Sku> sku) {
    return row.has(PlainColumn.STOCK)
        ? reading.pieces(row, PlainColumn.STOCK).map(pieces -> reading.counted(pieces, sku))
        : Optional.of(reading.untracked(Notes.Kind.NOT_TRACKED, sku));
  }

  private Optional<String> taxClass(Row<PlainColumn> row, Optional<Sku> sku) {
    String written = row.get(PlainColumn.TAX);
    String name = written.toLowerCase(Locale.ROOT);
    if (name.isEmpty() || name.equals(Terms.STANDARD)) {
      return Optional.of(Terms.STANDARD);
    }
    if (name.equals(Terms.NONE)) {
      sku.ifPresent(s -> reading.note(Notes.Kind.NOT_TAXABLE, s.value()));
      return Optional.of(name);
    }
    Optional<String> known = reading.taxClass(written);
    if (known.isEmpty()) {
      reading.problem(row, PlainColumn.TAX, reading.noTaxClass(written));
    }
    return known;
  }
}
