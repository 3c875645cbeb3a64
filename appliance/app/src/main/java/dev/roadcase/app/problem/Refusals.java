package dev.roadcase.app.problem;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.disk.DiskSpace;
import dev.roadcase.core.auth.PairOutcome;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.ledger.Booking;
import dev.roadcase.core.ledger.RefundOutcome;
import dev.roadcase.core.ledger.SaleRefusal;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.wire.json.Json;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.function.Function;

/** The "no" of the rules, and of the box itself, as problems. */
public final class Refusals {
  private Refusals() {}

  /**
   * Why a sale is not taken.
   *
   * @param currency of the sale, for the person at the till
   * @param goods what they call it, by its SKU
   */
  public static Problem of(SaleRefusal refusal, Currency currency, Function<Sku, String> goods) {
    return switch (refusal) {
      case SaleRefusal.NotPaired(var device) -> notPaired(device);
      case SaleRefusal.NothingOnOffer() ->
          Problem.of(
                  503,
                  "nothing-on-offer",
                  "The box has no pack",
                  "It cannot sell before the crew has loaded the show's pack.")
              .hint("Set \"pack\" in roadcase.toml and start the box again.");
      case SaleRefusal.UnknownSku(var sku) ->
          Problem.of(
                  422,
                  "unknown-sku",
                  "Not on offer here",
                  "This box does not sell \"" + sku + "\". Load the catalogue again.")
              .with(node().put("sku", sku.value()));
      case SaleRefusal.WrongCurrency(var expected) -> wrongCurrency(expected);
      case SaleRefusal.WrongPrice(var line, var sku, var price) ->
          Problem.of(
                  422,
                  "wrong-price",
                  "The price is not the pack's",
                  "Line "
                      + (line + 1)
                      + " ("
                      + sku
                      + ") costs "
                      + amount(price, currency)
                      + " a piece.")
              .with(node().put("line", line).put("sku", sku.value()).put("price", price));
      case SaleRefusal.WrongTax(var line, var sku, var tax) ->
          Problem.of(
                  422,
                  "wrong-tax",
                  "The tax is not the pack's",
                  "Line " + (line + 1) + " (" + sku + ") has " + amount(tax, currency) + " of tax.")
              .with(node().put("line", line).put("sku", sku.value()).put("tax", tax));
      case SaleRefusal.WrongTotal(var expected) ->
          Problem.of(
                  422,
                  "wrong-total",
                  "The total does not add up",
                  "The lines come to " + amount(expected, currency) + ".")
              .with(node().put("total", expected));
      case SaleRefusal.TooMuch() ->
          Problem.of(
              422,
              "too-much",
              "No shop means such an amount",
              "A line and a total stay within " + amount(Money.LIMIT, currency) + ".");
      case SaleRefusal.PriceSuperseded superseded -> priceSuperseded(superseded);
      case SaleRefusal.SoldOut(var sku, var wanted, var held) ->
          Problem.of(
                  409,
                  "sold-out",
                  held.milli() == 0 ? "Sold out" : "Not so many left",
                  held.milli() == 0
                      ? goods.apply(sku) + " is sold out."
                      : "Only " + held + " of " + goods.apply(sku) + " left.")
              .with(
                  node()
                      .put("sku", sku.value())
                      .put("wanted", wanted.milli())
                      .put("left", held.milli()));
      case SaleRefusal.SequenceReused(var kept) -> sequenceReused(kept);
      case SaleRefusal.SetBack(var evidence) -> setBack(evidence);
    };
  }

