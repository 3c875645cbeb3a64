package dev.roadcase.core.ledger;

import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.core.sale.ReceiptToken;
import java.util.Currency;

/** The answer to a refund. */
public sealed interface RefundOutcome {
  record Given(ReceiptToken receipt, boolean again) implements RefundOutcome {}

  record NotPaired(DeviceId device) implements RefundOutcome {}

  /** No sale with that receipt is in the books of this box. */
  record UnknownSale(ReceiptToken of) implements RefundOutcome {}

  record WrongCurrency(Currency expected) implements RefundOutcome {}

  /**
   * More than what is left of the sale.
   *
   * @param left minor units that may still be given back
   */
  record MoreThanTaken(long left) implements RefundOutcome {}

  record SequenceReused(ReceiptToken kept) implements RefundOutcome {}

  /** The books of this box are old, or another box's as well. */
  record SetBack(SetBackFound evidence) implements RefundOutcome {}
}
