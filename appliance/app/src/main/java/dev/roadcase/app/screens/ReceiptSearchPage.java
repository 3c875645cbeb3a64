package dev.roadcase.app.screens;

import dev.roadcase.core.ledger.Booking;
import dev.roadcase.core.pack.Money;
import java.util.List;
import java.util.Map;

/** A form in which the crew finds a receipt. */
public final class ReceiptSearchPage {
  public static final String PATH = "/crew/receipts";

  /** Beyond so many of one reference somebody made them so: more of it has to be given. */
  public static final int ALIKE_MAX = 10;

  /** One of several receipts with the same number. */
  public record Candidate(String address, String words) {}

  private ReceiptSearchPage() {}

  /**
   * The page, UTF-8.
   *
   * @param typed what was looked for; empty when nothing was
   * @param found none, or several
   */
  public static byte[] page(CrewFrame frame, String typed, List<Candidate> found) {
    String said =
        typed.isEmpty()
            ? ""
            : found.isEmpty()
                ? "No receipt with that number on this box. Check the number; another box may have"
                    + " taken the sale."
                : "More than one receipt has that number. Which one?";
    return Templates.bytes(
        "receipts.jte",
        Map.of(
            "frame", frame,
            "typed", typed,
            "said", said,
            "found", found));
  }

  /**
   * A receipt to choose from.
   *
   * @param till the device's name; may be empty
   */
  public static Candidate candidate(Booking booking, String address, String till) {
    String kind = booking.kind() == Booking.Kind.SALE ? "Sale" : "Refund";
    return new Candidate(
        address,
        kind
            + " of "
            + Words.money(new Money(booking.amount(), booking.currency()))
            + ", "
            + ReceiptPage.till(till, booking.sequence().device())
            + ", receipt "
            + booking.receipt().value().substring(0, 12)
            + "…");
  }
}
