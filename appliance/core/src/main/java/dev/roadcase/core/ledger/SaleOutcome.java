package dev.roadcase.core.ledger;

import dev.roadcase.core.sale.ReceiptToken;

/** The answer to a sale. */
public sealed interface SaleOutcome {
  /**
   * In the books.
   *
   * @param again this very sale was in the books already; the answer is the first one, repeated
   */
  record Taken(ReceiptToken receipt, boolean again) implements SaleOutcome {}

  record Refused(SaleRefusal why) implements SaleOutcome {}
}
