package dev.roadcase.core.ledger;

import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.core.sale.ReceiptToken;
import java.util.Currency;

/** The answer to a refund. */
public sealed interface RefundOutcome {
  record Given(ReceiptToken receipt, boolean again) implements RefundOutcome {}

  /** No, and why. */
  sealed interface Refused extends RefundOutcome {}

  record NotPaired(DeviceId device) implements Refused {}

  /** No sale with that receipt is in the books of this box. */
  record UnknownSale(ReceiptToken of) implements Refused {}

  record WrongCurrency(Currency expected) implements Refused {}

  /**
   * More than what is left of the sale.
   *
   * @param left minor units that may still be given back
   */
  record MoreThanTaken(long left) implements Refused {}

  record SequenceReused(ReceiptToken kept) implements Refused {}

  /** The books of this box are old, or another box's as well. */
  record SetBack(SetBackFound evidence) implements Refused {}
}
