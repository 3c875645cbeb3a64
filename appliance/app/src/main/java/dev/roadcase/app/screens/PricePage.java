package dev.roadcase.app.screens;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where the crew changes prices: a list to search, no script. Options of a product that share a
 * price share a form; one of them alone is changed in a form that unfolds.
 */
public final class PricePage {
  /** Its address; forms come back to it. */
  public static final String PATH = "/crew/prices";

  /** Longer lists are searched, not scrolled. */
  static final int ROWS_MAX = 40;

  /**
   * Items with one price, as their form shows them.
   *
   * @param skus that the form changes
   * @param label of the item, or of the product
   * @param about what stands below the label
   * @param amount the price without its currency, as it may be typed again
   * @param seen minor units, sent back so that a change in between is noticed
   * @param single the same items one by one; empty when it is only one
   */
  public record Row(
      List<String> skus,
      String label,
      String about,
      String price,
      String amount,
      long seen,
      List<Row> single) {
    public Row {
      skus = List.copyOf(skus);
      single = List.copyOf(single);
    }

    /** With what was typed in its field, if it was typed there. */
    Row holding(Optional<Typed> typed) {
      boolean here = typed.filter(t -> t.skus().equals(skus)).isPresent();
      return new Row(
          skus,
          label,
          about,
          price,
          here ? typed.get().text() : amount,
          seen,
          single.stream().map(one -> one.holding(typed)).toList());
    }

    /** Whether an option has something else in its field than the rest: then all are unfolded. */
    public boolean open() {
      return single.stream().map(Row::amount).distinct().count() > 1;
    }
  }

  /**
   * A change that was made, and the way back.
   *
   * @param clock when, HH:MM
   * @param skus that were changed
   * @param items of which they are, in words
   */
  public record Change(String clock, List<String> skus, String items, Money was, Money now) {
    public Change {
      skus = List.copyOf(skus);
    }

    public String wasText() {
      return Words.money(was);
    }

    public String nowText() {
      return Words.money(now);
    }

    public String amount() {
      return PricePage.amount(was);
    }
  }

  /**
   * A change as it is listed.
   *
   * @param undo whether one tap takes it back
   */
  public record Listed(Change change, boolean undo) {}

  /**
   * What was typed for items and is no price: it stays in their field.
   *
   * @param skus of the form
   */
  public record Typed(List<String> skus, String text) {
    public Typed {
      skus = List.copyOf(skus);
    }
  }

  /** From this factor on a price is asked about: a comma in the wrong place is a tenth or ten. */
  private static final int FAR = 3;

  private PricePage() {}

  /**
   * The page.
   *
   * @param query words that title, options or SKU have to contain; empty for all
   * @param said the answer to what was just sent
   * @param changes the last ones, the newest first
   * @param typed what was refused
   */
  public static byte[] page(
      Optional<Pack> pack,
      CrewFrame frame,
      String query,
      Optional<Said> said,
      List<Listed> changes,
      Optional<Typed> typed) {
    List<Item> found =
        pack.map(p -> p.items().values().stream().filter(item -> fits(item, query)).toList())
            .orElse(List.of());
    List<Row> rows = rows(found);
    return Templates.bytes(
        "prices.jte",
        Map.of(
            "frame", frame,
            "query", query,
            "said", said,
            "rows", rows.stream().limit(ROWS_MAX).map(row -> row.holding(typed)).toList(),
            "changes", changes,
            "summary", summary(pack, found.size(), rows.size())));
  }

  /**
   * Whether a price is asked about before it counts: for nothing, three times as much or more, a
   * third or less.
   *
   * @param seen the price of before, minor units
   */
  public static boolean isFar(long seen, Money wanted) {
    // A price that no item can have is refused without a question.
    return seen > 0
        && seen <= Money.LIMIT
        && (wanted.minor() >= seen * FAR || wanted.minor() * FAR <= seen);
  }

