package dev.roadcase.app.screens;

import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.ledger.Copies;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Seller;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.pack.Theme;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Reference;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.Tender;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A receipt for the one who bought, or who got money back. */
public final class ReceiptPage {
  /** Where each is found, before its token. */
  public static final String PATH = "/receipts/";

  /** Of a device's id, so many characters tell it from the others of a show. */
  private static final int SHORT_ID = 8;

  /** What the money changed hands for. */
  public sealed interface Deal {
    Currency currency();
  }

  /** A sale. */
  public record Sold(Sale sale) implements Deal {
    @Override
    public Currency currency() {
      return sale.currency();
    }
  }

  /** A refund. */
  public record Returned(Refund refund) implements Deal {
    @Override
    public Currency currency() {
      return refund.currency();
    }
  }

  /**
   * What a receipt shows.
   *
   * @param address where this page is found: what its QR code says
   * @param packs those that the box still has, the present one in front; they have the seller, the
   *     items' names and the rates. Without one, SKUs stand for names
   * @param refunded minor units given back so far
   * @param taken when the box wrote it down
   * @param till the device's name; may be empty
   */
  public record Receipt(
      ReceiptToken token,
      String address,
      Deal deal,
      List<Pack> packs,
      Mode mode,
      Copies copies,
      long refunded,
      Now taken,
      String till,
      DeviceId device) {
    public Receipt {
      packs = List.copyOf(packs);
    }

    Optional<Theme> theme() {
      return packs.stream().findFirst().map(pack -> pack.looks().theme());
    }

    String reference() {
      return Reference.of(token).toString();
    }
  }

  /**
   * One line of a sale.
   *
   * @param detail "2 × €25.00, 21 %"; the quantity only where it is not one
   */
  public record Row(String name, String detail, String amount) {}

  /**
   * A whole receipt in words.
   *
   * @param total what was paid, or given back
   * @param refunded of a sale, what was given back since; may be empty
   * @param rest what is left of a sale after that; may be empty
   * @param note of a refund: the sale's number, and the reason
   */
  public record Said(
      String heading,
      Optional<Seller> seller,
      String when,
      String till,
      List<Row> rows,
      List<TaxTable.Row> taxes,
      String taxNote,
      String totalLabel,
      String total,
      String refunded,
      String rest,
      String paid,
      String saved,
      List<String> note) {
    /** Beyond so many characters three amounts and a rate do not fit beside each other. */
    private static final int SHORT_AMOUNT = 9;

    /** Whether the amounts of the table of tax need more room than a phone is wide. */
    public boolean wide() {
      return taxes.stream().anyMatch(row -> row.gross().length() > SHORT_AMOUNT);
    }
  }

  private ReceiptPage() {}

  /** The page, UTF-8. */
  public static byte[] page(Receipt receipt) {
    return Templates.bytes("receipt.jte", parameters(receipt));
  }

  /** The page for the crew, who has found it: with the way back, and a button that prints. */
  public static byte[] page(Receipt receipt, CrewFrame frame) {
    Map<String, Object> parameters = parameters(receipt);
    parameters.keySet().retainAll(List.of("title", "said", "groups", "reference", "code"));
    parameters.put("frame", frame);
    return Templates.bytes("crew/receipt.jte", parameters);
  }

  private static Map<String, Object> parameters(Receipt receipt) {
    Map<String, Object> parameters = new HashMap<>();
    String shop = receipt.theme().map(Theme::name).orElse("Receipt");
    Said said = said(receipt);
    parameters.put(
        "title", shop.equals("Receipt") ? said.heading() : said.heading() + " – " + shop);
    parameters.put("mode", receipt.mode());
    parameters.put("banner", Words.banner(receipt.mode()));
    parameters.put("theme", receipt.theme().map(theme -> ThemeSheet.of(theme).link()).orElse(""));
    parameters.put("shop", shop);
    parameters.put("said", said);
    parameters.put("groups", groups(receipt.token()));
    parameters.put("reference", receipt.reference());
    parameters.put("code", QrCode.of(receipt.address()));
    return parameters;
  }

