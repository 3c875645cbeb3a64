package dev.roadcase.provisioning.shopify;

import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Turns one export into items.
 *
 * <p>Rows with the same handle are one product; the first has what all share. A row with a price, a
 * SKU or an option's value is a variant; any other is an image's, and passed over.
 */
public final class ProductImport {
  /** Longest description, characters; a till's screen shows less. */
  public static final int DESCRIPTION_MAX = 4_000;

  private static final int TITLE_MAX = 255;
  private static final int SKU_MAX = 64;
  private static final List<Column> OPTIONS =
      List.of(Column.OPTION_1, Column.OPTION_2, Column.OPTION_3);
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,12}(\\.0+)?");
  private static final String TAX_TAG = "tax:";

  private final Sheet sheet;
  private final Terms terms;
  private final List<Problem> problems;
  private final Notes notes = new Notes();
  private final List<Item> items = new ArrayList<>();
  private final Map<String, Long> skuLines = new HashMap<>();
  private final Map<String, String> descriptions = new HashMap<>();

  private ProductImport(Sheet sheet, Terms terms) {
    this.sheet = sheet;
    this.terms = terms;
    this.problems = new ArrayList<>(sheet.problems());
  }

  /** Reads the bytes of an export. Never throws for what stands in them. */
  public static Imported of(byte[] csv, Terms terms) {
    return new ProductImport(Sheet.read(csv), terms).run();
  }

  private Imported run() {
    int sold = 0;
    for (Product product : products()) {
      if (onSale(product)) {
        sold++;
        product.variants.forEach(row -> variant(product, row));
      }
    }
    if (problems.isEmpty() && items.isEmpty()) {
      problems.add(
          new Problem(
              0, "", sold == 0 ? "no product is left to sell" + leftOut() : "there is no product"));
    }
    problems.sort(Comparator.comparingLong(Problem::line));
    List<Note> told = new ArrayList<>(notes.all());
    if (!items.isEmpty() && !sheet.headers().containsKey(Column.QUANTITY)) {
      told.add(
          new Note(
              "no-quantity-column",
              "The file has no stock: Shopify leaves it out where a shop has several locations",
              List.of()));
    }
    if (sheet.marketPrices()) {
      told.add(
          new Note(
              "market-prices",
              "Prices for single markets (columns \"Price / …\") are not used",
              List.of()));
    }
    return new Imported(items, sold, told, problems);
  }

  private String leftOut() {
    List<Note> all = notes.all();
    return all.isEmpty()
        ? ": the file has a header and no product"
        : ": " + String.join("; ", all.stream().map(Note::text).toList());
  }

  // Products

  /** One handle's rows. */
  private record Product(String handle, Row first, List<Row> variants) {}

  private List<Product> products() {
    Map<String, Product> products = new LinkedHashMap<>();
    for (Row row : sheet.rows()) {
      String handle = row.get(Column.HANDLE);
      Product known = products.get(handle);
      if (handle.isEmpty()) {
        problem(row, Column.HANDLE, "is blank: every row of an export names its product");
      } else if (known == null) {
        products.put(handle, new Product(handle, row, new ArrayList<>(List.of(row))));
      } else {
        continued(known, row);
      }
    }
    return List.copyOf(products.values());
  }

  private void continued(Product product, Row row) {
    String title = row.get(Column.TITLE);
    if (!title.isEmpty() && !title.equals(product.first.get(Column.TITLE))) {
      problem(
          row,
          Column.TITLE,
          "\""
              + shown(title)
              + "\" has the handle "
              + product.handle
              + ", which is \""
              + shown(product.first.get(Column.TITLE))
              + "\" in line "
              + product.first.line()
              + ": one of the two needs a handle of its own");
    } else if (Stream.concat(OPTIONS.stream(), Stream.of(Column.PRICE, Column.SKU))
        .anyMatch(row::has)) {
      product.variants.add(row);
    }
  }

  /** Whether a product is for sale here; if not, it is noted why. */
  private boolean onSale(Product product) {
    Row row = product.first;
    Optional<Boolean> published = truth(row, Column.PUBLISHED, true);
    Optional<Boolean> giftCard = truth(row, Column.GIFT_CARD, false);
    switch (row.get(Column.STATUS).toLowerCase(Locale.ROOT)) {
      // Unlisted: on sale to whoever has the link; at the stall, everyone has.
      case "", "active", "unlisted" -> {}
      case "draft" -> {
        notes.add(Notes.Kind.DRAFT, product.handle);
        return false;
      }
      case "archived" -> {
        notes.add(Notes.Kind.ARCHIVED, product.handle);
        return false;
      }
      default -> {
        problem(
            row,
            Column.STATUS,
            quoted(row, Column.STATUS) + " is not active, unlisted, draft or archived");
        return false;
      }
    }
    if (published.isEmpty() || giftCard.isEmpty()) {
      return false;
    }
    if (giftCard.get()) {
      notes.add(Notes.Kind.GIFT_CARD, product.handle);
      return false;
    }
    if (!published.get() && !terms.unpublishedToo()) {
      notes.add(Notes.Kind.UNPUBLISHED, product.handle);
      return false;
    }
    return titled(product);
  }

  private boolean titled(Product product) {
    String title = clean(product.first.get(Column.TITLE));
    if (title.isEmpty()) {
      problem(
          product.first,
          Column.TITLE,
          "is blank in the first row of the product " + product.handle);
    } else if (title.length() > TITLE_MAX) {
      problem(product.first, Column.TITLE, "has more than " + TITLE_MAX + " characters");
    }
    String description = PlainText.of(product.first.get(Column.DESCRIPTION));
    if (description.length() > DESCRIPTION_MAX) {
      notes.add(Notes.Kind.SHORTENED, product.handle);
    }
    descriptions.put(product.handle, shortened(description));
    return !title.isEmpty() && title.length() <= TITLE_MAX;
  }

  // Variants

  private void variant(Product product, Row row) {
    List<String> options = options(product, row);
    Optional<Money> price = price(row);
    Optional<Sku> sku = sku(product, row, options);
    Optional<Stock> stock = stock(row, sku);
    Optional<String> taxClass = taxClass(product, row, sku);
    sameOptions(product, row, options);
    if (price.isPresent() && sku.isPresent() && stock.isPresent() && taxClass.isPresent()) {
      if (price.get().minor() == 0) {
        notes.add(Notes.Kind.FREE, sku.get().value());
      }
      items.add(
          new Item(
              sku.get(),
              product.handle,
              clean(product.first.get(Column.TITLE)),
              options,
              descriptions.getOrDefault(product.handle, ""),
              price.get(),
              taxClass.get(),
              stock.get()));
    }
  }

  private static List<String> options(Product product, Row row) {
    String name = product.first.get(Column.OPTION_1_NAME);
    // Shopify's way of saying that a product has no options.
    if (row.get(Column.OPTION_1).equals("Default Title")
        && (name.isEmpty() || name.equals("Title"))) {
      return List.of();
    }
    return OPTIONS.stream()
        .map(row::get)
        .map(ProductImport::clean)
        .filter(o -> !o.isEmpty())
        .toList();
  }

  private void sameOptions(Product product, Row row, List<String> options) {
    for (Row earlier : product.variants) {
      if (earlier.line() == row.line()) {
        return;
      }
      if (options(product, earlier).equals(options)) {
        problem(
            row,
            Column.OPTION_1,
            (options.isEmpty() ? "is blank" : "\"" + String.join(" / ", options) + "\" again")
                + ": the variant is the same as in line "
                + earlier.line());
        return;
      }
    }
  }

  private Optional<Money> price(Row row) {
    if (!row.has(Column.PRICE)) {
      problem(row, Column.PRICE, "is blank: a variant has a price; write 0 if it costs nothing");
      return Optional.empty();
    }
    try {
      return Optional.of(PriceText.money(row.get(Column.PRICE), terms.currency()));
    } catch (IllegalArgumentException e) {
      problem(row, Column.PRICE, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Sku> sku(Product product, Row row, List<String> options) {
    String text = row.get(Column.SKU);
    // An apostrophe keeps a spreadsheet from taking 00123 for a number.
    if (text.startsWith("'")) {
      text = text.substring(1).strip();
    }
    boolean missing = text.isEmpty();
    boolean replaced = !missing && terms.distinctSkus() && skuLines.containsKey(text);
    if (missing || replaced) {
      text = madeSku(product.handle, options);
    }
    Sku sku;
    try {
      sku = new Sku(text);
    } catch (IllegalArgumentException e) {
      problem(row, Column.SKU, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    Long before = skuLines.putIfAbsent(text, row.line());
    if (before != null) {
      problem(
          row,
          Column.SKU,
          "\""
              + shown(text)
              + "\" again: line "
              + before
              + " has it, and a SKU names one variant (--distinct-skus makes others)");
      return Optional.empty();
    }
    if (missing || replaced) {
      notes.add(missing ? Notes.Kind.SKU_MADE : Notes.Kind.SKU_REPLACED, text);
    }
    return Optional.of(sku);
  }

  /**
   * The same handle and options give the same SKU in every build: {@code band-tee-black-m}. Where
   * letters are lost on the way, a hash tells what they were.
   */
  static String madeSku(String handle, List<String> options) {
    String whole = String.join("\n", Stream.concat(Stream.of(handle), options.stream()).toList());
    StringBuilder made = new StringBuilder();
    boolean lost = false;
    for (String part : whole.split("\n", -1)) {
      String slug = slug(part);
      lost |= !slug.replace("-", "").equals(letters(part)) || slug.isEmpty();
      made.append(made.isEmpty() || slug.isEmpty() ? "" : "-").append(slug);
    }
    String hash = Hash.of(whole.getBytes(StandardCharsets.UTF_8)).value().replaceAll("[_-]", "0");
    if (lost || made.length() > SKU_MAX) {
      int room = SKU_MAX - 9;
      return made.substring(0, Math.min(room, made.length())) + "-" + hash.substring(0, 8);
    }
    return made.toString();
  }

  private static String slug(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }

  private static String letters(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[\\s\\p{Punct}]", "");
  }

  private Optional<Stock> stock(Row row, Optional<Sku> sku) {
    Optional<Boolean> continues = continues(row);
    String quantity = row.get(Column.QUANTITY);
    if (!quantity.isEmpty() && !WHOLE.matcher(quantity).matches()) {
      problem(row, Column.QUANTITY, quoted(row, Column.QUANTITY) + " is no whole number");
      return Optional.empty();
    }
    if (continues.isEmpty()) {
      return Optional.empty();
    }
    if (!row.has(Column.TRACKER)) {
      return untracked(Notes.Kind.NOT_TRACKED, sku);
    }
    if (continues.get()) {
      return untracked(Notes.Kind.CONTINUES, sku);
    }
    if (quantity.isEmpty()) {
      return untracked(Notes.Kind.NO_QUANTITY, sku);
    }
    long pieces = Long.parseLong(quantity.replaceAll("\\..*", ""));
    if (pieces > Quantity.LIMIT / 1000) {
      problem(row, Column.QUANTITY, "more than " + Quantity.LIMIT / 1000 + " pieces are no stock");
      return Optional.empty();
    }
    if (pieces < 0) {
      sku.ifPresent(s -> notes.add(Notes.Kind.OVERSOLD, s.value()));
    }
    return Optional.of(new Stock.Tracked(Quantity.pieces(Math.max(0, pieces))));
  }

  private Optional<Stock> untracked(Notes.Kind why, Optional<Sku> sku) {
    sku.ifPresent(s -> notes.add(why, s.value()));
    return Optional.of(Stock.UNTRACKED);
  }

  private Optional<Boolean> continues(Row row) {
    return switch (row.get(Column.POLICY).toLowerCase(Locale.ROOT)) {
      case "continue", "true", "yes" -> Optional.of(true);
      case "", "deny", "false", "no" -> Optional.of(false);
      default -> {
        problem(row, Column.POLICY, quoted(row, Column.POLICY) + " is not deny or continue");
        yield Optional.empty();
      }
    };
  }

  private Optional<String> taxClass(Product product, Row row, Optional<Sku> sku) {
    Optional<Boolean> taxable = truth(row, Column.TAXABLE, true);
    if (taxable.isEmpty()) {
      return Optional.empty();
    }
    if (!taxable.get()) {
      sku.ifPresent(s -> notes.add(Notes.Kind.NOT_TAXABLE, s.value()));
      return Optional.of(Terms.NONE);
    }
    // A tax code of some tax service is none of ours, and stays out of the way.
    String code = row.get(Column.TAX_CODE).toLowerCase(Locale.ROOT);
    if (terms.taxClasses().contains(code)) {
      return Optional.of(code);
    }
    Set<String> tagged = new TreeSet<>();
    for (String tag : product.first.get(Column.TAGS).toLowerCase(Locale.ROOT).split(",", -1)) {
      if (tag.strip().startsWith(TAX_TAG)) {
        tagged.add(tag.strip().substring(TAX_TAG.length()).strip());
      }
    }
    if (tagged.isEmpty()) {
      return Optional.of(Terms.STANDARD);
    }
    String name = tagged.iterator().next();
    if (tagged.size() > 1 || !terms.taxClasses().contains(name)) {
      if (row.line() == product.first.line()) {
        problem(
            row,
            Column.TAGS,
            tagged.size() > 1
                ? "puts the product into " + tagged.size() + " tax classes: " + tagged
                : "tax:" + shown(name) + " names a tax class that --tax-class does not give");
      }
      return Optional.empty();
    }
    return Optional.of(name);
  }

  // Cells

  private Optional<Boolean> truth(Row row, Column column, boolean blank) {
    return switch (row.get(column).toLowerCase(Locale.ROOT)) {
      case "" -> Optional.of(blank);
      case "true", "yes" -> Optional.of(true);
      case "false", "no" -> Optional.of(false);
      default -> {
        problem(row, column, quoted(row, column) + " is not TRUE or FALSE");
        yield Optional.empty();
      }
    };
  }

  private void problem(Row row, Column column, String reason) {
    problems.add(new Problem(row.line(), sheet.header(column), reason));
  }

  private static String shortened(String text) {
    if (text.length() <= DESCRIPTION_MAX) {
      return text;
    }
    int end = DESCRIPTION_MAX - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** One line, no control characters. */
  private static String clean(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }

  private static String quoted(Row row, Column column) {
    return "\"" + shown(row.get(column)) + "\"";
  }

  private static String shown(String text) {
    String line = clean(text);
    return line.length() > 60 ? line.substring(0, 60) + "…" : line;
  }
}
