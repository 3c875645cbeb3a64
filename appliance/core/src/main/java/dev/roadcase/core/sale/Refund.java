package dev.roadcase.core.sale;

import java.util.Currency;

/**
 * What a till says it gave back.
 *
 * @param of the receipt of the sale that is refunded
 * @param amount minor units, more than 0
 * @param reason free text for the books, at most 200 characters, may be empty
 */
public record Refund(
    DeviceSequence sequence,
    String nonce,
    ReceiptToken of,
    long amount,
    Currency currency,
    String reason) {
  public Refund {
    if (amount <= 0) {
      throw new IllegalArgumentException("a refund gives back more than nothing");
    }
    if (reason.length() > 200) {
      throw new IllegalArgumentException("a refund's reason has at most 200 characters");
    }
    if (nonce.length() != 22) {
      throw new IllegalArgumentException("a nonce is 128 bits, 22 base64url characters");
    }
  }
}
