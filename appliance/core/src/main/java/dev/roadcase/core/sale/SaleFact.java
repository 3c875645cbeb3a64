package dev.roadcase.core.sale;

import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Reach;

/** Money, as devices signed it. One record a type. */
public sealed interface SaleFact extends FactBody {
  FactType SALE_TAKEN = new FactType("sale-taken", 1, Reach.P0, SaleTaken.class);

  FactType REFUND_GIVEN = new FactType("refund-given", 1, Reach.P0_URGENT, RefundGiven.class);

  FactType SEQUENCE_REUSED = new FactType("sequence-reused", 1, Reach.P1, SequenceReused.class);

  @Override
  default FactType type() {
    return switch (this) {
      case SaleTaken _ -> SALE_TAKEN;
      case RefundGiven _ -> REFUND_GIVEN;
      case SequenceReused _ -> SEQUENCE_REUSED;
    };
  }

  @Override
  default String key() {
    return switch (this) {
      case SaleTaken f -> "sale/" + f.signed().receipt();
      case RefundGiven f -> "sale/" + f.signed().refund().of();
      case SequenceReused f -> "device/" + f.sequence().device();
    };
  }

  record SaleTaken(SignedSale signed) implements SaleFact {}

  record RefundGiven(SignedRefund signed) implements SaleFact {}

  /**
   * A device used one sequence number for two payloads: a fault or a fraud. Noted once a number.
   */
  record SequenceReused(DeviceSequence sequence, ReceiptToken kept, ReceiptToken refused)
      implements SaleFact {}
}
