package dev.roadcase.core.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** The sum, against whole numbers of any size. */
class MultisetHashTest {
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  @Property
  void addsModuloTwoToThe256(
      @ForAll @Size(32) byte[] one,
      @ForAll @Size(32) byte[] other,
      @ForAll @Size(32) byte[] third) {
    MultisetHash sum =
        MultisetHash.ofOctets(one)
            .plus(MultisetHash.ofOctets(other))
            .plus(MultisetHash.ofOctets(third));
    BigInteger expected =
        new BigInteger(1, one).add(new BigInteger(1, other)).add(new BigInteger(1, third));
    assertEquals(expected.mod(MODULUS), number(sum));
    assertEquals(
        number(MultisetHash.ofOctets(one).plus(MultisetHash.ofOctets(third))),
        number(sum.minus(MultisetHash.ofOctets(other))));
  }

  @Property
  void hasNoOrder(@ForAll List<@Size(32) byte[]> digests, @ForAll Random chance) {
    List<byte[]> shuffled = new ArrayList<>(digests);
    Collections.shuffle(shuffled, chance);
    assertEquals(sum(digests), sum(shuffled));
  }

  @Property
  void isReadAsItWasWritten(@ForAll @Size(32) byte[] octets) {
    MultisetHash sum = MultisetHash.ofOctets(octets);
    assertEquals(sum, MultisetHash.parse(sum.toString()));
  }

  @Example
  void carriesFromTheLowestToTheHighest() {
    MultisetHash all = new MultisetHash(-1, -1, -1, -1);
    assertEquals(MultisetHash.EMPTY, all.plus(new MultisetHash(0, 0, 0, 1)));
    assertEquals(all, MultisetHash.EMPTY.minus(new MultisetHash(0, 0, 0, 1)));
    assertEquals(MultisetHash.EMPTY, all.minus(all));
    assertEquals(new MultisetHash(1, 0, 0, 0), new MultisetHash(0, -1, -1, -1).plus(one()));
  }

  @Example
  void whatIsNoSumIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> MultisetHash.parse(""));
    assertThrows(IllegalArgumentException.class, () -> MultisetHash.parse("A".repeat(42)));
    assertThrows(IllegalArgumentException.class, () -> MultisetHash.parse("A".repeat(42) + "B"));
    assertThrows(IllegalArgumentException.class, () -> MultisetHash.parse("+".repeat(43)));
  }

  private static MultisetHash one() {
    return new MultisetHash(0, 0, 0, 1);
  }

  private static MultisetHash sum(List<byte[]> digests) {
    MultisetHash sum = MultisetHash.EMPTY;
    for (byte[] digest : digests) {
      sum = sum.plus(MultisetHash.ofOctets(digest));
    }
    return sum;
  }

  private static BigInteger number(MultisetHash sum) {
    byte[] octets = java.util.Base64.getUrlDecoder().decode(sum.toString());
    return new BigInteger(1, octets);
  }
}
