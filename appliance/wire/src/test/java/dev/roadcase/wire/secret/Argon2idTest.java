package dev.roadcase.wire.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class Argon2idTest {
  private static final Argon2id CHEAP = new Argon2id(64, 1);
  private final SecureRandom chance = new SecureRandom();

  @Test
  void onlyTheRightOneMatches() {
    String hash = CHEAP.hash("0815".toCharArray(), chance);
    assertTrue(Argon2id.matches("0815".toCharArray(), hash));
    assertFalse(Argon2id.matches("0816".toCharArray(), hash));
    assertFalse(Argon2id.matches("".toCharArray(), hash));
  }

  @Test
  void twoHashesOfOnePinAreNotTheSame() {
    assertFalse(
        CHEAP.hash("1234".toCharArray(), chance).equals(CHEAP.hash("1234".toCharArray(), chance)));
  }

  @Test
  void aHashOfNothingCostsAsMuchAndMatchesNobody() {
    String nothing = CHEAP.ofNothing(chance);
    assertEquals(CHEAP, Argon2id.of(nothing));
    assertFalse(Argon2id.matches("".toCharArray(), nothing));
    assertFalse(nothing.equals(CHEAP.ofNothing(chance)));
  }

  /** Made with the reference implementation's command: {@code argon2 somesalt -id -t 2 -m 16}. */
  @Test
  void itIsTheArgon2idOfEverybodyElse() {
    byte[] salt = "somesalt".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] hash = new Argon2id(1 << 16, 2).derive("password".toCharArray(), salt, 32);
    assertEquals(
        "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7",
        HexFormat.of().formatHex(hash));
  }

  @Test
  void aHashThatAsksForTooMuchIsRefused() {
    String hash = CHEAP.hash("1234".toCharArray(), chance);
    for (String bad :
        List.of(
            hash.replace("m=64", "m=9999999"),
            hash.replace("t=1", "t=99"),
            hash.replace("argon2id", "argon2i"),
            hash + "A",
            "")) {
      assertThrows(
          IllegalArgumentException.class, () -> Argon2id.matches("1234".toCharArray(), bad), bad);
    }
  }
}
