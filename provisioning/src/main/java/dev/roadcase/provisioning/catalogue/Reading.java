package dev.roadcase.provisioning.catalogue;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.provisioning.sheet.Columns;
import dev.roadcase.provisioning.sheet.Heading;
import dev.roadcase.provisioning.sheet.Problem;
import dev.roadcase.provisioning.sheet.Row;
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

/**
 * One export while it is read: its columns, and the items, notes and problems so far. Each of its
 * readers gives a value, or nothing and a problem that names the cell.
 */
public final class Reading<C extends Enum<C> & Heading> {
  /** Longest description, characters; a till's screen shows less. */
  public static final int DESCRIPTION_MAX = 4_000;

  /** Most pictures that one item shows; further ones are not packed. */
  public static final int SHOTS_MAX = 8;

  private static final int TITLE_MAX = 255;
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,12}([.,]0+)?");
  private static final String TAX_TAG = "tax:";

  private final Columns<C> columns;
  private final Terms terms;
  private final List<Problem> problems;
  private final Notes notes = new Notes();
  private final List<Item> items = new ArrayList<>();
  private final Map<Sku, List<Shot>> shots = new LinkedHashMap<>();
  private final Map<String, Long> skuLines = new HashMap<>();
  private final Map<String, Map<List<String>, Long>> optionLines = new HashMap<>();

  public Reading(Columns<C> columns, Terms terms) {
    this.columns = columns;
    this.terms = terms;
    this.problems = new ArrayList<>(columns.problems());
  }

  public Terms terms() {
    return terms;
  }

  public List<Row<C>> rows() {
    return columns.rows();
  }

  public boolean hasItems() {
    return !items.isEmpty();
  }

  // What is gathered

  public void note(Notes.Kind kind, String which) {
    notes.add(kind, which);
  }

  public void problem(Row<C> row, C column, String reason) {
    problems.add(new Problem(row.line(), columns.header(column), reason));
  }

  /** Puts an item on sale. */
  public void put(Item item, List<Shot> pictures) {
    if (item.price().minor() == 0) {
      note(Notes.Kind.FREE, item.sku().value());
    }
    items.add(item);
    shots.put(item.sku(), pictures.stream().distinct().limit(SHOTS_MAX).toList());
  }

  /**
   * What came of it.
   *
   * @param products how many were on sale
   * @param more notes of the shop's own
   */
  public Imported done(int products, List<Note> more) {
    if (problems.isEmpty() && items.isEmpty()) {
      problems.add(
          new Problem(
              0,
              "",
              products == 0 ? "no product is left to sell" + leftOut() : "there is no product"));
    }
    problems.sort(Comparator.comparingLong(Problem::line));
    List<Note> told = new ArrayList<>(notes.all());
    told.addAll(more);
    return new Imported(items, products, shots, told, problems);
  }

  private String leftOut() {
    List<Note> all = notes.all();
    return all.isEmpty()
        ? ": the file has a header and no product"
        : ": " + String.join("; ", all.stream().map(Note::text).toList());
  }

  // What products have

  /** A title of one line. */
  public Optional<String> title(Row<C> row, C column, String product) {
    String title = clean(unescaped(row.get(column)));
    if (title.isEmpty()) {
      problem(row, column, "is blank in the first row of the product " + product);
    } else if (title.length() > TITLE_MAX) {
      problem(row, column, "has more than " + TITLE_MAX + " characters");
    }
    return title.isEmpty() || title.length() > TITLE_MAX ? Optional.empty() : Optional.of(title);
  }

  /** A description as plain text, cut where it is too long. */
  public String description(String html, String product) {
    String text = PlainText.of(html);
    if (text.length() <= DESCRIPTION_MAX) {
      return text;
    }
    note(Notes.Kind.SHORTENED, product);
    int end = DESCRIPTION_MAX - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  // What variants have

  /** Two variants of one product that a till could not tell apart are a problem. */
  public boolean differs(Row<C> row, C column, String product, List<String> options) {
    Long before =
        optionLines.computeIfAbsent(product, p -> new HashMap<>()).putIfAbsent(options, row.line());
    if (before != null) {
      problem(
          row,
          column,
          (options.isEmpty() ? "is blank" : "\"" + String.join(" / ", options) + "\" again")
              + ": the variant is the same as in line "
              + before);
    }
    return before == null;
  }

  public Optional<Money> price(Row<C> row, C column) {
    try {
      String text = row.get(column);
      return Optional.of(
          terms.decimalComma()
              ? PriceText.withComma(text, terms.currency())
              : PriceText.money(text, terms.currency()));
    } catch (IllegalArgumentException e) {
      problem(row, column, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  public Optional<Sku> sku(Row<C> row, C column, String handle, List<String> options) {
    String text = row.get(column);
    // An apostrophe keeps a spreadsheet from taking 00123 for a number.
    if (text.startsWith("'")) {
      text = text.substring(1).strip();
    }
    boolean missing = text.isEmpty();
    boolean replaced = !missing && terms.distinctSkus() && skuLines.containsKey(text);
    if (missing || replaced) {
      text = MadeSku.of(handle, options);
    }
    Sku sku;
    try {
      sku = new Sku(text);
    } catch (IllegalArgumentException e) {
      problem(row, column, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    Long before = skuLines.putIfAbsent(text, row.line());
    if (before != null) {
      problem(
          row,
          column,
          "\""
              + shown(text)
              + "\" again: line "
              + before
              + " has it, and a SKU names one variant (--distinct-skus makes others)");
      return Optional.empty();
    }
    if (missing || replaced) {
      note(missing ? Notes.Kind.SKU_MADE : Notes.Kind.SKU_REPLACED, text);
    }
    return Optional.of(sku);
  }

  /** A count of pieces; below zero when the shop has sold more than it had. */
  public Optional<Long> pieces(Row<C> row, C column) {
    String text = row.get(column);
    if (text.startsWith("'")) {
      text = text.substring(1);
    }
    if (!WHOLE.matcher(text).matches()) {
      problem(row, column, quoted(row, column) + " is no whole number");
      return Optional.empty();
    }
    long pieces = Long.parseLong(text.replaceAll("[.,].*", ""));
    if (pieces > Quantity.LIMIT / 1000) {
      problem(row, column, "more than " + Quantity.LIMIT / 1000 + " pieces are no stock");
      return Optional.empty();
    }
    return Optional.of(pieces);
  }

  /** So many pieces; none, and said, where the shop has sold more than it had. */
  public Stock counted(long pieces, Optional<Sku> sku) {
    if (pieces < 0) {
      sku.ifPresent(s -> note(Notes.Kind.OVERSOLD, s.value()));
    }
    return new Stock.Tracked(Quantity.pieces(Math.max(0, pieces)));
  }

  public Stock untracked(Notes.Kind why, Optional<Sku> sku) {
    sku.ifPresent(s -> note(why, s.value()));
    return Stock.UNTRACKED;
  }

  /**
   * The class that a product's tags name.
   *
   * @param complain whether a bad tag is a problem here, so that it is one once for all variants
   */
  public Optional<String> taggedClass(Row<C> row, C column, boolean complain) {
    Set<String> tagged = new TreeSet<>();
    for (String tag : row.get(column).toLowerCase(Locale.ROOT).split(",", -1)) {
      if (tag.strip().startsWith(TAX_TAG)) {
        tagged.add(tag.strip().substring(TAX_TAG.length()).strip());
      }
    }
    if (tagged.isEmpty()) {
      return Optional.of(Terms.STANDARD);
    }
    String name = tagged.iterator().next();
    if (tagged.size() == 1 && terms.taxClasses().contains(name)) {
      return Optional.of(name);
    }
    if (complain) {
      problem(
          row,
          column,
          tagged.size() > 1
              ? "puts the product into " + tagged.size() + " tax classes: " + tagged
              : "tax:" + shown(name) + " names a tax class that --tax-class does not give");
    }
    return Optional.empty();
  }

  // Cells

  public Optional<Boolean> truth(Row<C> row, C column, boolean blank) {
    return switch (row.get(column).toLowerCase(Locale.ROOT)) {
      case "" -> Optional.of(blank);
      case "true", "yes", "1" -> Optional.of(true);
      case "false", "no", "0" -> Optional.of(false);
      default -> {
        problem(row, column, quoted(row, column) + " is not TRUE or FALSE");
        yield Optional.empty();
      }
    };
  }

  /**
   * An apostrophe keeps a spreadsheet from taking text for a formula; it is no part of the text.
   */
  public static String unescaped(String cell) {
    return cell.length() > 1 && cell.charAt(0) == '\'' && "=+-@".indexOf(cell.charAt(1)) >= 0
        ? cell.substring(1)
        : cell;
  }

  /** One line, no control characters. */
  public static String clean(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }

  public static String shown(String text) {
    String line = clean(text);
    return line.length() > 60 ? line.substring(0, 60) + "…" : line;
  }

  public String quoted(Row<C> row, C column) {
    return "\"" + shown(row.get(column)) + "\"";
  }
}
