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
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
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
  private static final long PIECES_MAX = Quantity.LIMIT / 1000;

  /** Three zeros behind a point or a comma may be a fraction, or thousands: those are refused. */
  private static final Pattern WHOLE =
      Pattern.compile("(?<pieces>-?(\\d+|\\d{1,3}([\\u00A0\\u202F]\\d{3})+))([.,](0{1,2}|0{4,}))?");

  private static final Pattern THOUSANDS = Pattern.compile("-?\\d{1,3}([.,\\h’']\\d{3})+");

  /** What a spreadsheet makes of a long number: 4006381333931 is 4.00638E+12 then. */
  private static final Pattern SHORTENED =
      Pattern.compile("\\d[.,]\\d+E\\+\\d{1,2}", Pattern.CASE_INSENSITIVE);

  /** A spreadsheet that speaks another language saves TRUE and FALSE in its own. */
  private static final Set<String> TRUE =
      Set.of(
          "true",
          "yes",
          "1",
          "wahr",
          "vrai",
          "waar",
          "verdadero",
          "vero",
          "verdadeiro",
          "sant",
          "sand",
          "tosi",
          "prawda");

  private static final Set<String> FALSE =
      Set.of(
          "false", "no", "0", "falsch", "faux", "onwaar", "falso", "falskt", "falsk", "epätosi",
          "fałsz");

  private static final String TAX_TAG = "tax:";

  private final Columns<C> columns;
  private final Terms terms;
  private final List<Problem> problems;
  private final Set<Long> unreadable = new HashSet<>();
  private final Notes notes = new Notes();
  private final Set<String> cleaned = new HashSet<>();
  private final List<Item> items = new ArrayList<>();
  private final Map<Sku, List<Shot>> shots = new LinkedHashMap<>();
  private final Map<String, Long> skuLines = new HashMap<>();
  private final Map<String, Map<List<String>, Long>> optionLines = new HashMap<>();

  public Reading(Columns<C> columns, Terms terms) {
    this.columns = columns;
    this.terms = terms;
    this.problems = new ArrayList<>(columns.problems());
    columns.problems().forEach(problem -> unreadable.add(problem.line()));
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

  /**
   * Names a cell. Nothing more is said of a row of which a cell could not be looked at at all: it
   * would be about the gap.
   */
  public void problem(Row<C> row, C column, String reason) {
    if (!unreadable.contains(row.line())) {
      problems.add(new Problem(row.line(), columns.header(column), reason));
    }
  }

  /**
   * Puts a variant on sale, if all of it could be read and a till can tell it from its product's
   * others.
   *
   * @param column where that it cannot is told
   */
  public void sell(Row<C> row, C column, Variant variant, List<Shot> pictures) {
    boolean differs = differs(row, column, variant.product(), variant.options());
    if (differs && !unreadable.contains(row.line())) {
      variant.item().ifPresent(item -> put(item, pictures));
    }
  }

  private void put(Item item, List<Shot> pictures) {
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
    return title(row, column, product, row.get(column));
  }

  /** A title of one line, of what a cell means where that is not what stands in it. */
  public Optional<String> title(Row<C> row, C column, String product, String text) {
    String title = text(unescaped(text), product);
    if (title.isEmpty()) {
      problem(row, column, "is blank in the first row of the product " + product);
    } else if (title.length() > TITLE_MAX) {
      problem(row, column, "has more than " + TITLE_MAX + " characters");
    }
    return title.isEmpty() || title.length() > TITLE_MAX ? Optional.empty() : Optional.of(title);
  }

  /**
   * One line as a till shows it, without what nobody sees; that it was dropped is told.
   *
   * @param which whose line it is, for people
   */
  public String text(String text, String which) {
    if (Unseen.in(text) && cleaned.add(which)) {
      note(Notes.Kind.UNSEEN, clean(which));
    }
    return clean(text);
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
  private boolean differs(Row<C> row, C column, String product, List<String> options) {
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
    if (Unseen.in(text)) {
      text = Unseen.dropped(text).strip();
      note(Notes.Kind.UNSEEN, text);
    }
    if (SHORTENED.matcher(text).matches()) {
      problem(
          row,
          column,
          quoted(row, column)
              + " is a long number that a spreadsheet has shortened: export again, and leave the"
              + " file unopened, or make the column text first");
      return Optional.empty();
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
    Matcher whole = WHOLE.matcher(text);
    if (!whole.matches()) {
      problem(
          row,
          column,
          quoted(row, column)
              + (THOUSANDS.matcher(text).matches()
                  ? " may be a fraction or thousands; write digits only"
                  : " is no whole number"));
      return Optional.empty();
    }
    BigInteger pieces = new BigInteger(whole.group("pieces").replaceAll("\\h", ""));
    if (pieces.compareTo(BigInteger.valueOf(PIECES_MAX)) > 0) {
      problem(
          row,
          column,
          quoted(row, column)
              + " is too much: a box counts up to %d pieces; what is without end is not tracked"
                  .formatted(PIECES_MAX));
      return Optional.empty();
    }
    // Below zero it does not matter how far.
    return Optional.of(pieces.max(BigInteger.valueOf(-PIECES_MAX)).longValueExact());
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
    String word = row.get(column).toLowerCase(Locale.ROOT);
    if (word.isEmpty() || TRUE.contains(word) || FALSE.contains(word)) {
      return Optional.of(word.isEmpty() ? blank : TRUE.contains(word));
    }
    problem(row, column, quoted(row, column) + " is not TRUE or FALSE");
    return Optional.empty();
  }

  /**
   * An apostrophe keeps a spreadsheet from taking text for a formula; it is no part of the text.
   */
  public static String unescaped(String cell) {
    return cell.length() > 1 && cell.charAt(0) == '\'' && "=+-@".indexOf(cell.charAt(1)) >= 0
        ? cell.substring(1)
        : cell;
  }

  /** One line, without what nobody sees. */
  public static String clean(String text) {
    return Unseen.dropped(text).replaceAll("[\\s\\u0085\\u2028\\u2029]+", " ").strip();
  }

  /** The beginning of a cell, for a sentence; what nobody sees is named. */
  public static String shown(String text) {
    String line = Unseen.shown(text).replaceAll("[\\s\\u0085\\u2028\\u2029]+", " ").strip();
    return line.length() > 60 ? line.substring(0, 60) + "…" : line;
  }

  public String quoted(Row<C> row, C column) {
    return "\"" + shown(row.get(column)) + "\"";
  }
}
