package dev.roadcase.wire.jws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.junit.jupiter.api.Test;

/** The short way to k·G ends where the library's does. */
class BasePointTest {
  private static final BigInteger N = P256.DOMAIN.getN();
  private static final ECPoint G = P256.DOMAIN.getG();

  @Test
  void everyScalarLeadsWhereTheLibraryDoes() {
    BasePoint tables = new BasePoint(1);
    FixedPointCombMultiplier library = new FixedPointCombMultiplier();
    for (BigInteger k : scalars()) {
      assertEquals(library.multiply(G, k), tables.multiply(G, k), k.toString(16));
    }
  }

  @Test
  void aSignatureIsTheSameWithTablesAndWithout() {
    SigningKey key = SigningKey.make(new SecureRandom());
    byte[] message = "two coffees".getBytes(StandardCharsets.US_ASCII);
    byte[] first = key.sign(message);
    for (int i = 0; i < 1_000; i++) {
      key.sign(message);
    }
    assertArrayEquals(first, key.sign(message), "RFC 6979: one message, one signature");
    assertTrue(new Es256(key.publicKey()).verifies(message, first));
  }

  /** The ends, what makes a digit all zeros or all ones, and chance. */
  private static List<BigInteger> scalars() {
    List<BigInteger> scalars = new ArrayList<>();
    BigInteger surplus = BigInteger.ZERO;
    for (int i = 0; i < 52; i++) {
      surplus = surplus.add(BigInteger.ONE.shiftLeft(5 * i));
    }
    for (int i = -40; i <= 40; i++) {
      scalars.add(BigInteger.valueOf(i).mod(N));
      scalars.add(surplus.add(BigInteger.valueOf(i)).mod(N));
    }
    for (int bit = 0; bit < 256; bit++) {
      scalars.add(BigInteger.ONE.shiftLeft(bit).mod(N));
      scalars.add(BigInteger.ONE.shiftLeft(bit).subtract(BigInteger.ONE).add(surplus).mod(N));
    }
    Random chance = new Random(5);
    for (int i = 0; i < 500; i++) {
      scalars.add(new BigInteger(256, chance).mod(N));
    }
    scalars.remove(BigInteger.ZERO);
    return scalars;
  }
}
