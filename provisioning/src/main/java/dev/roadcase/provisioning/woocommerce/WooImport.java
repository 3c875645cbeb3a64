package dev.roadcase.provisioning.woocommerce;

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
import dev.roadcase.provisioning.sheet.Row;
import dev.roadcase.provisioning.sheet.Sheet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Turns one export into items. A simple product is an item, a variation is one; a variable product
 * is what its variations share, wherever in the file they stand.
 */
public final class WooImport {
  /** The exporter writes 1, 0 and backorder; the shop's API, and what is made of it, the words. */
  private static final Set<String> IN_STOCK = Set.of("", "instock", "in stock");

  private static final Set<String> OUT_OF_STOCK = Set.of("outofstock", "out of stock");
  private static final Set<String> ON_BACKORDER =
      Set.of("backorder", "onbackorder", "on backorder");

  private final Terms terms;
  private final Reading<WooColumn> reading;
  private final Attributes attributes;
  private final Set<String> handles = new HashSet<>();
  private final Map<String, String> descriptions = new HashMap<>();

  private WooImport(List<Sheet> sheets, Terms terms) {
    this.terms = terms;
    Columns<WooColumn> columns =
        Columns.of(
            sheets,
            WooColumn.class,
            List.of(WooColumn.TYPE, WooColumn.NAME, WooColumn.REGULAR_PRICE),
            "this is not WooCommerce's product export in English",
            Attributes::is);
    this.reading = new Reading<>(columns, WooColumn.SKU, terms);
    this.attributes = new Attributes(columns.more());
  }

  /** Reads an export, in one file or several. Never throws for what stands in it. */
  public static Imported of(List<Sheet> sheets, Terms terms) {
    return new WooImport(sheets, terms).run();
  }

  private Imported run() {
    int sold = 0;
    for (Product product : products()) {
      if (reading.full()) {
        break;
      }
      if (!onSale(product)) {
        continue;
      }
      Optional<String> title =
          reading.title(
              product.row,
              WooColumn.NAME,
              product.handle,
              WooText.words(product.row.get(WooColumn.NAME)));
      if (title.isEmpty()) {
        continue;
      }
      sold++;
      if (product.variable) {
        variations(product, title.get());
      } else {
        item(product, product.row, title.get(), List.of(), Optional.empty());
      }
    }
    return reading.done(sold, List.of());
  }

  // Products

  /**
   * A row that stands for itself, and the variations that name it as their parent.
   *
   * @param variable whether it is sold by its variations only
   */
  private record Product(
      Row<WooColumn> row, String handle, boolean variable, List<Row<WooColumn>> variations) {}

  private List<Product> products() {
    Map<String, Product> byId = new HashMap<>();
    Map<String, Product> bySku = new HashMap<>();
    Map<String, Product> byLowerSku = new HashMap<>();
    List<Product> products = new ArrayList<>();
    for (Row<WooColumn> row : reading.rows()) {
      if (!types(row).contains("variation")) {
        Product product =
            new Product(row, handle(row), types(row).contains("variable"), new ArrayList<>());
        products.add(product);
        if (row.has(WooColumn.ID)) {
          byId.put(row.get(WooColumn.ID), product);
        }
        if (row.has(WooColumn.SKU)) {
          bySku.putIfAbsent(row.get(WooColumn.SKU), product);
          // The shop's database does not know upper from lower case.
          byLowerSku.putIfAbsent(row.get(WooColumn.SKU).toLowerCase(Locale.ROOT), product);
        }
      }
    }
    byLowerSku.forEach((sku, product) -> bySku.putIfAbsent(sku, product));
    // Only now: a variation may stand before its product.
    for (Row<WooColumn> row : reading.rows()) {
      if (types(row).contains("variation")) {
        parent(row, byId, bySku).ifPresent(product -> product.variations.add(row));
      }
    }
    return products;
  }

