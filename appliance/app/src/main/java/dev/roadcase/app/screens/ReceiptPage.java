package dev.roadcase.app.screens;

import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.ledger.Copies;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Sale;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A receipt for the one who bought. */
public final class ReceiptPage {

  /**
   * What a receipt shows.
   *
   * @param names the pack that has the items' names; null when the box no longer has it, and SKUs
   *     do
   * @param refunded minor units given back so far
   * @param taken when the box wrote the sale down
   * @param reference the token as people read it out
   * @param address where this page is found: what its QR code says
   */
  public record Receipt(
      ReceiptToken token,
      String reference,
      String address,
      Sale sale,
      @Nullable Pack names,
      Mode mode,
      Copies copies,
      long refunded,
      Now taken,
      ZoneId zone) {}

  /** One line as it is printed. */
  public record Row(String quantity, String name, String amount) {}

  private ReceiptPage() {}

  /** The page, UTF-8. */
  public static byte[] page(Receipt receipt) {
    Sale sale = receipt.sale();
    List<Row> rows = new ArrayList<>();
    long sum = 0;
    long tax = 0;
    for (Line line : sale.lines()) {
      long amount = TaxRate.extend(line.unitPrice(), line.quantity());
      sum += amount;
      tax += line.tax();
      rows.add(new Row(line.quantity() + " ×", nameOf(line, receipt.names()), money(amount, sale)));
    }
    Pack names = receipt.names();
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("title", names == null ? "Receipt" : "Receipt – " + names.show());
    parameters.put("mode", receipt.mode());
    parameters.put("banner", Words.banner(receipt.mode()));
    parameters.put("rows", rows);
    // Whether the tax is in the prices follows from the sale itself, whatever pack the box has now.
    parameters.put("taxLabel", sum == sale.total() ? "Tax, included" : "Tax, added");
    parameters.put("tax", money(tax, sale));
    parameters.put("total", money(sale.total(), sale));
    parameters.put("refunded", receipt.refunded() == 0 ? "" : money(receipt.refunded(), sale));
    parameters.put("tender", Words.sentence(sale.tender().word()));
    parameters.put(
        "when",
        (receipt.taken().sure() ? "" : "about ")
            + Words.dayAndClock(receipt.taken(), receipt.zone()));
    parameters.put("copies", Words.sentence(Words.copies(receipt.copies())));
    parameters.put("groups", groups(receipt.token()));
    parameters.put("reference", receipt.reference());
    parameters.put("code", QrCode.of(receipt.address()));
    parameters.put("theme", names == null ? "" : ThemeSheet.of(names.looks().theme()).link());
    parameters.put("shop", names == null ? "Receipt" : names.looks().theme().name());
    return Templates.bytes("receipt.jte", parameters);
  }

  /** The receipt as plain text, to be kept in a message or printed by a till roll. */
  public static String text(Receipt receipt) {
    Sale sale = receipt.sale();
    StringBuilder text = new StringBuilder();
    Pack names = receipt.names();
    text.append(names == null ? "Receipt" : names.looks().theme().name()).append('\n');
    if (receipt.mode() != Mode.LIVE) {
      text.append(Words.mode(receipt.mode())).append('\n');
    }
    text.append("Receipt ").append(receipt.reference()).append(", ");
    text.append(TimeOfPrices.words(receipt.taken())).append("\n\n");
    long tax = 0;
    for (Line line : sale.lines()) {
      tax += line.tax();
      text.append(line.quantity()).append(" x ").append(nameOf(line, names)).append("  ");
      text.append(money(TaxRate.extend(line.unitPrice(), line.quantity()), sale)).append('\n');
    }
    text.append("\nTax ").append(money(tax, sale)).append('\n');
    text.append("Total ").append(money(sale.total(), sale)).append('\n');
    if (receipt.refunded() != 0) {
      text.append("Given back ").append(money(receipt.refunded(), sale)).append('\n');
    }
    text.append("\nToken ").append(receipt.token()).append('\n');
    return text.append(receipt.address()).append('\n').toString();
  }

  /** A token in groups of five, as it can be read out and compared. */
  static List<String> groups(ReceiptToken token) {
    List<String> groups = new ArrayList<>();
    String value = token.value();
    for (int i = 0; i < value.length(); i += 5) {
      groups.add(value.substring(i, Math.min(i + 5, value.length())));
    }
    return groups;
  }

  private static String nameOf(Line line, @Nullable Pack names) {
    Item item = names == null ? null : names.items().get(line.sku());
    return item == null ? line.sku().value() : item.label();
  }

  private static String money(long minor, Sale sale) {
    return Words.money(new Money(minor, sale.currency()));
  }
}
