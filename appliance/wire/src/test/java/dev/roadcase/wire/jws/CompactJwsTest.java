package dev.roadcase.wire.jws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Malformed;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactJwsTest {
  private static final SigningKey KEY = SigningKey.make(new SecureRandom());
  private static final Es256 VERIFIER = new Es256(KEY.publicKey());
  private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
  private static final String GOOD = CompactJws.sign(KEY, "sale+jwt", "me", PAYLOAD);

  @Test
  void whatIsSignedVerifiesAndComesBackWhole() {
    CompactJws jws = CompactJws.parse(GOOD, "sale+jwt");
    assertTrue(jws.signedBy(VERIFIER));
    assertArrayEquals(PAYLOAD, jws.payload());
    assertEquals("me", jws.keyId());
  }

  @Test
  void theJdkAgreesWithOurSignature() throws Exception {
    PublicKey own = KEY.publicKey();
    ECKey key =
        new ECKey.Builder(Curve.P_256, new Base64URL(own.x()), new Base64URL(own.y())).build();
    assertTrue(JWSObject.parse(GOOD).verify(new ECDSAVerifier(key)));
  }

  @Test
  void anotherKeysSignatureDoesNotVerify() {
    Es256 other = new Es256(SigningKey.make(new SecureRandom()).publicKey());
    assertFalse(CompactJws.parse(GOOD, "sale+jwt").signedBy(other));
  }

  @Test
  void oneFlippedBitAnywhereIsNotedSomewhere() {
    for (int i = 0; i < GOOD.length(); i++) {
      char other = GOOD.charAt(i) == 'A' ? 'B' : 'A';
      String flipped = GOOD.substring(0, i) + other + GOOD.substring(i + 1);
      if (!flipped.equals(GOOD)) {
        boolean accepted;
        try {
          accepted = CompactJws.parse(flipped, "sale+jwt").signedBy(VERIFIER);
        } catch (Malformed e) {
          accepted = false;
        }
        assertFalse(accepted, "accepted with character " + i + " changed");
      }
    }
  }

  @Test
  void theTypeIsTheOneThatIsExpected() {
    assertThrows(Malformed.class, () -> CompactJws.parse(GOOD, "at+jwt"));
    assertThrows(Malformed.class, () -> CompactJws.parse(GOOD, "SALE+JWT"));
  }

  /** What a device signs may be made by any library; what a box signs, by a box. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\",\"kid\":\"me\",\"jku\":\"http://127.0.0.1/\"}",
        "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\",\"kid\":\"me\",\"cty\":\"JWT\",\"x\":{\"y\":[1]}}",
        "{\"alg\":\"ES256\",\"typ\":\"SALE+jwt\",\"kid\":\"me\"}",
        "{\"alg\":\"ES256\",\"typ\":\"application/sale+jwt\",\"kid\":\"me\"}",
      })
  void aDevicesHeaderMayHaveMembersThatNobodyUnderstands(String header) {
    String jws = signed(header);
    assertTrue(CompactJws.parseOpen(jws, "sale+jwt").signedBy(VERIFIER));
    assertThrows(Malformed.class, () -> CompactJws.parse(jws, "sale+jwt"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\",\"typ\":\"sale+jwt\",\"kid\":\"me\"}",
        "{\"alg\":\"HS256\",\"typ\":\"sale+jwt\",\"kid\":\"me\"}",
        "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\",\"kid\":\"me\",\"crit\":[\"x\"],\"x\":1}",
        "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\",\"kid\":\"me\",\"crit\":[]}",
        "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\",\"kid\":\"me\",\"b64\":false}",
        "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\",\"kid\":\"me\",\"zip\":\"DEF\"}",
        "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\",\"kid\":\"me\",\"enc\":\"A256GCM\"}",
        "{\"alg\":\"ES256\",\"typ\":\"refund+jwt\",\"kid\":\"me\"}",
        "{\"alg\":\"ES256\",\"typ\":\"\u017fale+jwt\",\"kid\":\"me\"}",
        "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\",\"jwk\":{}}",
      })
  void whatChangesTheMeaningOfAHeaderIsNeverIgnored(String header) {
    String jws = signed(header);
    assertThrows(Malformed.class, () -> CompactJws.parseOpen(jws, "sale+jwt"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\",\"typ\":\"sale+jwt\",\"kid\":\"me\"}",
        "{\"alg\":\"HS256\",\"typ\":\"sale+jwt\",\"kid\":\"me\"}",
        "{\"alg\":\"ES384\",\"typ\":\"sale+jwt\",\"kid\":\"me\"}",
        "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\"}",
        "{\"alg\":\"ES256\",\"kid\":\"me\"}",
        "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\",\"kid\":\"me\",\"crit\":[\"x\"],\"x\":1}",
        "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\",\"kid\":\"me\",\"b64\":false}",
        "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\",\"kid\":\"me\",\"jku\":\"http://127.0.0.1/\"}",
        "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\",\"kid\":\"me\",\"kid\":\"you\"}",
        "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\",\"kid\":7}",
        "[]",
        "not json",
      })
  void aHeaderWithAnythingElseIsTurnedAway(String header) {
    String jws = signed(header);
    assertThrows(Malformed.class, () -> CompactJws.parse(jws, "sale+jwt"));
  }

  @Test
  void aSecondSpellingIsTurnedAway() {
    for (String second :
        new String[] {
          GOOD + "=",
          GOOD + " ",
          " " + GOOD,
          GOOD + "\n",
          GOOD.replaceFirst("\\.", ".."),
          GOOD + ".",
          GOOD + ".AA",
          "",
          ".",
          "..",
          "a.b",
          GOOD.replace('.', '!')
        }) {
      assertThrows(Malformed.class, () -> CompactJws.parse(second, "sale+jwt"), second);
    }
    assertThrows(Malformed.class, () -> CompactJws.parse(trailingBits(GOOD), "sale+jwt"));
  }

  @Test
  void signaturesThatAreNoneDoNotVerify() {
    String signingInput = GOOD.substring(0, GOOD.lastIndexOf('.'));
    for (byte[] signature :
        new byte[][] {new byte[64], new byte[63], new byte[65], new byte[1], allOnes(64)}) {
      CompactJws jws = CompactJws.parse(signingInput + "." + part(signature), "sale+jwt");
      assertFalse(jws.signedBy(VERIFIER));
    }
  }

  @Test
  void aPointThatIsNotOnTheCurveIsNoKey() {
    PublicKey own = KEY.publicKey();
    assertThrows(IllegalArgumentException.class, () -> new Es256(new PublicKey(own.y(), own.x())));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Es256(new PublicKey("A".repeat(43), "A".repeat(43))));
  }

  @Test
  void aKeyNeverPrintsItself() {
    assertFalse(KEY.toString().contains(KEY.scalar()));
  }

  private static String signed(String header) {
    String signingInput = part(header.getBytes(StandardCharsets.UTF_8)) + "." + part(PAYLOAD);
    return signingInput + "." + part(KEY.sign(signingInput.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String trailingBits(String jws) {
    // 64 octets are 85 characters and two bits: the last character has four bits that mean nothing.
    char last = jws.charAt(jws.length() - 1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return jws.substring(0, jws.length() - 1) + alphabet.charAt(alphabet.indexOf(last) | 1);
  }

  private static byte[] allOnes(int n) {
    byte[] bytes = new byte[n];
    java.util.Arrays.fill(bytes, (byte) 0xff);
    return bytes;
  }

  private static String part(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
