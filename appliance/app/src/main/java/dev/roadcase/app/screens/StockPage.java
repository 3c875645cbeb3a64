package dev.roadcase.app.screens;

import dev.roadcase.core.pack.CountReason;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.mesh.rights.StockRights.Right;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Where the crew sees what this box may still sell, and corrects it by counting. No script. */
public final class StockPage {
  /** Its address; forms come back to it. */
  public static final String PATH = "/crew/stock";

  /** Longer lists are searched, not scrolled. */
  static final int ROWS_MAX = 40;

  /**
   * An item with its form.
   *
   * @param about "SHIRT-M: 37 left here, 3 sold of 40"
   * @param seen what the box may sell, milli-units; sent back so that a sale in between is noticed
   * @param typed what was refused, to stand in the field again; empty otherwise
   */
  public record Row(String sku, String label, String about, long seen, String typed) {}

  /** A reason to choose. */
  public record Choice(String word, String label) {}

  private StockPage() {}

  /**
   * The page.
   *
   * @param rights what this box may sell of an item
   * @param asOf the journal position of what is shown; it goes back with the form
   * @param query words that title, options or SKU have to contain; empty for all
   * @param said the answer to what was just sent
   * @param refused the SKU and what was typed for it, when that was no number
   */
  public static byte[] page(
      Optional<Pack> pack,
      Function<Item, Right> rights,
      long asOf,
      CrewFrame frame,
      String query,
      Optional<Said> said,
      Optional<Map.Entry<String, String>> refused) {
    List<Item> all = pack.map(p -> List.copyOf(p.items().values())).orElse(List.of());
    List<Item> tracked = all.stream().filter(StockPage::isTracked).toList();
    List<Item> found = tracked.stream().filter(item -> PricePage.fits(item, query)).toList();
    return Templates.bytes(
        "stock.jte",
        Map.of(
            "frame",
            frame,
            "query",
            query,
            "said",
            said,
            "rows",
            found.stream()
                .limit(ROWS_MAX)
                .map(item -> row(item, rights.apply(item), refused))
                .toList(),
            "asOf",
            asOf,
            "choices",
            choices(),
            "summary",
            summary(pack, query, found.size(), all.size() - tracked.size())));
  }

  /**
   * Asks whether what was sold while the crew counted is in the count.
   *
   * @param seen what was shown to the crew
   * @param held what the box may sell now
   * @param asOf the journal position of {@code held}
   */
  public static byte[] question(
      Item item,
      Quantity seen,
      Quantity held,
      Quantity counted,
      CountReason reason,
      long asOf,
      CrewFrame frame,
      String query) {
    long before = Math.clamp(counted.milli() + held.milli() - seen.milli(), 0, Quantity.LIMIT);
    return Templates.bytes(
        "stock-moved.jte",
        Map.of(
            "frame",
            frame,
            "query",
            query,
            "sku",
            item.sku().value(),
            "label",
            item.label(),
            "sentence",
            "While you counted %s, the box went from %s to %s.".formatted(item.label(), seen, held),
            "seen",
            held.milli(),
            "asOf",
            asOf,
            "reason",
            reason.word(),
            "after",
            counted.toString(),
            "before",
            new Quantity(before).toString()));
  }

  /** "Cap: 37 left on this box, on every screen." */
  public static Said counted(Item item, Quantity held) {
    return new Said(Tone.GOOD, item.label() + ": " + held + " left on this box, on every screen.");
  }

  private static boolean isTracked(Item item) {
    return item.stock() instanceof Stock.Tracked;
  }

  private static Row row(Item item, Right right, Optional<Map.Entry<String, String>> refused) {
    String sku = item.sku().value();
    String about =
        sku
            + ": "
            + right.held()
            + " left here, "
            + quantity(right.sold())
            + " sold, "
            + right.granted()
            + " from the pack";
    return new Row(
        sku,
        item.label(),
        right.adjusted() == 0 ? about : about + ", " + difference(right.adjusted()) + " counted",
        right.held().milli(),
        refused.filter(entry -> entry.getKey().equals(sku)).map(Map.Entry::getValue).orElse(""));
  }

  private static String difference(long milli) {
    return quantity(Math.abs(milli)) + (milli < 0 ? " fewer" : " more");
  }

  /** Sums may be beyond what one quantity holds, and what was sold freely is below nothing. */
  private static String quantity(long milli) {
    return BigDecimal.valueOf(Math.max(0, milli), 3).stripTrailingZeros().toPlainString();
  }

  private static List<Choice> choices() {
    return Arrays.stream(CountReason.values())
        .map(reason -> new Choice(reason.word(), label(reason)))
        .toList();
  }

  private static String label(CountReason reason) {
    return switch (reason) {
      case RECOUNT -> "Counted again";
      case DELIVERED -> "More was delivered";
      case DAMAGED -> "Some is damaged";
      case MISSING -> "Some is missing";
      case GIVEN_AWAY -> "Some was given away";
    };
  }

  private static String summary(Optional<Pack> pack, String query, int found, int free) {
    if (pack.isEmpty()) {
      return "Nothing is for sale: no pack is loaded.";
    }
    String items =
        found(query, found)
            + (free == 0
                ? "."
                : "; %s sold without counting."
                    .formatted(Words.counted(free, "other is", "others are")));
    return found > ROWS_MAX ? items + " Only the first are shown: search for the others." : items;
  }

  private static String found(String query, int found) {
    if (found > 0) {
      return Words.counted(found, "item is", "items are") + " counted on this box";
    }
    return query.isBlank() ? "No item is counted on this box" : "No counted item has these words";
  }
}
