package dev.roadcase.core.pack;

import java.util.Currency;

/**
 * An amount in integer minor units of one ISO 4217 currency, within ±10^12.
 *
 * @param minor cents, yen, fils: the currency's own smallest unit
 */
public record Money(long minor, Currency currency) {
  /** Above this no shop's amount is meant; sums of 1,000 such lines still fit a long. */
  public static final long LIMIT = 1_000_000_000_000L;

  public Money {
    if (minor > LIMIT || minor < -LIMIT) {
      throw new IllegalArgumentException("an amount stays within ±" + LIMIT + " minor units");
    }
  }

  public static Money of(long minor, String currency) {
    return new Money(minor, Currency.getInstance(currency));
  }

  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
    }
    return new Money(Math.addExact(minor, other.minor), currency);
  }

  @Override
  public String toString() {
    return java.math.BigDecimal.valueOf(minor, Math.max(0, currency.getDefaultFractionDigits()))
            .toPlainString()
        + " "
        + currency.getCurrencyCode();
  }
}