  private Optional<Product> parent(
      Row<WooColumn> row, Map<String, Product> byId, Map<String, Product> bySku) {
    String named = Reading.unescaped(row.get(WooColumn.PARENT));
    Product parent =
        named.regionMatches(true, 0, "id:", 0, 3)
            ? byId.get(named.substring(3).strip())
            : bySku.getOrDefault(named, bySku.get(named.toLowerCase(Locale.ROOT)));
    if (parent == null) {
      reading.problem(
          row,
          WooColumn.PARENT,
          named.isEmpty()
              ? "is blank: a variation names its product, by SKU or as id:123"
              : reading.quoted(row, WooColumn.PARENT) + " is no product of this file");
    } else if (!parent.variable && types(parent.row).contains("simple")) {
      reading.problem(
          row,
          WooColumn.PARENT,
          "%s in %s is no variable product"
              .formatted(reading.quoted(row, WooColumn.PARENT), parent.row.where()));
      return Optional.empty();
    }
    // Of a product that a stall does not sell, the variations are left out with it.
    return Optional.ofNullable(parent);
  }

  /** WooCommerce exports no handle; one is made of the name, and stays apart by the id. */
  private String handle(Row<WooColumn> row) {
    String slug = MadeSku.slug(WooText.words(row.get(WooColumn.NAME)));
    String id = row.has(WooColumn.ID) ? row.get(WooColumn.ID) : "line-" + row.line();
    String made = slug.isEmpty() ? "product-" + id : slug;
    String handle = made.length() > 100 ? made.substring(0, 100) : made;
    return handles.add(handle) ? handle : handle + "-" + id;
  }

  private static Set<String> types(Row<WooColumn> row) {
    Set<String> types = new HashSet<>();
    for (String type : row.get(WooColumn.TYPE).toLowerCase(Locale.ROOT).split(",", -1)) {
      types.add(type.strip());
    }
    return types;
  }

  /** Whether a product is for sale here; if not, it is noted why. */
  private boolean onSale(Product product) {
    Set<String> types = types(product.row);
    if (types.contains("grouped")) {
      reading.note(Notes.Kind.GROUPED, product.handle);
      return false;
    }
    if (types.contains("external")) {
      reading.note(Notes.Kind.EXTERNAL, product.handle);
      return false;
    }
    if (!types.contains("simple") && !product.variable) {
      reading.note(Notes.Kind.OTHER_TYPE, product.handle);
      return false;
    }
    if (!published(product)) {
      return false;
    }
    if (product.variable && product.variations.isEmpty()) {
      reading.note(Notes.Kind.NO_VARIANTS, product.handle);
      return false;
    }
    return true;
  }

  private boolean published(Product product) {
    Row<WooColumn> row = product.row;
    Optional<Published> published = publication(row);
    if (published.isEmpty()) {
      return false;
    }
    Optional<Notes.Kind> why =
        switch (published.get()) {
          case YES ->
              row.get(WooColumn.VISIBILITY).equalsIgnoreCase("hidden")
                  ? Optional.of(Notes.Kind.UNPUBLISHED)
                  : Optional.empty();
          case PRIVATELY -> Optional.of(Notes.Kind.UNPUBLISHED);
          case DRAFT -> Optional.of(Notes.Kind.DRAFT);
          case PENDING -> Optional.of(Notes.Kind.PENDING);
        };
    boolean taken =
        why.isEmpty() || (why.get() == Notes.Kind.UNPUBLISHED && terms.unpublishedToo());
    if (!taken) {
      reading.note(why.get(), product.handle);
    }
    return taken;
  }

  /** Whether the shop shows a row. */
  private enum Published {
    YES,
    PRIVATELY,
    DRAFT,
    PENDING
  }

  private Optional<Published> publication(Row<WooColumn> row) {
    Optional<Published> published = published(row);
    if (published.isEmpty()) {
      reading.problem(
          row,
          WooColumn.PUBLISHED,
          reading.quoted(row, WooColumn.PUBLISHED) + " is not 1, 0, -1 or 2");
    }
    return published;
  }

  private static Optional<Published> published(Row<WooColumn> row) {
    return switch (Reading.unescaped(row.get(WooColumn.PUBLISHED))) {
      case "", "1" -> Optional.of(Published.YES);
      case "0" -> Optional.of(Published.PRIVATELY);
      case "-1" -> Optional.of(Published.DRAFT);
      case "2" -> Optional.of(Published.PENDING);
      default -> Optional.empty();
    };
  }

