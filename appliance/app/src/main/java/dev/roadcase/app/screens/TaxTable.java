package dev.roadcase.app.screens;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.Sale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tax of a sale, by rate. The amounts are those of the lines, as the till signed them and the
 * box booked them: each line was rounded by itself, and nothing is rounded again. A line's rate is
 * that of its item, if that gives the tax which was booked; otherwise the one rate of the pack that
 * does.
 *
 * @param included whether the prices contain the tax; otherwise it comes on top
 */
public record TaxTable(boolean included, List<Row> rows) {

  /** One rate, or what is left of it: minor units. */
  private record Sum(long net, long tax) {
    Sum plus(long moreNet, long moreTax) {
      return new Sum(Math.addExact(net, moreNet), Math.addExact(tax, moreTax));
    }
  }

  /**
   * One rate.
   *
   * @param rate "21 %", or "Other" for what no rate of the packs explains
   */
  public record Row(String rate, String net, String tax, String gross) {}

  public TaxTable {
    rows = List.copyOf(rows);
  }

  /**
   * The table of a sale.
   *
   * @param packs the sale's own in front; may be empty
   */
  static TaxTable of(Sale sale, List<Pack> packs) {
    boolean included = included(sale);
    Map<Optional<Integer>, Sum> sums =
        new TreeMap<>(
            Comparator.comparing(
                (Optional<Integer> rate) -> rate.orElse(-1), Comparator.reverseOrder()));
    for (Line line : sale.lines()) {
      long amount = TaxRate.extend(line.unitPrice(), line.quantity());
      long net = included ? amount - line.tax() : amount;
      sums.merge(
          rate(line, packs, included).map(TaxRate::partsPerMillion),
          new Sum(net, line.tax()),
          (sum, more) -> sum.plus(more.net(), more.tax()));
    }
    List<Row> rows = new ArrayList<>();
    sums.forEach((rate, sum) ->
        rows.add(
            new Row(
                rate.map(ppm -> Words.percent(new TaxRate(ppm))).orElse("Other"),
                money(sum.net(), sale),
                money(sum.tax(), sale),
                money(sum.net() + sum.tax(), sale))));
    return new TaxTable(included, rows);
  }

  /** Whether the tax is in the prices follows from the sale itself, whatever pack there is now. */
  static boolean included(Sale sale) {
    long sum = 0;
    for (Line line : sale.lines()) {
      sum = Math.addExact(sum, TaxRate.extend(line.unitPrice(), line.quantity()));
    }
    return sum == sale.total();
  }

  /** By which rate a line was taxed, if that can be told. */
  static Optional<TaxRate> rate(Line line, List<Pack> packs, boolean included) {
    for (Pack pack : packs) {
      Item item = pack.items().get(line.sku());
      if (item != null && explains(pack.rateOf(item), line, included)) {
        return Optional.of(pack.rateOf(item));
      }
    }
    List<TaxRate> fitting =
        packs.stream()
            .flatMap(pack -> pack.taxRates().values().stream())
            .distinct()
            .filter(rate -> explains(rate, line, included))
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
  }

  private static boolean explains(TaxRate rate, Line line, boolean included) {
    long amount = TaxRate.extend(line.unitPrice(), line.quantity());
    return (included ? rate.containedIn(amount) : rate.onTopOf(amount)) == line.tax();
  }

  private static String money(long minor, Sale sale) {
    return Words.money(new Money(minor, sale.currency()));
  }
}
