package dev.roadcase.core.pack;

import java.math.BigDecimal;
import java.util.Locale;

/** How many, in integer milli-units: 1000 is one piece, 250 a quarter of a kilogram. 0 … 10^9. */
public record Quantity(long milli) {
  public static final Quantity NONE = new Quantity(0);
  public static final long LIMIT = 1_000_000_000L;

  public Quantity {
    if (milli < 0 || milli > LIMIT) {
      throw new IllegalArgumentException(
          "a quantity is 0 to " + LIMIT + " milli-units, not " + milli);
    }
  }

  public static Quantity pieces(long n) {
    return new Quantity(Math.multiplyExact(n, 1000L));
  }

  /**
   * A number as a person types it: digits, and a point or a comma before up to three decimals.
   *
   * @throws IllegalArgumentException with what to write, when it is anything else
   */
  public static Quantity typed(String text) {
    String number = text.strip();
    if (!number.matches("[0-9]{1,12}(?:[.,][0-9]{1,3})?")) {
      throw new IllegalArgumentException("Write a number, such as 12.");
    }
    long milli = new BigDecimal(number.replace(',', '.')).movePointRight(3).longValueExact();
    if (milli > LIMIT) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "At most %,d can be counted.", LIMIT / 1000));
    }
    return new Quantity(milli);
  }

  /** Whether it is so many pieces, and no part of one. */
  public boolean isWhole() {
    return milli % 1000 == 0;
  }

  public Quantity plus(Quantity other) {
    return new Quantity(milli + other.milli);
  }

  /** Throws when {@code other} is more than this. */
  public Quantity minus(Quantity other) {
    return new Quantity(milli - other.milli);
  }

  public boolean covers(Quantity other) {
    return milli >= other.milli;
  }

  @Override
  public String toString() {
    return BigDecimal.valueOf(milli, 3).stripTrailingZeros().toPlainString();
  }
}
