package dev.roadcase.core.pack;

import java.math.BigInteger;

/**
 * A tax rate in parts per million, so that 8.875 % is exact: 0 … 1,000,000 (100 %).
 *
 * <p>Every line is rounded half up by itself, as tills print it.
 */
public record TaxRate(int partsPerMillion) {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  public TaxRate {
    if (partsPerMillion < 0 || partsPerMillion > 1_000_000) {
      throw new IllegalArgumentException("a tax rate is 0 % to 100 %");
    }
  }

  /** The tax that is contained in a gross amount, minor units. */
  public long containedIn(long gross) {
    return halfUp(
        BigInteger.valueOf(gross).multiply(BigInteger.valueOf(partsPerMillion)),
        MILLION.add(BigInteger.valueOf(partsPerMillion)));
  }

  /** The tax that comes on top of a net amount, minor units. */
  public long onTopOf(long net) {
    return halfUp(BigInteger.valueOf(net).multiply(BigInteger.valueOf(partsPerMillion)), MILLION);
  }

  /** What {@code quantity} of something costs at {@code unitPrice} minor units a piece. */
  public static long extend(long unitPrice, Quantity quantity) {
    return halfUp(
        BigInteger.valueOf(unitPrice).multiply(BigInteger.valueOf(quantity.milli())),
        BigInteger.valueOf(1000));
  }

  private static long halfUp(BigInteger numerator, BigInteger denominator) {
    // Amounts are never negative here: a refund is an amount of its own, not a negative sale.
    return numerator
        .shiftLeft(1)
        .add(denominator)
        .divide(denominator.shiftLeft(1))
        .longValueExact();
  }
}
