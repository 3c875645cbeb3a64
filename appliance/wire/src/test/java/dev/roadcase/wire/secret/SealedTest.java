package dev.roadcase.wire.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SealedTest {
  private static final Argon2id CHEAP = new Argon2id(64, 1);
  private static final byte[] SECRET = "the root of it all".getBytes(StandardCharsets.UTF_8);
  private static final SecureRandom CHANCE = new SecureRandom();

  /** Frozen: what one release seals, every later one opens. */
  private static final String GOLDEN =
      "52435345414c310a0000004001000102030405060708090a0b0c0d0e0f101112131415161718191"
          + "a1b088d1b9004b39c7a281ab2f1f799e6b7b6f74aac8b2ebb324bf812cb400d4736a320378c151d";

  @Test
  void theSameBytesForEver() {
    assertEquals(
        GOLDEN,
        HexFormat.of().formatHex(Sealed.seal(SECRET, pass("salt roads"), CHEAP, counting())));
    assertArrayEquals(SECRET, Sealed.open(HexFormat.of().parseHex(GOLDEN), pass("salt roads")));
  }

  @Test
  void anotherPassphraseIsSaidToBeOne() {
    byte[] sealed = Sealed.seal(SECRET, pass("salt roads"), CHEAP, CHANCE);
    for (String other : new String[] {"Salt roads", "salt roads ", "", "salt roadß"}) {
      CannotOpen e = assertThrows(CannotOpen.class, () -> Sealed.open(sealed, pass(other)));
      assertEquals("is not opened by this passphrase", e.getMessage());
    }
  }

  @Test
  void everyFlippedBitAndEveryCutIsDamageAndNotAPassphrase() {
    byte[] sealed = Sealed.seal(SECRET, pass("salt roads"), CHEAP, CHANCE);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] tampered = sealed.clone();
      tampered[bit / 8] ^= (byte) (1 << (bit % 8));
      CannotOpen e =
          assertThrows(CannotOpen.class, () -> Sealed.open(tampered, pass("salt roads")));
      assertFalse(e.getMessage().contains("passphrase"), e.getMessage());
    }
    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = Arrays.copyOf(sealed, length);
      assertThrows(CannotOpen.class, () -> Sealed.open(cut, pass("salt roads")));
    }
  }

  @Test
  void theCostIsPartOfWhatIsAuthenticated() throws Exception {
    byte[] sealed = Sealed.seal(SECRET, pass("salt roads"), CHEAP, CHANCE);
    byte[] cheaper = rewritten(sealed, 32, 1);
    assertEquals(
        "is not opened by this passphrase",
        assertThrows(CannotOpen.class, () -> Sealed.open(cheaper, pass("salt roads")))
            .getMessage());
  }

  @Test
  void aFileThatAsksForMoreThanWeHaveIsRefusedBeforeItIsPaid() throws Exception {
    byte[] sealed = Sealed.seal(SECRET, pass("salt roads"), CHEAP, CHANCE);
    int[][] costs = {{Integer.MAX_VALUE, 1}, {-1, 1}, {0, 1}, {256 * 1024, 1}, {64, 0}, {64, 127}};
    for (int[] cost : costs) {
      byte[] greedy = rewritten(sealed, cost[0], cost[1]);
      CannotOpen e = assertThrows(CannotOpen.class, () -> Sealed.open(greedy, pass("salt roads")));
      assertTrue(e.getMessage().contains("more memory or time"), e.getMessage());
    }
  }

  @Test
  void twiceTheSameIsNotTheSame() {
    assertFalse(
        Arrays.equals(
            Sealed.seal(SECRET, pass("salt roads"), CHEAP, CHANCE),
            Sealed.seal(SECRET, pass("salt roads"), CHEAP, CHANCE)));
  }

  @Test
  void nothingIsSealedUnderNothing() {
    assertThrows(
        IllegalArgumentException.class, () -> Sealed.seal(SECRET, new char[0], CHEAP, CHANCE));
    assertThrows(
        IllegalArgumentException.class,
        () -> Sealed.seal(new byte[0], pass("salt roads"), CHEAP, CHANCE));
  }

  private static char[] pass(String text) {
    return text.toCharArray();
  }

  /** With another cost, and the check mended: what a forger would do. */
  private static byte[] rewritten(byte[] sealed, int memory, int passes) throws Exception {
    byte[] forged = sealed.clone();
    ByteBuffer.wrap(forged, 8, 5).putInt(memory).put((byte) passes);
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    hash.update(forged, 0, forged.length - 4);
    System.arraycopy(hash.digest(), 0, forged, forged.length - 4, 4);
    return forged;
  }

  /** Chance that everybody foresees: 0, 1, 2 … */
  private static SecureRandom counting() {
    return new SecureRandom() {
      private static final long serialVersionUID = 1L;
      private byte next;

      @Override
      public void nextBytes(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = next++;
        }
      }
    };
  }
}
