package dev.roadcase.wire.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class SealedPropertiesTest {
  private static final Argon2id CHEAP = new Argon2id(8, 1);
  private static final SecureRandom CHANCE = new SecureRandom();

  @Property(tries = 200)
  void whatIsSealedComesBackUnderItsPassphrase(
      @ForAll @Size(min = 1, max = 400) byte[] secret,
      @ForAll @StringLength(min = 1, max = 60) String passphrase) {
    byte[] sealed = Sealed.seal(secret, passphrase.toCharArray(), CHEAP, CHANCE);
    assertArrayEquals(secret, Sealed.open(sealed, passphrase.toCharArray()));
  }

  @Property(tries = 200)
  void whateverComesIsOpenedOrRefusedAndNothingElse(
      @ForAll @Size(max = 200) byte[] noise, @ForAll @Size(max = 60) byte[] more) {
    Assume.that(noise.length + more.length > 0);
    byte[] sealed = Sealed.seal(new byte[] {1, 2, 3}, new char[] {'x'}, CHEAP, CHANCE);
    assertThrows(CannotOpen.class, () -> Sealed.open(noise, new char[] {'x'}));
    byte[] longer = java.util.Arrays.copyOf(sealed, sealed.length + more.length + 1);
    System.arraycopy(more, 0, longer, sealed.length, more.length);
    assertThrows(CannotOpen.class, () -> Sealed.open(longer, new char[] {'x'}));
  }
}
