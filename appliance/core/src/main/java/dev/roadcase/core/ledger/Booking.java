package dev.roadcase.core.ledger;

import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.ReceiptToken;
import java.util.Currency;

/**
 * A sale or a refund in the books.
 *
 * @param position of its fact in this box's journal
 * @param classSeq its sequence in p0, by which upstream acknowledges it
 * @param amount minor units that changed hands: towards the shop for a sale, back for a refund
 * @param refunded minor units given back so far; 0 for a refund
 */
public record Booking(
    ReceiptToken receipt,
    DeviceSequence sequence,
    Kind kind,
    long position,
    long classSeq,
    long amount,
    long refunded,
    Currency currency) {

  /** Which way the money went. */
  public enum Kind {
    SALE,
    REFUND
  }

  Booking refundedBy(long more) {
    return new Booking(
        receipt,
        sequence,
        kind,
        position,
        classSeq,
        amount,
        Math.addExact(refunded, more),
        currency);
  }
}
