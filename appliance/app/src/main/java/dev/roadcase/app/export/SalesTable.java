package dev.roadcase.app.export;

import dev.roadcase.core.auth.DeviceFact.DevicePaired;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackFact.PackApplied;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Reference;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.SaleFact.RefundGiven;
import dev.roadcase.core.sale.SaleFact.SaleTaken;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Sales as a table: RFC 4180 in UTF-8, a row for each line of a sale and one for each refund.
 * Amounts are in the currency's major unit and never negative: {@code kind} says which way the
 * money went.
 */
final class SalesTable {
  private static final List<String> HEAD =
      List.of(
          "kind",
          "receipt",
          "time",
          "time_sure",
          "device",
          "device_sequence",
          "line",
          "sku",
          "title",
          "quantity",
          "unit_price",
          "amount",
          "tax",
          "receipt_total",
          "currency",
          "tender",
          "refund_of",
          "reason",
          "reference",
          "options",
          "device_name");

  private final OutputStream out;
  private final Mode mode;
  private final Map<Long, Pack> packs = new HashMap<>();
  private final Map<DeviceId, String> names = new HashMap<>();
  private long rows;
  private long otherModes;

  /** A table of one mode's books. */
  SalesTable(OutputStream out, Mode mode) throws IOException {
    this.out = out;
    this.mode = mode;
    write(HEAD);
  }

  void fact(Fact fact) throws IOException {
    if (fact.body() instanceof PackApplied(Pack pack)) {
      packs.put(pack.version(), pack);
    } else if (fact.body() instanceof DevicePaired paired) {
      names.put(paired.device(), paired.name());
    } else if (fact.body() instanceof SaleTaken || fact.body() instanceof RefundGiven) {
      if (fact.mode() == mode) {
        money(fact);
      } else {
        otherModes++;
      }
    }
  }

  private void money(Fact fact) throws IOException {
    if (fact.body() instanceof SaleTaken taken) {
      Sale sale = taken.signed().sale();
      for (int i = 0; i < sale.lines().size(); i++) {
        line(fact, taken.signed().receipt().value(), sale, i);
      }
    } else if (fact.body() instanceof RefundGiven given) {
      refund(fact, given);
    }
  }

  private void line(Fact fact, String receipt, Sale sale, int index) throws IOException {
    Line line = sale.lines().get(index);
    Pack pack = packs.get(sale.packVersion());
    Item item = pack == null ? null : pack.items().get(line.sku());
    Currency currency = sale.currency();
    row(
        List.of(
            "sale",
            text(receipt),
            time(fact),
            fact.now().sure() ? "yes" : "no",
            sale.sequence().device().value(),
            Long.toString(sale.sequence().number()),
            Integer.toString(index + 1),
            text(line.sku().value()),
            text(item == null ? "" : item.title()),
            BigDecimal.valueOf(line.quantity().milli(), 3).stripTrailingZeros().toPlainString(),
            money(line.unitPrice(), currency),
            money(TaxRate.extend(line.unitPrice(), line.quantity()), currency),
            money(line.tax(), currency),
            money(sale.total(), currency),
            currency.getCurrencyCode(),
            sale.tender().name().toLowerCase(Locale.ROOT),
            "",
            "",
            Reference.of(new ReceiptToken(receipt)).toString(),
            text(item == null ? "" : String.join(" / ", item.options())),
            name(sale.sequence().device())));
  }

  private void refund(Fact fact, RefundGiven given) throws IOException {
    Refund refund = given.signed().refund();
    row(
        List.of(
            "refund",
            text(given.signed().receipt().value()),
            time(fact),
            fact.now().sure() ? "yes" : "no",
            refund.sequence().device().value(),
            Long.toString(refund.sequence().number()),
            "",
            "",
            "",
            "",
            "",
            money(refund.amount(), refund.currency()),
            "",
            money(refund.amount(), refund.currency()),
            refund.currency().getCurrencyCode(),
            "",
            text(refund.of().value()),
            text(refund.reason()),
            Reference.of(given.signed().receipt()).toString(),
            "",
            name(refund.sequence().device())));
  }

  private void row(List<String> cells) throws IOException {
    write(cells);
    rows++;
  }

  private void write(List<String> cells) throws IOException {
    StringBuilder line = new StringBuilder();
    for (String cell : cells) {
      line.append(line.isEmpty() ? "" : ",").append(quoted(cell));
    }
    out.write(line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  long rows() {
    return rows;
  }

  /** Sales and refunds of other modes: not in this table. */
  long otherModes() {
    return otherModes;
  }

  /**
   * What somebody typed. A spreadsheet takes a cell that begins like a formula for one, and runs
   * it.
   */
  static String text(String typed) {
    return !typed.isEmpty() && "=+-@\t\r".indexOf(typed.charAt(0)) >= 0 ? "'" + typed : typed;
  }

  static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }

  private static String money(long minor, Currency currency) {
    return BigDecimal.valueOf(minor, Math.max(0, currency.getDefaultFractionDigits()))
        .toPlainString();
  }

  /** As the device was called when it was last paired: a stranger chose it. */
  private String name(DeviceId device) {
    return text(names.getOrDefault(device, ""));
  }

  private static String time(Fact fact) {
    return Instant.ofEpochMilli(fact.now().wall()).toString();
  }
}
