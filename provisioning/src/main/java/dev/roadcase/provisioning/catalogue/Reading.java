package dev.roadcase.provisioning.catalogue;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.provisioning.sheet.Columns;
import dev.roadcase.provisioning.sheet.Heading;
import dev.roadcase.provisioning.sheet.Mojibake;
import dev.roadcase.provisioning.sheet.Problem;
import dev.roadcase.provisioning.sheet.Row;
import dev.roadcase.wire.pack.PackFile;
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
import java.util.stream.Stream;

/**
 * One export while it is read: its columns, and the items, notes and problems so far. Each of its
 * readers gives a value, or nothing and a problem that names the cell.
 */
public final class Reading<C extends Enum<C> & Heading> {
  /** Longest description, characters; a till's screen shows less. */
  public static final int DESCRIPTION_MAX = 4_000;

  /** Most pictures that one item shows; further ones are not packed. */
  public static final int SHOTS_MAX = 8;

  /** Longest title, and longest option, characters. */
  private static final int TITLE_MAX = 255;

  /** More than these are not looked for: nobody mends them one by one. */
  private static final int PROBLEMS_MAX = 20_000;

  private static final long PIECES_MAX = Quantity.LIMIT / 1000;

  /** Three zeros behind a point or a comma may be a fraction, or thousands: those are refused. */
  private static final Pattern WHOLE =
      Pattern.compile("(?<pieces>-?(\\d+|\\d{1,3}([\\u00A0\\u202F]\\d{3})+))([.,](0{1,2}|0{4,}))?");

  private static final Pattern THOUSANDS = Pattern.compile("-?\\d{1,3}([.,\\h’']\\d{3})+");

  /** What a spreadsheet makes of a long number: 4006381333931 is 4.00638E+12 then. */
  private static final Pattern SHORTENED =
      Pattern.compile("\\d([.,]\\d+)?E\\+\\d{1,3}|\\d[.,]\\d+E\\d{1,3}", Pattern.CASE_INSENSITIVE);

  /**
   * What a program makes of a code that it took for a number: 4006381333931 is 4006381333931.0
   * then. With fewer digits it may be a size or a release, and is told.
   */
  private static final Pattern COUNTED = Pattern.compile("(?<code>\\d+)[.,]0");

  private static final int LONG_CODE = 7;

  /**
   * Columns with something in them that no stall asks for: shipping, search engines, advertising,
   * what plugins keep.
   */
  private static final Pattern NOBODYS =
      Pattern.compile(
          "meta: .*|meta (title|description|keywords)|google .*|seo .*|.*\\(product\\.metafields\\..*"
              + "|included / .*|option\\d (name|linked to)|.*weight.*|.*(grams|shipping|fulfillment).*"
              + "|(length|width|height) \\(.*|allow customer reviews\\?|is featured\\?|position"
              + "|upsells|cross-sells|download (limit|expiry days)|unit price .*|vendor|brands?"
              + "|low stock amount|(grouped products|external url|button text|purchase note)|sold individually\\?",
          Pattern.CASE_INSENSITIVE);

