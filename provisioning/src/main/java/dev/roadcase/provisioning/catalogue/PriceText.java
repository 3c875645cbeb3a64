package dev.roadcase.provisioning.catalogue;

import dev.roadcase.core.pack.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A price as shops write it: digits, a point, no sign of the currency, and no thousands' separator
 * but a space that does not break (U+00A0, U+202F), which can be nothing else.
 *
 * <p>Never guesses. {@code 1.200} is one euro twenty to a parser and twelve hundred to half of
 * Europe, so more decimals than the currency has are refused.
 */
public final class PriceText {
  private static final Pattern FORM = Pattern.compile("(?<whole>\\d+)(\\.(?<decimals>\\d+))?");

  /** Behind thousands that a space sets apart, a comma and a point mean the same. */
  private static final Pattern SPACED =
      Pattern.compile("\\d{1,3}([\\u00A0\\u202F]\\d{3})+([.,]\\d+)?");

  private static final Pattern CONTINENTAL = Pattern.compile("\\d{1,3}([.\\h’']?\\d{3})*,\\d{1,2}");
  private static final Pattern COMMA =
      Pattern.compile("(\\d+|\\d{1,3}([. ’'\\u00A0\\u202F]\\d{3})+)(,\\d+)?");
  private static final Pattern ENGLISH = Pattern.compile("\\d{1,3}([,\\h’']\\d{3})+(\\.\\d+)?");

  private PriceText() {}

  /**
   * The price in minor units.
   *
   * @throws IllegalArgumentException says what is wrong, and what to write instead
   */
  public static Money money(String text, Currency currency) {
    int digits = currency.getDefaultFractionDigits();
    if (SPACED.matcher(text).matches()) {
      return money(text.replaceAll("[\\u00A0\\u202F]", "").replace(',', '.'), currency);
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(quoted(text) + instead(text, digits));
    }
    String decimals = form.group("decimals");
    int written = decimals == null ? 0 : decimals.length();
    boolean noneMeant = digits == 0 && decimals != null && decimals.chars().allMatch(c -> c == '0');
    // Shopify writes 1200.00 for yen, too; three zeros would be a thousands' separator again.
    if (written > digits && !(noneMeant && written <= 2)) {
      throw new IllegalArgumentException(
          quoted(text)
              + currency.getCurrencyCode()
              + (digits == 0
                  ? " has no decimals; write a whole number"
                  : " has " + digits + " decimals, not " + written));
    }
    BigDecimal minor =
        new BigDecimal(text).movePointRight(digits).setScale(0, RoundingMode.UNNECESSARY);
    if (minor.compareTo(BigDecimal.valueOf(Money.LIMIT)) > 0) {
      throw new IllegalArgumentException(quoted(text) + "a price is at most 10^12 minor units");
    }
    return new Money(minor.longValueExact(), currency);
  }

  /**
   * The price in minor units, of a file whose decimals follow a comma: {@code 1.234,50}.
   *
   * @throws IllegalArgumentException says what is wrong, and what to write instead
   */
  public static Money withComma(String text, Currency currency) {
    if (!COMMA.matcher(text).matches()) {
      throw new IllegalArgumentException(
          quoted(text)
              + (FORM.matcher(text).matches()
                  ? "has a point, and --decimal-comma says that decimals follow a comma"
                  : "a price is digits with a comma, such as "
                      + BigDecimal.valueOf(1250, Math.max(0, currency.getDefaultFractionDigits()))
                          .toPlainString()
                          .replace('.', ',')));
    }
    return money(text.replaceAll("[. ’'\\u00A0\\u202F]", "").replace(',', '.'), currency);
  }

  private static String instead(String text, int digits) {
    if (text.startsWith("-") || text.startsWith("(")) {
      return "a price is not negative";
    }
    String bare = text.replaceAll("^[\\p{Sc}A-Za-z\\h]+(?=\\d)|[\\p{Sc}A-Za-z\\h]+$", "");
    if (CONTINENTAL.matcher(bare).matches()) {
      return "write "
          + bare.replaceAll("[.\\h’']", "").replace(',', '.')
          + "; when all prices are written like this: --decimal-comma";
    }
    if (ENGLISH.matcher(bare).matches()) {
      return "write " + bare.replaceAll("[,\\h’']", "");
    }
    if (!bare.equals(text) && FORM.matcher(bare).matches()) {
      return "write " + bare + ", without a currency";
    }
    return "a price is digits with a point, such as "
        + BigDecimal.valueOf(1250, Math.max(0, digits)).toPlainString();
  }

  private static String quoted(String text) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return "\"" + Unseen.shown(shown.replaceAll("\\p{Cntrl}", "?")) + "\": ";
  }
}
