package dev.roadcase.core.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
  private static final Reference KNOWN = new Reference(0x8d_294f_ce3cL);

  @Test
  void itIsTheFirstFortyBitsOfTheToken() {
    assertEquals("0000-0000", Reference.of(new ReceiptToken("A".repeat(43))).toString());
    // 0x8d294fce3c…, so 10001 10100 10100 10100 11111 10011 10001 11100.
    assertEquals(
        "HMMM-ZKHW", Reference.of(new ReceiptToken("jSlPzjw" + "A".repeat(36))).toString());
    assertEquals(KNOWN, Reference.of(new ReceiptToken("jSlPzjw" + "A".repeat(36))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HMMM-ZKHW",
        "hmmm-zkhw",
        "HMMMZKHW",
        " hmmm zkhw ",
        "HM MM ZK HW",
        "H-M-M-M-Z-K-H-W",
        "HMMM\u2013ZKHW",
        "HMMM\u00a0ZKHW",
      })
  void howeverItIsTypedItIsTheSame(String typed) {
    assertEquals(Optional.of(KNOWN), Reference.typed(typed));
  }

  @Test
  void lettersThatLookLikeDigitsAreTakenForThem() {
    assertEquals(Reference.typed("0011-1010"), Reference.typed("oOiI-LolO".replace("ol", "0l")));
    assertEquals(Reference.typed("1110-0110"), Reference.typed("Iil0-OLlo"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "HMMM-ZKH", "HMMM-ZKHWX", "HMMM-ZKHU", "HMMM_ZKHW", "äöüß-ZKHW"})
  void whatIsNoneIsNone(String typed) {
    assertEquals(Optional.empty(), Reference.typed(typed));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    SplittableRandom chance = new SplittableRandom(7);
    for (int i = 0; i < 1000; i++) {
      Reference reference = new Reference(chance.nextLong(1L << Reference.BITS));
      assertEquals(Optional.of(reference), Reference.typed(reference.toString()));
    }
    assertThrows(IllegalArgumentException.class, () -> new Reference(1L << Reference.BITS));
    assertThrows(IllegalArgumentException.class, () -> new Reference(-1));
  }
}
