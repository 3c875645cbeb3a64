package dev.roadcase.app.screens;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import java.math.BigDecimal;
import java.util.ArrayList;
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

  private PricePage() {}

  /**
   * The page.
   *
   * @param query words that title, options or SKU have to contain; empty for all
   * @param said the answer to what was just sent
   * @param changes that can be taken back, the newest first
   */
  public static byte[] page(
      Optional<Pack> pack,
      CrewFrame frame,
      String query,
      Optional<Said> said,
      List<Change> changes) {
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
            "rows", rows.stream().limit(ROWS_MAX).toList(),
            "changes", changes,
            "summary", summary(pack, found.size(), rows.size())));
  }

  /**
   * Asks again before something costs nothing.
   *
   * @param items at least one
   * @param seen the price that the list showed, minor units; it goes back with the answer
   */
  public static byte[] question(List<Item> items, long seen, CrewFrame frame, String query) {
    return Templates.bytes(
        "free.jte", Map.of("frame", frame, "query", query, "row", row(items), "seen", seen));
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

  private static boolean fits(Item item, String query) {
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