  /**
   * Why a refund is not given.
   *
   * @param currency of the refund, for the person at the till
   */
  public static Problem of(RefundOutcome.Refused refusal, Currency currency) {
    return switch (refusal) {
      case RefundOutcome.NotPaired(var device) -> notPaired(device);
      case RefundOutcome.UnknownSale(var of) ->
          Problem.of(
              404,
              "unknown-sale",
              "No such sale in these books",
              "This box knows no sale with that receipt. Ask the box that took it.");
      case RefundOutcome.WrongCurrency(var expected) -> wrongCurrency(expected);
      case RefundOutcome.MoreThanTaken(var left) ->
          Problem.of(
                  409,
                  "more-than-taken",
                  "More than is left of the sale",
                  "At most " + amount(left, currency) + " can still be given back.")
              .with(node().put("left", left));
      case RefundOutcome.SequenceReused(var kept) -> sequenceReused(kept);
      case RefundOutcome.SetBack(var evidence) -> setBack(evidence);
    };
  }

  public static Problem of(PairOutcome.Refused refusal) {
    return switch (refusal) {
      case PairOutcome.CodeUnknown() ->
          Problem.of(
              403,
              "pairing-code-unknown",
              "That code opens nothing",
              "Check it for typing errors, or ask the crew for a new one.");
      case PairOutcome.CodeExpired() ->
          Problem.of(
              403,
              "pairing-code-expired",
              "That code has expired",
              "A code lives ten minutes. Ask the crew for a new one.");
      case PairOutcome.CodeUsed() ->
          Problem.of(
                  409,
                  "pairing-code-used",
                  "That code was used by another device",
                  "Ask the crew for a new one.")
              .hint("If you did not pair the other device, revoke it: roadcase box devices.");
      case PairOutcome.DigitsDue() ->
          Problem.of(
                  409,
                  "digits-due",
                  "Its six digits are not here yet",
                  "It has promised digits and not shown them. Approve it when both screens do.")
              .hint("If they stay away, refuse it: something may answer in the box's place.");
      case PairOutcome.KeyRevoked() ->
          Problem.of(
              403,
              "key-revoked",
              "This device is blocked",
              "Its key was blocked for good. Make a new key and pair again.");
      case PairOutcome.KeySuspended() ->
          Problem.of(
                  403,
                  "suspended",
                  "This device is suspended",
                  "Two different things were signed under one number. Nothing is taken from it until the"
                      + " crew lets it go on.")
              .hint("A code does not lift that: Devices on the panel, or roadcase box resume.");
      case PairOutcome.TooManyTries(var seconds) ->
          Problem.of(
                  429,
                  "too-many-tries",
                  "Too many wrong codes",
                  "Try again in " + seconds + " seconds.")
              .retryAfter((int) seconds);
    };
  }

  /** What cannot be done at the moment, and may be asked for again. */
  public static Problem of(NotNow e) {
    Problem problem =
        switch (e.reason()) {
          case DISK_FULL ->
              Problem.of(
                      503,
                      "disk-full",
                      "The box's disk is full",
                      "Nothing was booked. Keep the sale on the till and try again.")
                  .hint(DiskSpace.HOW_TO_FREE + " The box goes on by itself.");
          case TOO_BUSY ->
              Problem.of(
                      503,
                      "too-busy",
                      "The box has more to do than it can",
                      "Nothing was booked. Try again in a moment.")
                  .hint("More requests wait for the disk than the mailbox holds.");
          case STOPPING ->
              Problem.of(
                  503,
                  "stopping",
                  "The box is stopping",
                  "Nothing was booked. Try again when it is back.");
        };
    return problem.retryAfter(e.retryAfterSeconds());
  }

  /** More than one receipt has that reference: one in a million at a million sales. */
  public static Problem severalReceipts(List<Booking> found) {
    ObjectNode more = node();
    ArrayNode receipts = more.putArray("receipts");
    for (Booking booking : found) {
      receipts
          .addObject()
          .put("receipt", booking.receipt().value())
          .put("kind", booking.kind() == Booking.Kind.SALE ? "sale" : "refund")
          .put("total", booking.amount())
          .put("currency", booking.currency().getCurrencyCode())
          .put("device", booking.sequence().device().value());
    }
    return Problem.of(
            409,
            "several-receipts",
            "More than one receipt has that number",
            "Ask for one of them by its full receipt number.")
        .with(more);
  }

