package dev.roadcase.core.ledger;

import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.core.sale.ReceiptToken;
import java.util.Currency;
import java.util.List;

/** Why a sale is not taken. Nothing is booked, and the device's sequence may be used again. */
public sealed interface SaleRefusal {
  record NotPaired(DeviceId device) implements SaleRefusal {}

  /** The box has no pack yet. */
  record NothingOnOffer() implements SaleRefusal {}

  record UnknownSku(Sku sku) implements SaleRefusal {}

  record WrongCurrency(Currency expected) implements SaleRefusal {}

  /**
   * A line's price is not the pack's.
   *
   * @param line index of the line, from 0
   * @param price unit price that the pack names, minor units
   */
  record WrongPrice(int line, Sku sku, long price) implements SaleRefusal {}

  record WrongTax(int line, Sku sku, long tax) implements SaleRefusal {}

  record WrongTotal(long expected) implements SaleRefusal {}

  /** Amounts that no shop means, or that do not fit. */
  record TooMuch() implements SaleRefusal {}

  /** The prices are of a pack that no longer counts; these are the present ones. */
  record PriceSuperseded(long packVersion, List<Present> prices) implements SaleRefusal {
    public record Present(Sku sku, long price, long tax) {}
  }

  /** This box holds the right to sell {@code held}, and no more. */
  record SoldOut(Sku sku, Quantity wanted, Quantity held) implements SaleRefusal {}

  /** The device has used this sequence for something else, which was kept. */
  record SequenceReused(ReceiptToken kept) implements SaleRefusal {}

  /** The books of this box are old, or another box's as well. */
  record SetBack(SetBackFound evidence) implements SaleRefusal {}
}