  /**
   * Asks again before something costs nothing, or far more or less than before.
   *
   * @param items at least one
   * @param seen the price that the list showed, minor units; it goes back with the answer
   */
  public static byte[] question(
      List<Item> items, long seen, Money wanted, CrewFrame frame, String query) {
    Row row = row(items);
    Money was = new Money(seen, wanted.currency());
    boolean free = wanted.minor() == 0;
    return Templates.bytes(
        "surely.jte",
        Map.of(
            "frame",
            frame,
            "query",
            query,
            "row",
            row,
            "seen",
            seen,
            "wanted",
            amount(wanted),
            "heading",
            free ? "For free?" : "Is that the price?",
            "sentence",
            free
                ? row.label() + " would cost nothing, on every screen."
                : row.label() + ": " + leap(was, wanted),
            "leave",
            "No, leave it at " + Words.money(was),
            "yes",
            free ? "Yes, give it away for free" : "Yes, change it"));
  }

  /** "€3.95 becomes €395.00: 100 times as much." */
  static String leap(Money was, Money wanted) {
    String becomes = Words.money(was) + " becomes " + Words.money(wanted) + ": ";
    BigDecimal before = BigDecimal.valueOf(was.minor());
    if (wanted.minor() > was.minor()) {
      BigDecimal times = BigDecimal.valueOf(wanted.minor()).divide(before, 1, RoundingMode.HALF_UP);
      return becomes + times.stripTrailingZeros().toPlainString() + " times as much.";
    }
    long percent = wanted.minor() * 100 / was.minor();
    return becomes + (percent == 0 ? "less than 1" : "only " + percent) + Words.NB + "% of it.";
  }

  /** What a change is called, once it is on the disk. */
  public static Said changed(List<Item> items) {
    return new Said(
        Tone.GOOD,
        named(items)
            + (items.size() == 1 ? " costs " : " cost ")
            + Words.money(items.getFirst().price())
            + " now, on every screen.");
  }

  /** "Tour T-shirt – Black / M", "15 options of Tour T-shirt". */
  public static String named(List<Item> items) {
    Item first = items.getFirst();
    return items.size() == 1
        ? first.label()
        : Words.count(items.size()) + " options of " + first.title();
  }

  /** What a price looks like: "Write 12.50." */
  public static String howToWrite(Currency currency) {
    return "Write " + amount(new Money(1250, currency)) + ".";
  }

  /** An amount, as the page has it. */
  public static String text(Money amount) {
    return Words.money(amount);
  }

  /** Options of one product at one price together, where the first of them stands. */
  private static List<Row> rows(List<Item> items) {
    Map<String, List<Item>> groups = new LinkedHashMap<>();
    for (Item item : items) {
      groups
          .computeIfAbsent(item.price().minor() + " " + item.product(), _ -> new ArrayList<>())
          .add(item);
    }
    return groups.values().stream().map(PricePage::row).toList();
  }

  private static Row row(List<Item> items) {
    Item first = items.getFirst();
    boolean one = items.size() == 1;
    String price = Words.money(first.price());
    return new Row(
        items.stream().map(item -> item.sku().value()).toList(),
        one ? first.label() : first.title(),
        one
            ? first.sku() + ", now " + price
            : Words.count(items.size()) + " options, now " + price + " each",
        price,
        amount(first.price()),
        first.price().minor(),
        one ? List.of() : items.stream().map(item -> row(List.of(item))).toList());
  }

  private static String amount(Money price) {
    int digits = Math.max(0, price.currency().getDefaultFractionDigits());
    return BigDecimal.valueOf(price.minor(), digits).toPlainString();
  }

  /** Whether title, options or SKU have all words of a search. */
  static boolean fits(Item item, String query) {
    String text = (item.label() + " " + item.sku()).toLowerCase(Locale.ROOT);
    return List.of(query.toLowerCase(Locale.ROOT).strip().split("\\s+")).stream()
        .allMatch(text::contains);
  }

  private static String summary(Optional<Pack> pack, int found, int rows) {
    if (pack.isEmpty()) {
      return "Nothing is for sale: no pack is loaded.";
    }
    String items = Words.counted(found, "item", "items");
    return rows > ROWS_MAX
        ? items + "; only the first are shown. Search for the others."
        : items + ".";
  }
}
