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

  /**
   * An amount as a person types it: digits, and a point or a comma before the decimals.
   *
   * @throws IllegalArgumentException with what to write, when it is anything else
   */
  public static Money typed(String text, Currency currency) {
    int digits = Math.max(0, currency.getDefaultFractionDigits());
    String form = digits == 0 ? "\\d{1,13}" : "\\d{1,13}(?:[.,]\\d{1," + digits + "})?";
    String amount = text.strip();
    if (!amount.matches(form)) {
      throw new IllegalArgumentException(
          "write the amount as "
              + java.math.BigDecimal.valueOf(1250L, digits).toPlainString()
              + ", without a currency or a thousands separator");
    }
    long minor =
        new java.math.BigDecimal(amount.replace(',', '.')).movePointRight(digits).longValueExact();
    if (minor > LIMIT) {
      throw new IllegalArgumentException("that price is too high");
    }
    return new Money(minor, currency);
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
