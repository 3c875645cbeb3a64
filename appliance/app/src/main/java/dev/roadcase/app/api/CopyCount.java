package dev.roadcase.app.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.ledger.Booking;
import dev.roadcase.core.ledger.Copies;
import dev.roadcase.core.ledger.Ledger;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.wire.json.Json;
import java.util.function.LongPredicate;

/**
 * How many copies of a booking there are: this box's, and upstream's once its signed ack has come.
 * A lone box has no peers.
 */
public final class CopyCount {
  private final Ledger ledger;
  private final LongPredicate upstreamHasP0;

  /**
   * Copies of what is in {@code ledger}.
   *
   * @param upstreamHasP0 whether upstream's database holds a p0 sequence
   */
  public CopyCount(Ledger ledger, LongPredicate upstreamHasP0) {
    this.ledger = ledger;
    this.upstreamHasP0 = upstreamHasP0;
  }

  boolean upstreamHas(ReceiptToken receipt) {
    Booking booking = ledger.published(receipt);
    return booking != null && upstreamHasP0.test(booking.classSeq());
  }

  public Copies of(Booking booking) {
    return Copies.of(booking.classSeq(), upstreamHasP0);
  }

  ObjectNode json(long classSeq) {
    return Json.MAPPER
        .createObjectNode()
        .put("box", true)
        .put("peers", 0)
        .put("upstream", classSeq > 0 && upstreamHasP0.test(classSeq));
  }
}
