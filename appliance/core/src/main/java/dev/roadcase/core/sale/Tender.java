package dev.roadcase.core.sale;

/** How a sale was paid. Card data never comes near a box: an external terminal took the card. */
public enum Tender {
  CASH("cash"),
  /** Taken by a payment terminal or app of the operator's; the box only notes it. */
  EXTERNAL("external"),
  VOUCHER("voucher");

  private final String word;

  Tender(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Tender of(String word) {
    for (Tender tender : values()) {
      if (tender.word.equals(word)) {
        return tender;
      }
    }
    throw new IllegalArgumentException(
        "a tender is cash, external or voucher, not \"" + word + "\"");
  }
}