  // Variations

  private void variations(Product product, String title) {
    Map<String, String> shared = attributes.of(product.row);
    Optional<Shares> shares = shares(product);
    Map<Row<WooColumn>, List<Option>> sold = new LinkedHashMap<>();
    for (Row<WooColumn> row : product.variations) {
      Optional<Published> published = publication(row);
      if (published.isPresent() && published.get() == Published.YES) {
        sold.put(row, options(product, row, shared));
      } else if (published.isPresent()) {
        reading.note(Notes.Kind.DISABLED, name(row, product));
      }
    }
    Set<List<String>> seen = new HashSet<>();
    Set<List<String>> again = new HashSet<>();
    sold.values().stream().map(WooImport::values).filter(v -> !seen.add(v)).forEach(again::add);
    sold.forEach((row, options) -> {
      List<String> values = values(options);
      // Waist 30 of any length, and any waist of length 30, are told apart by the names alone.
      boolean told =
          again.contains(values) && options.stream().anyMatch(option -> option.value.isEmpty());
      item(product, row, title, told ? named(options) : values, shares);
    });
  }

  /** What a variation says of one attribute; nothing where any will do. */
  private record Option(String name, String value) {}

  private static List<String> values(List<Option> options) {
    return options.stream().map(Option::value).filter(value -> !value.isEmpty()).toList();
  }

  private static List<String> named(List<Option> options) {
    return options.stream()
        .filter(option -> !option.value.isEmpty())
        .map(option -> option.name + " " + option.value)
        .toList();
  }

  private List<Option> options(Product product, Row<WooColumn> row, Map<String, String> ofProduct) {
    Map<String, String> own = attributes.of(row);
    Map<String, String> values = Attributes.byName(own);
    List<Option> options = new ArrayList<>();
    for (String attribute :
        Attributes.order(Attributes.byName(ofProduct).keySet(), values.keySet())) {
      String written =
          Stream.concat(ofProduct.keySet().stream(), own.keySet().stream())
              .filter(attribute::equalsIgnoreCase)
              .findFirst()
              .orElse(attribute);
      options.add(
          new Option(
              written,
              reading.text(
                  WooText.words(WooText.plain(values.getOrDefault(attribute, ""))),
                  product.handle)));
    }
    if (options.stream().anyMatch(option -> option.value.isEmpty())) {
      reading.note(Notes.Kind.ANY_OPTION, name(row, product));
    }
    return options;
  }

  private static String name(Row<WooColumn> row, Product product) {
    return row.has(WooColumn.SKU)
        ? row.get(WooColumn.SKU)
        : product.handle + (row.has(WooColumn.ID) ? " (id " + row.get(WooColumn.ID) + ")" : "");
  }

  private void item(
      Product product,
      Row<WooColumn> row,
      String title,
      List<String> options,
      Optional<Shares> shares) {
    if (!row.has(WooColumn.REGULAR_PRICE) && !row.has(WooColumn.SALE_PRICE)) {
      reading.note(Notes.Kind.NO_PRICE, name(row, product));
      return;
    }
    Optional<Sku> sku = reading.sku(row, WooColumn.SKU, product.handle, options);
    reading.sell(
        row,
        WooColumn.NAME,
        new Variant(
            product.handle,
            title,
            options,
            description(product),
            sku,
            price(row, sku),
            taxClass(product, row, sku),
            stock(row, sku, shares)),
        shots(product, row));
  }

  private String description(Product product) {
    return descriptions.computeIfAbsent(
        product.handle,
        handle -> {
          String cell =
              product.row.has(WooColumn.DESCRIPTION)
                  ? product.row.get(WooColumn.DESCRIPTION)
                  : product.row.get(WooColumn.SHORT_DESCRIPTION);
          return reading.description(WooText.html(cell), handle);
        });
  }

