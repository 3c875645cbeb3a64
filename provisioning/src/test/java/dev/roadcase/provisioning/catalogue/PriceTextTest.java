package dev.roadcase.provisioning.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Currency;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class PriceTextTest {
  @Property
  void everyAmountIsReadAsItIsWritten(
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long minor) {
    for (String code : new String[] {"EUR", "JPY", "KWD"}) {
      Currency currency = Currency.getInstance(code);
      String text = BigDecimal.valueOf(minor, currency.getDefaultFractionDigits()).toPlainString();
      assertEquals(minor, PriceText.money(text, currency).minor());
    }
  }

  @Property
  void whatIsReadIsNeverSomethingElse(@ForAll String text) {
    try {
      long minor = PriceText.money(text, Currency.getInstance("EUR")).minor();
      assertEquals(0, new BigDecimal(text).compareTo(BigDecimal.valueOf(minor, 2)));
      assertTrue(text.chars().allMatch(c -> c == '.' || Character.isDigit(c)));
    } catch (IllegalArgumentException e) {
      assertTrue(!e.getMessage().isBlank());
    }
  }

  @Example
  void yenHaveNoDecimalsButShopifyWritesThem() {
    Currency yen = Currency.getInstance("JPY");
    assertEquals(1200, PriceText.money("1200", yen).minor());
    assertEquals(1200, PriceText.money("1200.00", yen).minor());
    assertEquals(1200, PriceText.money("1200.0", yen).minor());
    assertTrue(refused("1200.50", "JPY").contains("JPY has no decimals"));
    assertTrue(refused("1.000", "JPY").contains("JPY has no decimals"));
  }

  @Example
  void dinarsHaveThree() {
    assertEquals(1250, PriceText.money("1.250", Currency.getInstance("KWD")).minor());
    assertEquals(1250, PriceText.money("1.25", Currency.getInstance("KWD")).minor());
  }

  @Example
  void whatToWriteInsteadIsSaid() {
    assertTrue(refused("1.234,50", "EUR").contains("write 1234.50"));
    assertTrue(refused("1234,5", "EUR").contains("write 1234.5"));
    assertTrue(refused("12,50", "EUR").contains("write 12.50"));
    assertTrue(refused("1 234,50 €", "EUR").contains("write 1234.50"));
    assertTrue(refused("1,234", "EUR").endsWith("write 1234"));
    assertTrue(refused("EUR 5.00", "EUR").endsWith("write 5.00, without a currency"));
    assertTrue(refused("some", "EUR").contains("such as 12.50"));
    assertTrue(refused("free\u0007", "EUR").contains("free?"));
  }

  @Example
  void aSpaceThatDoesNotBreakPartsThousandsAndNothingElse() {
    Currency euro = Currency.getInstance("EUR");
    assertEquals(123_450, PriceText.money("1\u00A0234,50", euro).minor());
    assertEquals(123_450, PriceText.money("1\u202F234.50", euro).minor());
    assertEquals(123_456_700, PriceText.money("1\u00A0234\u202F567", euro).minor());
    assertEquals(123_450, PriceText.withComma("1\u00A0234,50", euro).minor());
    assertTrue(refused("12\u00A050", "EUR").startsWith("\"12<U+00A0>50\": "));
    assertTrue(refused("1\u00A0234,505", "EUR").contains("2 decimals, not 3"));
    assertTrue(refused("12,50\u00A0€", "EUR").contains("write 12.50"));
    assertTrue(refused("12\u202E50", "EUR").startsWith("\"12?50\": "));
  }

  private static String refused(String text, String currency) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> PriceText.money(text, Currency.getInstance(currency)))
        .getMessage();
  }
}
