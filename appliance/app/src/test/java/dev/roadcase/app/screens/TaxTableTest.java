package dev.roadcase.app.screens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.Tender;
import java.time.Duration;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tax of a receipt, by rate. */
class TaxTableTest {
  private static final Map<String, Integer> RATES =
      Map.of("standard", 210_000, "reduced", 60_000, "none", 0);

  @Test
  void threeRatesAreThreeRowsHighestFirst() {
    Sale sale =
        sale(
            5495,
            line("STANDARD", 1, 4995, 867),
            line("REDUCED", 1, 350, 20),
            line("NONE", 1, 150, 0));
    assertEquals(
        List.of(
            row("21", "€41.28", "€8.67", "€49.95"),
            row("6", "€3.30", "€0.20", "€3.50"),
            row("0", "€1.50", "€0.00", "€1.50")),
        TaxTable.of(sale, List.of(pack("EUR"))).rows());
  }

  @Test
  void nothingIsRoundedAgain() {
    // Three times 0.10 with 21 %: 1.736 cents each, booked as 2; of 0.30 together it would be 5.
    Sale sale =
        sale(
            30, line("STANDARD", 1, 10, 2), line("STANDARD", 1, 10, 2), line("STANDARD", 1, 10, 2));
    assertEquals(
        List.of(row("21", "€0.24", "€0.06", "€0.30")),
        TaxTable.of(sale, List.of(pack("EUR"))).rows());
  }

  @Test
  void taxOnTopMakesTheGrossLarger() {
    Sale sale = sale(12_100, line("STANDARD", 2, 5000, 2100));
    TaxTable table = TaxTable.of(sale, List.of(pack("EUR")));
    assertEquals(false, table.included());
    assertEquals(List.of(row("21", "€100.00", "€21.00", "€121.00")), table.rows());
  }

  @Test
  void aLineWhoseItemIsGoneHasTheOneRateThatFits() {
    Sale sale = sale(1100, line("GONE", 1, 1000, 174), line("GONE-TOO", 1, 100, 9));
    assertEquals(
        List.of(row("21", "€8.26", "€1.74", "€10.00"), other("€0.91", "€0.09", "€1.00")),
        TaxTable.of(sale, List.of(pack("EUR"))).rows());
    assertEquals(List.of(other("€9.17", "€1.83", "€11.00")), TaxTable.of(sale, List.of()).rows());
  }

  @Test
  void whatWasBookedCountsAndNotWhatThePackSaysToday() {
    // The item's class has another rate now: the line was taxed by 6 %.
    Sale sale = sale(1000, line("STANDARD", 1, 1000, 57));
    assertEquals(
        List.of(row("6", "€9.43", "€0.57", "€10.00")),
        TaxTable.of(sale, List.of(pack("EUR"))).rows());
  }

  private static TaxTable.Row row(String percent, String net, String tax, String gross) {
    return new TaxTable.Row(percent + "\u00a0%", net, tax, gross);
  }

  private static TaxTable.Row other(String net, String tax, String gross) {
    return new TaxTable.Row("Other", net, tax, gross);
  }

  private static Line line(String sku, int pieces, long price, long tax) {
    return new Line(new Sku(sku), Quantity.pieces(pieces), price, tax);
  }

  private static Sale sale(long total, Line... lines) {
    return new Sale(
        new DeviceSequence(new DeviceId("d-AAAAAAAAAAAAAAAA"), 1),
        "A".repeat(22),
        1,
        List.of(lines),
        Tender.CASH,
        total,
        Currency.getInstance("EUR"));
  }

  private static Pack pack(String currency) {
    Map<String, TaxRate> rates = new LinkedHashMap<>();
    Map<Sku, Item> items = new LinkedHashMap<>();
    RATES.forEach((name, ppm) -> {
      rates.put(name, new TaxRate(ppm));
      Sku sku = new Sku(name.toUpperCase(java.util.Locale.ROOT));
      items.put(
          sku,
          new Item(sku, name, name, List.of(), "", Money.of(1, currency), name, Stock.UNTRACKED));
    });
    return new Pack(
        new PackId("ab".repeat(32)),
        new FleetId("fleet"),
        "show",
        1,
        Currency.getInstance(currency),
        true,
        rates,
        Duration.ZERO,
        new PublicKey("A".repeat(43), "B".repeat(42) + "A"),
        items);
  }
}