  /** Its own pictures, or its product's. */
  private static List<Shot> shots(Product product, Row<WooColumn> row) {
    List<String> own = WooText.list(row.get(WooColumn.IMAGES));
    List<String> all = own.isEmpty() ? WooText.list(product.row.get(WooColumn.IMAGES)) : own;
    return all.stream().map(url -> new Shot(url, "")).toList();
  }

  // Prices

  private Optional<Money> price(Row<WooColumn> row, Optional<Sku> sku) {
    Optional<Money> regular =
        row.has(WooColumn.REGULAR_PRICE)
            ? reading.price(row, WooColumn.REGULAR_PRICE)
            : Optional.empty();
    if (!row.has(WooColumn.SALE_PRICE)) {
      return regular;
    }
    Optional<Money> sale = reading.price(row, WooColumn.SALE_PRICE);
    Optional<SaleDays> days = saleDays(row);
    if (sale.isEmpty() || days.isEmpty()) {
      return Optional.empty();
    }
    if (!row.has(WooColumn.REGULAR_PRICE)) {
      return sale;
    }
    // As in the shop: a sale that is not cheaper is none.
    if (regular.isEmpty() || sale.get().minor() >= regular.get().minor()) {
      return regular;
    }
    boolean now = days.get().contain(terms.on());
    sku.ifPresent(
        s -> reading.note(now ? Notes.Kind.SALE_PRICE : Notes.Kind.SALE_NOT_NOW, s.value()));
    return now ? sale : regular;
  }

