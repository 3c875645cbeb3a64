package dev.roadcase.core.pack;

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
    return java.math.BigDecimal.valueOf(milli, 3).stripTrailingZeros().toPlainString();
  }
}
