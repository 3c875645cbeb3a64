package dev.roadcase.provisioning.catalogue;

import java.time.LocalDate;
import java.util.Currency;
import java.util.Set;

/**
 * What the export does not say.
 *
 * @param currency of all its prices
 * @param taxClasses beyond {@link #STANDARD} and {@link #NONE}, in lower case: a product is in one
 *     when it bears the tag {@code tax:<class>}, or when the export says so
 * @param unpublishedToo whether products that are hidden from the online store are sold here: those
 *     that a shop sells over its counter alone
 * @param distinctSkus whether a SKU that stands at a second variant is replaced there by one made
 *     from handle and options, instead of being a problem
 * @param decimalComma whether prices are written 1.234,50
 * @param roundPrices whether a price with more decimals than the currency has is rounded, half up,
 *     instead of being a problem
 * @param on the day of the show, for prices that are lower on some days
 */
public record Terms(
    Currency currency,
    Set<String> taxClasses,
    boolean unpublishedToo,
    boolean distinctSkus,
    boolean decimalComma,
    boolean roundPrices,
    LocalDate on) {
  /** The class of whatever is taxed and not otherwise marked. */
  public static final String STANDARD = "standard";

  /** The class of what the shop says is not taxable. */
  public static final String NONE = "none";

  public Terms {
    taxClasses = Set.copyOf(taxClasses);
    if (currency.getDefaultFractionDigits() < 0) {
      throw new IllegalArgumentException(currency.getCurrencyCode() + " is no currency of a shop");
    }
  }

  /** Prices are not rounded. */
  public Terms(
      Currency currency,
      Set<String> taxClasses,
      boolean unpublishedToo,
      boolean distinctSkus,
      boolean decimalComma,
      LocalDate on) {
    this(currency, taxClasses, unpublishedToo, distinctSkus, decimalComma, false, on);
  }

  /** A shop's export with nothing special about it. */
  public static Terms of(Currency currency, Set<String> taxClasses, LocalDate on) {
    return new Terms(currency, taxClasses, false, false, false, on);
  }
}
