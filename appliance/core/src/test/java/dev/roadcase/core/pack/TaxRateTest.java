package dev.roadcase.core.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaxRateTest {
  @ParameterizedTest
  @CsvSource({
    "2500,210000,434",
    "100,210000,17",
    "1,210000,0",
    "3,210000,1",
    "0,210000,0",
    "1000,0,0"
  })
  void containedTaxIsRoundedHalfUp(long gross, int ppm, long tax) {
    assertEquals(tax, new TaxRate(ppm).containedIn(gross));
  }

  @ParameterizedTest
  @CsvSource({"1000,88750,89", "200,25000,5", "20,25000,1", "19,25000,0", "1000,1000000,1000"})
  void taxOnTopIsRoundedHalfUp(long net, int ppm, long tax) {
    assertEquals(tax, new TaxRate(ppm).onTopOf(net));
  }

  @Test
  void aQuarterKiloOfSomethingCostsAQuarter() {
    assertEquals(313, TaxRate.extend(1250, new Quantity(250)));
    assertEquals(0, TaxRate.extend(0, new Quantity(1000)));
  }

  @Test
  void theLargestAmountsStillFit() {
    assertEquals(Money.LIMIT, TaxRate.extend(Money.LIMIT, Quantity.pieces(1)));
    assertThrows(
        ArithmeticException.class,
        () -> TaxRate.extend(Long.MAX_VALUE, new Quantity(Quantity.LIMIT)));
  }
}