  private Optional<SaleDays> saleDays(Row<WooColumn> row) {
    WooColumn reads = WooColumn.SALE_STARTS;
    try {
      var first = SaleDays.day(row.get(reads));
      reads = WooColumn.SALE_ENDS;
      return Optional.of(new SaleDays(first, SaleDays.day(row.get(reads))));
    } catch (IllegalArgumentException e) {
      reading.problem(row, reads, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  // Stock

  /** What a product's variations have together: each gets its share, so that none is sold twice. */
  private static final class Shares {
    private long left;
    private int takers;

    Shares(long pieces, int takers) {
      this.left = pieces;
      this.takers = takers;
    }

    long next() {
      long share = takers == 0 ? 0 : Math.ceilDiv(left, takers);
      left -= share;
      takers--;
      return share;
    }
  }

  private Optional<Shares> shares(Product product) {
    long takers =
        product.variations.stream()
            .filter(WooImport::sharesStock)
            .filter(row -> row.has(WooColumn.REGULAR_PRICE) || row.has(WooColumn.SALE_PRICE))
            .filter(row -> published(row).equals(Optional.of(Published.YES)))
            .filter(row -> !isOutOfStock(row) && !isOnBackorder(row))
            .count();
    if (takers == 0 || !product.row.has(WooColumn.STOCK)) {
      return Optional.empty();
    }
    return reading
        .pieces(product.row, WooColumn.STOCK)
        .map(pieces ->
            new Shares(isOutOfStock(product.row) ? 0 : Math.max(0, pieces), (int) takers));
  }

  /** Its product counts for it; older shops leave the cell blank then. */
  private static boolean sharesStock(Row<WooColumn> row) {
    String stock = row.get(WooColumn.STOCK);
    return stock.isEmpty() || stock.equalsIgnoreCase("parent");
  }

  private static boolean isOutOfStock(Row<WooColumn> row) {
    return OUT_OF_STOCK.contains(inStock(row)) || Reading.isFalse(inStock(row));
  }

  private static boolean isOnBackorder(Row<WooColumn> row) {
    return Set.of("1", "yes", "notify").contains(backorders(row))
        || ON_BACKORDER.contains(inStock(row));
  }

  private static String inStock(Row<WooColumn> row) {
    return row.get(WooColumn.IN_STOCK).toLowerCase(Locale.ROOT);
  }

  private static String backorders(Row<WooColumn> row) {
    return row.get(WooColumn.BACKORDERS).toLowerCase(Locale.ROOT);
  }

  private Optional<Stock> stock(Row<WooColumn> row, Optional<Sku> sku, Optional<Shares> shares) {
    if (!isOutOfStock(row)
        && !ON_BACKORDER.contains(inStock(row))
        && !IN_STOCK.contains(inStock(row))
        && !Reading.isTrue(inStock(row))) {
      reading.problem(
          row,
          WooColumn.IN_STOCK,
          reading.quoted(row, WooColumn.IN_STOCK) + " is not 1, 0 or backorder");
      return Optional.empty();
    }
    if (!Set.of("", "0", "no", "1", "yes", "notify").contains(backorders(row))) {
      reading.problem(
          row,
          WooColumn.BACKORDERS,
          reading.quoted(row, WooColumn.BACKORDERS) + " is not 0, 1 or notify");
      return Optional.empty();
    }
    Optional<Long> pieces =
        sharesStock(row) ? Optional.empty() : reading.pieces(row, WooColumn.STOCK);
    if (!sharesStock(row) && pieces.isEmpty()) {
      return Optional.empty();
    }
    if (isOutOfStock(row)) {
      return Optional.of(none(pieces, sku));
    }
    if (isOnBackorder(row)) {
      return Optional.of(reading.untracked(Notes.Kind.CONTINUES, sku));
    }
    if (pieces.isPresent()) {
      return Optional.of(reading.counted(pieces.get(), sku));
    }
    if (shares.isPresent()) {
      sku.ifPresent(s -> reading.note(Notes.Kind.SHARED_STOCK, s.value()));
      return Optional.of(reading.counted(shares.get().next(), sku));
    }
    return Optional.of(reading.untracked(Notes.Kind.NOT_TRACKED, sku));
  }

  /** The shop says that there is none, whether it counts it or not. */
  private Stock none(Optional<Long> pieces, Optional<Sku> sku) {
    long counted = pieces.orElse(0L);
    if (pieces.isEmpty() || counted > 0) {
      Notes.Kind why = pieces.isEmpty() ? Notes.Kind.OUT_OF_STOCK : Notes.Kind.STOCK_DISAGREES;
      sku.ifPresent(s -> reading.note(why, s.value()));
    }
    return reading.counted(Math.min(0, counted), sku);
  }

  // Tax

  private Optional<String> taxClass(Product product, Row<WooColumn> row, Optional<Sku> sku) {
    Row<WooColumn> says = row.has(WooColumn.TAX_STATUS) ? row : product.row;
    switch (says.get(WooColumn.TAX_STATUS).toLowerCase(Locale.ROOT)) {
      case "", "taxable" -> {}
      case "none", "shipping" -> {
        return none(sku);
      }
      default -> {
        reading.problem(
            says,
            WooColumn.TAX_STATUS,
            reading.quoted(says, WooColumn.TAX_STATUS) + " is not taxable, shipping or none");
        return Optional.empty();
      }
    }
    String own = row.get(WooColumn.TAX_CLASS).toLowerCase(Locale.ROOT);
    boolean inherits = own.isEmpty() || own.equals("parent");
    Row<WooColumn> from = inherits ? product.row : row;
    String name = from.get(WooColumn.TAX_CLASS).toLowerCase(Locale.ROOT);
    if (name.isEmpty() || name.equals(Terms.STANDARD)) {
      return reading.taggedClass(product.row, WooColumn.TAGS, row == firstRow(product));
    }
    // reduced-rate is called reduced by most who type it.
    Optional<String> known =
        reading.taxClass(name).or(() -> reading.taxClass(name.replaceFirst("[ -]rate$", "")));
    if (known.isPresent()) {
      return known;
    }
    if (name.equals("zero-rate") || name.equals(Terms.NONE)) {
      return none(sku);
    }
    if (!inherits || row == firstRow(product)) {
      reading.problem(from, WooColumn.TAX_CLASS, reading.noTaxClass(from.get(WooColumn.TAX_CLASS)));
    }
    return Optional.empty();
  }

  /** Where a problem of the whole product is told, once. */
  private static Row<WooColumn> firstRow(Product product) {
    return product.variable ? product.variations.getFirst() : product.row;
  }

  private Optional<String> none(Optional<Sku> sku) {
    sku.ifPresent(s -> reading.note(Notes.Kind.NOT_TAXABLE, s.value()));
    return Optional.of(Terms.NONE);
  }
}