  /** The receipt as plain text, to be kept in a message or printed by a till roll. */
  public static String text(Receipt receipt) {
    Said said = said(receipt);
    List<String> lines = new ArrayList<>();
    lines.add(receipt.theme().map(Theme::name).orElse("Receipt"));
    if (receipt.mode() != Mode.LIVE) {
      lines.add(Words.mode(receipt.mode()));
    }
    said.seller()
        .ifPresent(seller -> {
          lines.add(seller.name());
          lines.addAll(seller.address());
          lines.add(seller.taxId());
          lines.add(seller.contact());
        });
    lines.removeIf(String::isBlank);
    lines.add("");
    lines.add(said.heading());
    lines.add(said.when());
    lines.add(said.till());
    lines.add("");
    for (Row row : said.rows()) {
      lines.add(row.name() + "  " + row.amount());
      if (!row.detail().isEmpty()) {
        lines.add("  " + row.detail());
      }
    }
    lines.addAll(said.note());
    lines.add("");
    lines.add(said.totalLabel() + " " + said.total());
    for (TaxTable.Row row : said.taxes()) {
      lines.add(
          "Tax "
              + row.rate()
              + ": net "
              + row.net()
              + ", tax "
              + row.tax()
              + ", gross "
              + row.gross());
    }
    if (!said.refunded().isEmpty()) {
      lines.add("Refunded " + said.refunded());
      lines.add("Left after refund " + said.rest());
    }
    lines.add(said.paid());
    lines.add("");
    lines.add("Receipt number " + receipt.token());
    lines.add(receipt.address() + " (works at the venue)");
    return String.join("\n", lines) + "\n";
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

  /** "Till 2 (d-oVMWvz)". */
  static String till(String name, DeviceId device) {
    String id = device.value().substring(0, SHORT_ID);
    return name.isBlank() ? "till " + id : Words.stranger(name) + " (" + id + ")";
  }

  private static Said said(Receipt receipt) {
    return switch (receipt.deal()) {
      case Sold(Sale sale) -> sold(receipt, sale);
      case Returned(Refund refund) -> returned(receipt, refund);
    };
  }

  private static Said sold(Receipt receipt, Sale sale) {
    List<Pack> packs = ofItsTime(receipt.packs(), sale.packVersion());
    TaxTable taxes = TaxTable.of(sale, packs);
    List<Row> rows = sale.lines().stream().map(line -> row(line, sale, packs, taxes)).toList();
    long refunded = receipt.refunded();
    return new Said(
        "Receipt " + receipt.reference(),
        receipt.theme().flatMap(Theme::seller),
        when(receipt),
        "Sold at " + till(receipt.till(), receipt.device()),
        rows,
        taxes.rows(),
        taxes.included() ? "Prices include tax." : "Tax is added to the prices.",
        "Total (" + sale.currency().getCurrencyCode() + ")",
        money(sale.total(), sale.currency()),
        refunded == 0 ? "" : money(refunded, sale.currency()),
        refunded == 0 ? "" : money(sale.total() - refunded, sale.currency()),
        paid(sale.tender()),
        saved(receipt.copies()),
        List.of());
  }

  private static Said returned(Receipt receipt, Refund refund) {
    List<String> note = new ArrayList<>();
    note.add("Refund for receipt " + Reference.of(refund.of()) + ".");
    if (!refund.reason().isBlank()) {
      note.add("Reason: " + Words.stranger(refund.reason()));
    }
    return new Said(
        "Refund " + receipt.reference(),
        receipt.theme().flatMap(Theme::seller),
        when(receipt),
        "Refunded at " + till(receipt.till(), receipt.device()),
        List.of(),
        List.of(),
        "",
        "Refunded (" + refund.currency().getCurrencyCode() + ")",
        money(refund.amount(), refund.currency()),
        "",
        "",
        "",
        saved(receipt.copies()),
        note);
  }

  private static Row row(Line line, Sale sale, List<Pack> packs, TaxTable taxes) {
    String each =
        line.quantity().equals(Quantity.pieces(1))
            ? ""
            : line.quantity() + " × " + money(line.unitPrice(), sale.currency());
    String rate =
        TaxTable.rate(line, packs, taxes.included())
            .map(found -> "tax " + Words.percent(found))
            .orElse("");
    return new Row(
        nameOf(line, packs),
        each + (each.isEmpty() || rate.isEmpty() ? "" : ", ") + rate,
        money(TaxRate.extend(line.unitPrice(), line.quantity()), sale.currency()));
  }

  /** The pack whose prices the sale was signed against in front, if the box still has it. */
  private static List<Pack> ofItsTime(List<Pack> packs, long version) {
    List<Pack> sorted = new ArrayList<>(packs);
    sorted.sort(
        (one, other) -> Boolean.compare(other.version() == version, one.version() == version));
    return sorted;
  }

  private static String nameOf(Line line, List<Pack> packs) {
    return packs.stream()
        .flatMap(pack -> Optional.ofNullable(pack.items().get(line.sku())).stream())
        .findFirst()
        .map(Item::label)
        .orElse(line.sku().value());
  }

  private static String when(Receipt receipt) {
    ZoneId zone = receipt.theme().flatMap(Theme::zone).orElseGet(ZoneId::systemDefault);
    return (receipt.taken().sure() ? "" : "about ") + Words.moment(receipt.taken(), zone);
  }

  private static String paid(Tender tender) {
    return switch (tender) {
      case CASH -> "Paid in cash.";
      case EXTERNAL -> "Paid by card.";
      case VOUCHER -> "Paid by voucher.";
    };
  }

  private static String saved(Copies copies) {
    return switch (copies) {
      case ONE -> "Saved on this box.";
      case TWO -> "Saved on two boxes.";
      case UPSTREAM -> "Saved and backed up.";
    };
  }

  private static String money(long minor, Currency currency) {
    return Words.money(new Money(minor, currency));
  }
}