  /** The receipt is known, and is no sale's. */
  public static Problem notASale() {
    return Problem.of(
        422,
        "not-a-sale",
        "That receipt is a refund's",
        "Only a sale can be refunded. Take the receipt of the sale that was paid.");
  }

  public static Problem notPaired(DeviceId device) {
    return Problem.of(
        403,
        "not-paired",
        "This device is not paired",
        device + " was never paired with this box, or is blocked. Ask the crew for a code.");
  }

  public static Problem nothingToDo(Role role) {
    return Problem.of(
            403,
            "role-has-no-duty",
            "There is nothing for this device to do",
            "The show's pack gives the role \""
                + role.word()
                + "\" no scope. Ask the crew to pair it in another role.")
        .hint("The device is paired. Give the role a scope in the roster, and bring a new pack.");
  }

  public static Problem shareTaken() {
    return Problem.of(
            429,
            "too-many-tokens",
            "It holds more living tokens than its share",
            "Use the token that the device has, until two thirds of its life are over.")
        .retryAfter(60);
  }

  public static Problem noMoreTokens() {
    return Problem.of(
            503,
            "no-more-tokens",
            "No more tokens fit the status list",
            "More devices than a box has places for asked for one in an hour. Try in a minute.")
        .retryAfter(60);
  }

  public static Problem deskIsFull() {
    return Problem.of(
            429,
            "desk-is-full",
            "Too many devices wait for the crew",
            "Ask the crew to approve or refuse those that wait; then try again.")
        .retryAfter(60);
  }

  public static Problem badSignature() {
    return Problem.of(
        422,
        "bad-signature",
        "The signature is not the device's",
        "What came in is not signed by the key that this device was paired with.");
  }

  /** Worth asking again only when a person has been there. */
  private static Problem setBack(SetBackFound evidence) {
    return Problem.of(
            503,
            "set-back",
            "The books of this box are old",
            "Nothing was booked. Keep the sale on the till, and send it again when the crew has put"
                + " the box right.")
        .hint(SetBackWords.evidence(evidence) + " " + SetBackWords.TO_DO)
        .retryAfter(60);
  }

  private static Problem wrongCurrency(Currency expected) {
    return Problem.of(
            422,
            "wrong-currency",
            "Not in this currency",
            "This show trades in " + expected.getCurrencyCode() + ".")
        .with(node().put("currency", expected.getCurrencyCode()));
  }

  private static Problem sequenceReused(ReceiptToken kept) {
    return Problem.of(
            409,
            "sequence-reused",
            "This sequence number was used for something else",
            "What was booked first is kept; this was not booked. The device is suspended: nothing more"
                + " is taken from it until the crew lets it go on.")
        .hint(
            "The device lost its count, or two share one key. Let it go on: Devices on the panel, or"
                + " roadcase box resume. It then counts on from lastSequence of its next token.")
        .with(node().put("kept", kept.value()));
  }

  private static Problem priceSuperseded(SaleRefusal.PriceSuperseded superseded) {
    ObjectNode more = node().put("pack", superseded.packVersion());
    ArrayNode prices = more.putArray("prices");
    for (SaleRefusal.PriceSuperseded.Present p : superseded.prices()) {
      prices.addObject().put("sku", p.sku().value()).put("price", p.price()).put("tax", p.tax());
    }
    return Problem.of(
            409,
            "price-superseded",
            "That is not the present price",
            "Show the customer the present prices and sign the sale again with them.")
        .with(more);
  }

  /** Not as {@code Money}: whatever the rules have computed is shown, not judged again. */
  private static String amount(long minor, Currency currency) {
    int digits = Math.max(0, currency.getDefaultFractionDigits());
    return BigDecimal.valueOf(minor, digits).toPlainString() + " " + currency.getCurrencyCode();
  }

  private static ObjectNode node() {
    return Json.MAPPER.createObjectNode();
  }
}
