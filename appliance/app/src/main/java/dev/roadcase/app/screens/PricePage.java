package dev.roadcase.app.screens;

import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where the crew changes prices: a list to search, one form an item, no script. */
public final class PricePage {
  /** Its address; forms come back to it. */
  public static final String PATH = "/crew/prices";

  /** Longer lists are searched, not scrolled. */
  static final int ROWS_MAX = 40;

  /**
   * One item, as its form shows it.
   *
   * @param amount the price without its currency, as it may be typed again
   * @param seen minor units, sent back so that a change in between is noticed
   */
  public record Row(String sku, String label, String price, String amount, long seen) {}

  private PricePage() {}

  /**
   * The page.
   *
   * @param query words that title, options or SKU have to contain; empty for all
   * @param said the answer to what was just sent
   */
  public static byte[] page(Optional<Pack> pack, Mode mode, String query, Optional<Said> said) {
    List<Item> found =
        pack.map(p -> p.items().values().stream().filter(item -> fits(item, query)).toList())
            .orElse(List.of());
    List<Row> rows = found.stream().limit(ROWS_MAX).map(PricePage::row).toList();
    return Templates.bytes(
        "prices.jte",
        Map.of(
            "mode", mode,
            "query", query,
            "said", said,
            "rows", rows,
            "summary", summary(pack, found.size())));
  }

  /**
   * Asks again before something costs nothing.
   *
   * @param seen the price that the list showed, minor units; it goes back with the answer
   */
  public static byte[] question(Item item, long seen, Mode mode, String query) {
    return Templates.bytes(
        "free.jte", Map.of("mode", mode, "query", query, "row", row(item), "seen", seen));
  }

  /** What a change is called, once it is on the disk. */
  public static Said changed(Item item) {
    return new Said(
        Tone.GOOD, item.label() + " costs " + Words.money(item.price()) + " now, on every screen.");
  }

  private static Row row(Item item) {
    int digits = Math.max(0, item.price().currency().getDefaultFractionDigits());
    return new Row(
        item.sku().value(),
        item.label(),
        Words.money(item.price()),
        BigDecimal.valueOf(item.price().minor(), digits).toPlainString(),
        item.price().minor());
  }

  private static boolean fits(Item item, String query) {
    String text = (item.label() + " " + item.sku()).toLowerCase(Locale.ROOT);
    return List.of(query.toLowerCase(Locale.ROOT).strip().split("\\s+")).stream()
        .allMatch(text::contains);
  }

  private static String summary(Optional<Pack> pack, int found) {
    if (pack.isEmpty()) {
      return "Nothing is on offer: no pack is loaded.";
    }
    return found > ROWS_MAX
        ? Words.count(found)
            + " items; the first "
            + ROWS_MAX
            + " are shown. Search for the others."
        : Words.counted(found, "item", "items");
  }
}
