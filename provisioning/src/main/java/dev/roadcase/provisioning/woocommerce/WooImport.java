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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns one export into items. A simple product is an item, a variation is one; a variable product
 * is what its variations share, wherever in the file they stand.
 */
public final class WooImport {
  private final Terms terms;
  private final Reading<WooColumn> reading;
  private final Attributes attributes;
  private final Set<String> handles = new HashSet<>();
  private final Map<String, String> descriptions = new HashMap<>();

  private WooImport(Sheet sheet, Terms terms) {
    this.terms = terms;
    this.reading =
        new Reading<>(
            Columns.of(
                sheet,
                WooColumn.class,
                List.of(WooColumn.TYPE, WooColumn.NAME, WooColumn.REGULAR_PRICE),
                "this is not WooCommerce's product export in English"),
            terms);
    this.attributes = new Attributes(sheet);
  }

  /** Reads an export. Never throws for what stands in it. */
  public static Imported of(Sheet sheet, Terms terms) {
    return new WooImport(sheet, terms).run();
  }

  private Imported run() {
    int sold = 0;
    for (Product product : products()) {
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
        }
      }
    }
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
    String named = row.get(WooColumn.PARENT);
    Product parent =
        named.regionMatches(true, 0, "id:", 0, 3)
            ? byId.get(named.substring(3).strip())
            : bySku.get(named);
    if (parent == null) {
      reading.problem(
          row,
          WooColumn.PARENT,
          named.isEmpty()
              ? "is blank: a variation names its product, by SKU or as id:123"
              : reading.quoted(row, WooColumn.PARENT) + " is no product of this file");
    } else if (!parent.variable) {
      reading.problem(
          row,
          WooColumn.PARENT,
          "%s in line %d is no variable product"
              .formatted(reading.quoted(row, WooColumn.PARENT), parent.row.line()));
      return Optional.empty();
    }
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
    boolean hidden = row.get(WooColumn.VISIBILITY).equalsIgnoreCase("hidden");
    switch (Reading.unescaped(row.get(WooColumn.PUBLISHED))) {
      case "", "1" -> {}
      case "0" -> hidden = true;
      case "-1" -> {
        reading.note(Notes.Kind.DRAFT, product.handle);
        return false;
      }
      default -> {
        reading.problem(
            row,
            WooColumn.PUBLISHED,
            reading.quoted(row, WooColumn.PUBLISHED) + " is not 1, 0 or -1");
        return false;
      }
    }
    if (hidden && !terms.unpublishedToo()) {
      reading.note(Notes.Kind.UNPUBLISHED, product.handle);
      return false;
    }
    return true;
  }

  // Variations

  private void variations(Product product, String title) {
    Map<String, String> shared = attributes.of(product.row);
    Optional<Shares> shares = shares(product);
    for (Row<WooColumn> row : product.variations) {
      String published = Reading.unescaped(row.get(WooColumn.PUBLISHED));
      if (published.equals("0") || published.equals("-1")) {
        reading.note(Notes.Kind.DISABLED, name(row, product));
      } else {
        item(product, row, title, options(product, row, shared), shares);
      }
    }
  }

  private List<String> options(Product product, Row<WooColumn> row, Map<String, String> ofProduct) {
    Map<String, String> own = attributes.of(row);
    List<String> options = new ArrayList<>();
    boolean open = false;
    for (String attribute : Attributes.order(ofProduct, own)) {
      String value =
          reading.text(
              WooText.words(WooText.plain(own.getOrDefault(attribute, ""))), product.handle);
      open |= value.isEmpty();
      if (!value.isEmpty()) {
        options.add(value);
      }
    }
    if (open) {
      reading.note(Notes.Kind.ANY_OPTION, name(row, product));
    }
    return List.copyOf(options);
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
            .filter(row -> row.get(WooColumn.STOCK).equalsIgnoreCase("parent"))
            .filter(row -> row.has(WooColumn.REGULAR_PRICE) || row.has(WooColumn.SALE_PRICE))
            .filter(row ->
                row.get(WooColumn.PUBLISHED).isEmpty() || row.get(WooColumn.PUBLISHED).equals("1"))
            .count();
    if (takers == 0 || !product.row.has(WooColumn.STOCK)) {
      return Optional.empty();
    }
    return reading
        .pieces(product.row, WooColumn.STOCK)
        .map(pieces -> new Shares(Math.max(0, pieces), (int) takers));
  }

  private Optional<Stock> stock(Row<WooColumn> row, Optional<Sku> sku, Optional<Shares> shares) {
    String text = row.get(WooColumn.STOCK);
    switch (row.get(WooColumn.BACKORDERS).toLowerCase(Locale.ROOT)) {
      case "", "0", "no" -> {}
      case "1", "yes", "notify" -> {
        return Optional.of(reading.untracked(Notes.Kind.CONTINUES, sku));
      }
      default -> {
        reading.problem(
            row,
            WooColumn.BACKORDERS,
            reading.quoted(row, WooColumn.BACKORDERS) + " is not 0, 1 or notify");
        return Optional.empty();
      }
    }
    if (text.equalsIgnoreCase("parent") && shares.isPresent()) {
      sku.ifPresent(s -> reading.note(Notes.Kind.SHARED_STOCK, s.value()));
      return Optional.of(reading.counted(shares.get().next(), sku));
    }
    if (text.isEmpty() || text.equalsIgnoreCase("parent")) {
      return Optional.of(uncounted(row, sku));
    }
    return reading.pieces(row, WooColumn.STOCK).map(pieces -> reading.counted(pieces, sku));
  }

  /** The shop does not count it, but may have said that there is none. */
  private Stock uncounted(Row<WooColumn> row, Optional<Sku> sku) {
    if (row.get(WooColumn.IN_STOCK).equals("0")) {
      sku.ifPresent(s -> reading.note(Notes.Kind.OUT_OF_STOCK, s.value()));
      return reading.counted(0, Optional.empty());
    }
    return reading.untracked(Notes.Kind.NOT_TRACKED, sku);
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
      return reading.taggedClass(product.row, WooColumn.TAGS, row.line() == firstLine(product));
    }
    // reduced-rate is called reduced by most who type it.
    for (String spelt : List.of(name, name.replaceFirst("-rate$", ""))) {
      if (terms.taxClasses().contains(spelt)) {
        return Optional.of(spelt);
      }
    }
    if (name.equals("zero-rate") || name.equals(Terms.NONE)) {
      return none(sku);
    }
    if (!inherits || row.line() == firstLine(product)) {
      reading.problem(
          from,
          WooColumn.TAX_CLASS,
          "%s is a tax class without a rate: give --tax-class %s=RATE"
              .formatted(reading.quoted(from, WooColumn.TAX_CLASS), Reading.shown(name)));
    }
    return Optional.empty();
  }

  /** Where a problem of the whole product is told, once. */
  private static long firstLine(Product product) {
    return product.variable ? product.variations.getFirst().line() : product.row.line();
  }

  private Optional<String> none(Optional<Sku> sku) {
    sku.ifPresent(s -> reading.note(Notes.Kind.NOT_TAXABLE, s.value()));
    return Optional.of(Terms.NONE);
  }
}
