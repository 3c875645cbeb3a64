package dev.roadcase.provisioning.catalogue;

import dev.roadcase.core.pack.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A price as shops write it: digits, a point, no sign of the currency, and no thousands' separator
 * but a space that does not break (U+00A0, U+202F), which can be nothing else.
 *
 * <p>Never guesses. {@code 1.200} is one euro twenty to a parser and twelve hundred to half of
 * Europe, so it is refused, as are decimals that the currency does not have, unless they are zeros.
 */
public final class PriceText {
  private static final Pattern FORM =
      Pattern.compile("\\d+(\\.(?<decimals>\\d+))?|\\.(?<only>\\d+)");

  /** Behind thousands that a space sets apart, a comma and a point mean the same. */
  private static final Pattern SPACED =
      Pattern.compile("\\d{1,3}([\\u00A0\\u202F]\\d{3})+([.,]\\d+)?");

  private static final Pattern CONTINENTAL = Pattern.compile("\\d{1,3}([.\\h’']?\\d{3})*,\\d{1,2}");
  private static final Pattern COMMA =
      Pattern.compile("(\\d+|\\d{1,3}([. ’'\\u00A0\\u202F]\\d{3})+)(,\\d+)?");
  private static final Pattern ENGLISH = Pattern.compile("\\d{1,3}([,\\h’']\\d{3})+(\\.\\d+)?");

  /** Lakhs and crores: 1,23,456.78. */
  private static final Pattern INDIAN = Pattern.compile("\\d{1,2}(,\\d{2})*,\\d{3}(\\.\\d+)?");

  private static final Pattern THOUSANDS = Pattern.compile("[1-9]\\d{0,2}\\.\\d{3}");

  private static final Pattern POINTS = Pattern.compile("\\d{1,3}(\\.\\d{3}){2,}");

  /** {@code 12,-}, {@code 12.--} and {@code 12.}: without a fraction. */
  private static final Pattern WHOLE = Pattern.compile("\\d+[.,][-–—]{0,2}");

  /** {@code 12€50}. */
  private static final Pattern SIGN_BETWEEN = Pattern.compile("\\d+\\h?\\p{Sc}\\h?\\d{1,2}");

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
    int written = decimals(form).length();
    if (written > digits && !onlyZeros(text, decimals(form), digits)) {
      throw new IllegalArgumentException(quoted(text) + finer(text, currency, written));
    }
    return money(text, new BigDecimal(text), currency);
  }

  /**
   * The price, rounded half up, of one with more decimals than the currency has; nothing where it
   * has no more, or its three may be thousands.
   */
  public static Optional<Money> rounded(String text, Currency currency) {
    int digits = currency.getDefaultFractionDigits();
    Matcher form = FORM.matcher(text);
    if (!form.matches() || decimals(form).length() <= digits || mayBeThousands(text)) {
      return Optional.empty();
    }
    return Optional.of(
        money(text, new BigDecimal(text).setScale(digits, RoundingMode.HALF_UP), currency));
  }

  private static Money money(String text, BigDecimal price, Currency currency) {
    BigDecimal minor =
        price
            .movePointRight(currency.getDefaultFractionDigits())
            .setScale(0, RoundingMode.UNNECESSARY);
    if (minor.compareTo(BigDecimal.valueOf(Money.LIMIT)) > 0) {
      throw new IllegalArgumentException(
          quoted(text)
              + "a price is at most "
              + BigDecimal.valueOf(Money.LIMIT, currency.getDefaultFractionDigits())
                  .toPlainString());
    }
    return new Money(minor.longValueExact(), currency);
  }

  private static String decimals(Matcher form) {
    String only = form.group("only");
    String behind = form.group("decimals");
    return only != null ? only : behind != null ? behind : "";
  }

  /**
   * Whether what stands behind the currency's decimals is nothing. Databases write 12.5000, and
   * Shopify 1200.00 for yen.
   */
  private static boolean onlyZeros(String text, String decimals, int digits) {
    return decimals.substring(digits).chars().allMatch(c -> c == '0') && !mayBeThousands(text);
  }

  /** {@code 1.200} is twelve hundred to half of Europe; 0.826 and 1234.500 are nothing but that. */
  private static boolean mayBeThousands(String text) {
    return THOUSANDS.matcher(text).matches();
  }

  private static String finer(String text, Currency currency, int written) {
    int digits = currency.getDefaultFractionDigits();
    String has =
        currency.getCurrencyCode()
            + (digits == 0
                ? " has no decimals; write a whole number, as "
                : " has " + digits + " decimals, not " + written + ": write ");
    return has
        + new BigDecimal(text).setScale(digits, RoundingMode.HALF_UP).toPlainString()
        + (mayBeThousands(text)
            ? ", or " + text.replace(".", "") + " where thousands are meant"
            : "; when all prices are written like this: --round-prices");
  }

  /**
   * The price in minor units, of a file whose decimals follow a comma: {@code 1.234,50}.
   *
   * @throws IllegalArgumentException says what is wrong, and what to write instead
   */
  public static Money withComma(String text, Currency currency) {
    return money(pointed(text, currency), currency);
  }

  /**
   * A price whose decimals follow a comma, as one whose decimals follow a point.
   *
   * @throws IllegalArgumentException says what is wrong, and what to write instead
   */
  static String pointed(String text, Currency currency) {
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
    return text.replaceAll("[. ’'\\u00A0\\u202F]", "").replace(',', '.');
  }

  private static String instead(String text, int digits) {
    if (text.startsWith("-") || text.startsWith("(")) {
      return "a price is not negative";
    }
    String ours = westernDigits(text);
    String bare =
        ours.replaceAll("^[\\p{Sc}\\p{L}\\h]+\\.?\\h*(?=\\d)|[\\p{Sc}\\p{L}\\h]+\\.?$", "");
    if (CONTINENTAL.matcher(bare).matches()) {
      return "write "
          + bare.replaceAll("[.\\h’']", "").replace(',', '.')
          + "; when all prices are written like this: --decimal-comma";
    }
    if (ENGLISH.matcher(bare).matches() || INDIAN.matcher(bare).matches()) {
      return "write " + bare.replaceAll("[,\\h’']", "");
    }
    if (POINTS.matcher(bare).matches()) {
      return "write " + bare.replace(".", "");
    }
    if (WHOLE.matcher(bare).matches()) {
      return "write " + bare.replaceAll("\\D", "");
    }
    if (SIGN_BETWEEN.matcher(ours).matches()) {
      return "write " + ours.replaceAll("[^\\d]+", ".") + ", without a currency";
    }
    if (!bare.equals(text) && FORM.matcher(bare).matches()) {
      return "write " + bare + (bare.equals(ours) ? "" : ", without a currency");
    }
    return "a price is digits with a point, such as "
        + BigDecimal.valueOf(1250, Math.max(0, digits)).toPlainString();
  }

  /** Arabic, Persian, Indian and wide digits as those of this file; their comma and point, too. */
  private static String westernDigits(String text) {
    StringBuilder ours = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          int digit = Character.digit(c, 10);
          if (digit >= 0) {
            ours.append(digit);
          } else {
            ours.appendCodePoint(c == '\u066B' || c == '\uFF0E' ? '.' : c == '\u066C' ? ',' : c);
          }
        });
    return ours.toString();
  }

  private static String quoted(String text) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return "\"" + Unseen.shown(shown.replaceAll("\\p{Cntrl}", "?")) + "\": ";
  }
}