  /** Columns that a crew may well have counted on, to be named first. */
  private static final Pattern COUNTED_ON =
      Pattern.compile(
          ".*(barcode|gtin|\\bean\\b|\\bupc\\b|isbn|qty|quantity|stock|inventory|price|currency"
              + "|categor|collection|variant|variation|option|size|colou?r|sale|status).*",
          Pattern.CASE_INSENSITIVE);

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
          "prawda",
          "pravda",
          "igaz",
          "doğru",
          "истина");

  private static final Set<String> FALSE =
      Set.of(
          "false",
          "no",
          "0",
          "falsch",
          "faux",
          "onwaar",
          "falso",
          "falskt",
          "falsk",
          "epätosi",
          "fałsz",
          "nepravda",
          "hamis",
          "yanliş",
          "yanlış",
          "usann",
          "ложь");

  private static final String TAX_TAG = "tax:";

  /** What a spreadsheet takes for the beginning of a formula. */
  private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

  private final Columns<C> columns;
  private final Terms terms;
  private final List<Problem> problems;
  private final Set<String> unreadable = new HashSet<>();
  private final Notes notes = new Notes();
  private final Set<String> cleaned = new HashSet<>();
  private final List<Item> items = new ArrayList<>();
  private final Map<Sku, List<Shot>> shots = new LinkedHashMap<>();
  private final Map<String, Taken> skus = new HashMap<>();
  private final Map<String, Map<List<String>, String>> optionLines = new HashMap<>();

  /** What the file's own SKUs look like; those that are made keep clear of them. */
  private final Set<String> given = new HashSet<>();

  private final Set<String> damaged = new HashSet<>();

  /** A SKU, and where it stands. */
  private record Taken(String sku, String where) {}

  /**
   * Begins.
   *
   * @param sku the column that has the SKUs
   */
  public Reading(Columns<C> columns, C sku, Terms terms) {
    this.columns = columns;
    this.terms = terms;
    this.problems = new ArrayList<>(columns.problems());
    columns.problems().forEach(problem -> unreadable.add(place(problem.file(), problem.line())));
    columns.rows().stream()
        .filter(row -> row.has(sku))
        .forEach(row -> given.add(LookAlike.of(withoutApostrophe(row.get(sku)))));
  }

  private static String place(String file, long line) {
    return file + ":" + line;
  }

  /** Whether to stop: nothing more that is read could be packed, or mended. */
  public boolean full() {
    return items.size() > PackFile.ITEMS_MAX || problems.size() > PROBLEMS_MAX;
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
    if (!unreadable.contains(place(row.file(), row.line()))) {
      problems.add(new Problem(row.file(), row.line(), columns.header(column), reason));
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
    boolean fits = optionsFit(row, column, variant.options());
    if (differs && fits && !unreadable.contains(place(row.file(), row.line()))) {
      variant.item().ifPresent(item -> put(item, pictures));
    }
  }

  private boolean optionsFit(Row<C> row, C column, List<String> options) {
    boolean fit = options.stream().allMatch(option -> option.length() <= TITLE_MAX);
    if (!fit) {
      problem(row, column, "an option has more than " + TITLE_MAX + " characters: shorten it");
    }
    return fit;
  }

  private void put(Item item, List<Shot> pictures) {
    if (item.price().minor() == 0) {
      note(Notes.Kind.FREE, item.sku().value());
    }
    Stream.concat(Stream.of(item.sku().value()), item.options().stream())
        .filter(SpreadsheetDate::is)
        .forEach(text ->
            note(
                Notes.Kind.LIKE_A_DATE,
                text.equals(item.sku().value()) ? text : item.sku() + " (" + text + ")"));
    items.add(item);
    List<Shot> all = pictures.stream().distinct().limit(SHOTS_MAX + 1L).toList();
    if (all.size() > SHOTS_MAX) {
      note(Notes.Kind.PICTURES_LEFT_OUT, item.sku().value());
    }
    shots.put(item.sku(), List.copyOf(all.subList(0, Math.min(SHOTS_MAX, all.size()))));
  }

  /**
   * What came of it.
   *
   * @param found how many products the file has that would be sold
   * @param more notes of the shop's own
   */
  public Imported done(int found, List<Note> more) {
    if (problems.isEmpty() && items.isEmpty()) {
      problems.add(
          new Problem(
              0,
              "",
              found == 0 ? "no product is left to sell" + leftOut() : "there is no product"));
    }
    if (full()) {
      problems.add(new Problem(0, "", tooMuch()));
      items.clear();
    }
    problems.sort(
        Comparator.comparingInt((Problem problem) -> columns.files().indexOf(problem.file()))
            .thenComparingLong(Problem::line));
    List<Note> told = new ArrayList<>(ofTheFile());
    told.addAll(notes.all());
    told.addAll(more);
    int products = (int) items.stream().map(Item::product).distinct().count();
    return new Imported(items, products, shots, told, problems);
  }

  private String tooMuch() {
    return items.size() > PackFile.ITEMS_MAX
        ? "there are more than %d items, and a pack has at most %d items: leave out what is not sold at the show"
            .formatted(PackFile.ITEMS_MAX, PackFile.ITEMS_MAX)
        : "there are more than %d problems; what follows was not looked at".formatted(PROBLEMS_MAX);
  }

  /** What is to be told of the files as such. */
  private List<Note> ofTheFile() {
    List<Note> told = new ArrayList<>();
    List<String> unread =
        Stream.concat(
                columns.unread().stream().filter(c -> COUNTED_ON.matcher(c).matches()),
                columns.unread().stream())
            .distinct()
            .filter(c -> !NOBODYS.matcher(c).matches())
            .toList();
    if (!unread.isEmpty()) {
      told.add(
          Note.of("columns-unread", "Not read, though something stands in it", "column", unread));
    }
    if (!columns.headersAgain().isEmpty()) {
      told.add(
          Note.of(
              "header-again",
              "Passed over, the header a second time",
              "row",
              columns.headersAgain()));
    }
    if (!columns.formulas().isEmpty()) {
      told.add(
          Note.of(
              "text-as-formula",
              "Read without the formula around it, as 0012 for =\"0012\"",
              "row",
              columns.formulas()));
    }
    if (!columns.shortRows().isEmpty()) {
      told.add(
          Note.of(
              "short-rows",
              "Cells that are missing at the end were taken as empty",
              "row",
              columns.shortRows()));
    }
    return told;
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
      problem(row, column, "is blank in the first row of the product \"" + shown(product) + "\"");
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
    noteDamage(text, which);
    return clean(text);
  }

  private void noteDamage(String text, String which) {
    if (Mojibake.in(text) && damaged.add(which)) {
      note(Notes.Kind.DAMAGED, clean(which));
    }
  }

  /** A description as plain text, cut where it is too long. */
  public String description(String html, String product) {
    String text = PlainText.of(html);
    noteDamage(text, product);
    if (text.length() > DESCRIPTION_MAX) {
      note(Notes.Kind.SHORTENED, product);
    }
    return shortened(text, DESCRIPTION_MAX);
  }

  /**
   * A text that is not longer than that, with an ellipsis where it is cut.
   *
   * @param most its length, characters
   */
  public static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    if (end <= 0) {
      return "";
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  // What variants have

  /** Two variants of one product that a till could not tell apart are a problem. */
  private boolean differs(Row<C> row, C column, String product, List<String> options) {
    String before =
        optionLines
            .computeIfAbsent(product, p -> new HashMap<>(2))
            .putIfAbsent(options, row.where());
    if (before != null) {
      problem(
          row,
          column,
          (options.isEmpty() ? "is blank" : "\"" + String.join(" / ", options) + "\" again")
              + ": the variant is the same as in "
              + before
              + "; give one of the two another option or another title, or leave it out");
    }
    return before == null;
  }

  public Optional<Money> price(Row<C> row, C column) {
    try {
      String text =
          terms.decimalComma()
              ? PriceText.pointed(row.get(column), terms.currency())
              : row.get(column);
      if (terms.roundPrices()) {
        Optional<Money> rounded = PriceText.rounded(text, terms.currency());
        if (rounded.isPresent()) {
          note(Notes.Kind.ROUNDED, row.where());
          return rounded;
        }
      }
      return Optional.of(PriceText.money(text, terms.currency()));
    } catch (IllegalArgumentException e) {
      problem(row, column, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  public Optional<Sku> sku(Row<C> row, C column, String handle, List<String> options) {
    String cell = withoutApostrophe(row.get(column));
    String text = Unseen.ofASku(cell);
    if (!text.equals(cell)) {
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
    Matcher counted = COUNTED.matcher(text);
    if (counted.matches() && counted.group("code").length() >= LONG_CODE) {
      problem(
          row,
          column,
          quoted(row, column)
              + " is a code that a program has taken for a number: export again, and leave the file"
              + " unopened, or write "
              + counted.group("code"));
      return Optional.empty();
    } else if (counted.matches()) {
      note(Notes.Kind.LIKE_A_NUMBER, text);
    }
    boolean missing = text.isEmpty();
    boolean replaced = !missing && terms.distinctSkus() && skus.containsKey(LookAlike.of(text));
    if (missing || replaced) {
      text = made(handle, options);
    }
    Sku sku;
    try {
      sku = new Sku(text);
    } catch (IllegalArgumentException e) {
      problem(row, column, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    Taken before = skus.putIfAbsent(LookAlike.of(text), new Taken(text, row.where()));
    if (before != null) {
      problem(row, column, again(text, before));
      return Optional.empty();
    }
    if (missing || replaced) {
      note(missing ? Notes.Kind.SKU_MADE : Notes.Kind.SKU_REPLACED, text);
    }
    return Optional.of(sku);
  }

  private static String again(String sku, Taken before) {
    return "\""
        + shown(sku)
        + "\" "
        + (before.sku.equals(sku)
            ? "again: " + before.where + " has it"
            : "looks like \"" + shown(before.sku) + "\" in " + before.where)
        + ", and a SKU names one variant (--distinct-skus makes others)";
  }

  /** A SKU that is none of the file's, and none that was made before. */
  private String made(String handle, List<String> options) {
    String other = MadeSku.other(handle, options);
    return Stream.concat(
            Stream.of(MadeSku.of(handle, options), other),
            Stream.iterate(2, i -> i + 1)
                .map(i -> other.substring(0, Math.min(58, other.length())) + "-" + i))
        .filter(sku -> !given.contains(LookAlike.of(sku)) && !skus.containsKey(LookAlike.of(sku)))
        .findFirst()
        .orElseThrow();
  }

  /** An apostrophe keeps a spreadsheet from taking 00123 for a number. */
  private static String withoutApostrophe(String cell) {
    return cell.startsWith("'") ? cell.substring(1).strip() : cell;
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

  /** The class of {@code --tax-class} that is meant by a name as a file writes it. */
  public Optional<String> taxClass(String written) {
    return TaxClass.named(written).filter(terms.taxClasses()::contains);
  }

  /** That a name is no tax class, and what makes it one. */
  public String noTaxClass(String written) {
    return "\""
        + shown(written)
        + "\" is a tax class without a rate: "
        + TaxClass.howToGive(written);
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
    Optional<String> known = taxClass(name);
    if (tagged.size() == 1 && known.isPresent()) {
      return known;
    }
    if (complain) {
      problem(
          row,
          column,
          tagged.size() > 1
              ? "puts the product into " + tagged.size() + " tax classes: " + tagged
              : "\"tax:"
                  + shown(name)
                  + "\" names a tax class that --tax-class does not give: "
                  + TaxClass.howToGive(name));
    }
    return Optional.empty();
  }

  // Cells

  public Optional<Boolean> truth(Row<C> row, C column, boolean blank) {
    String word = row.get(column).toLowerCase(Locale.ROOT);
    if (word.isEmpty() || isTrue(word) || isFalse(word)) {
      return Optional.of(word.isEmpty() ? blank : isTrue(word));
    }
    problem(row, column, quoted(row, column) + " is not TRUE or FALSE");
    return Optional.empty();
  }

  /** Whether a word in small letters is a spreadsheet's TRUE, in whatever language, or 1. */
  public static boolean isTrue(String word) {
    return TRUE.contains(word);
  }

  /** Whether a word in small letters is a spreadsheet's FALSE, in whatever language, or 0. */
  public static boolean isFalse(String word) {
    return FALSE.contains(word);
  }

  /**
   * An apostrophe keeps a spreadsheet from taking text for a formula; it is no part of the text.
   */
  public static String unescaped(String cell) {
    return cell.length() > 1 && cell.charAt(0) == '\'' && FORMULA.indexOf(cell.charAt(1)) >= 0
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
