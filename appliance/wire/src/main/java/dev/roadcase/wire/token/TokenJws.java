package dev.roadcase.wire.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.Jwk;
import dev.roadcase.wire.jws.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How every token of this package is signed and opened: preflight, strict JSON, signature, claims.
 */
final class TokenJws {
  /** A SHA-256 in base64url: 32 octets are 42 characters and four bits. */
  private static final Pattern SHA256 = Pattern.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");

  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{6}");

  private TokenJws() {}

  static String sign(SigningKey key, String typ, ObjectNode claims) {
    return CompactJws.sign(key, typ, Jwk.keyId(key.publicKey()), Json.bytes(claims));
  }

  static String signWithKey(SigningKey key, String typ, ObjectNode claims) {
    return CompactJws.signWithKey(key, typ, Json.bytes(claims));
  }

  /**
   * Opens a token that names its key.
   *
   * @param what names it in errors: "an access token"
   * @param max characters that are looked at
   * @param keys the key of that {@code kid}, or null; is asked only for six base64url characters
   * @return its claims, none of which has been looked at; nothing when no known key has signed it
   * @throws Malformed when it is no such token
   */
  static Optional<Fields> open(
      String text, String typ, String what, int max, Function<String, @Nullable Es256> keys) {
    CompactJws jws = CompactJws.parse(text, typ, max);
    if (!KEY_ID.matcher(jws.keyId()).matches()) {
      throw new Malformed(what + "'s \"kid\" is 6 base64url characters");
    }
    Fields claims = jws.claims(what);
    Es256 key = keys.apply(jws.keyId());
    return key != null && jws.signedBy(key) ? Optional.of(claims) : Optional.empty();
  }

  /** What a token signed by the key that it brings says, and that key. */
  record Own(PublicKey key, Fields claims) {}

  /** Opens a token that brings its own key; nothing when that key has not signed it. */
  static Optional<Own> openWithKey(
      String text, String typ, String what, Function<PublicKey, Es256> verifiers) {
    CompactJws jws = CompactJws.parseWithKey(text, typ, CompactJws.TOKEN_MAX);
    Fields claims = jws.datedClaims(what);
    return jws.signedBy(verifiers.apply(jws.ownKey()))
        ? Optional.of(new Own(jws.ownKey(), claims))
        : Optional.empty();
  }

  /** Applies a token's own rules, so that its complaint names the token. */
  static <T> T checked(String what, Supplier<T> make) {
    try {
      return make.get();
    } catch (Malformed e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new Malformed(what + ": " + e.getMessage());
    }
  }

  /** {@code cnf.jkt} (RFC 9449 §6.1), and nothing else under {@code cnf} (RFC 7800 §3). */
  static String confirmation(Fields claims) {
    Fields confirmation = claims.object("cnf");
    String thumbprint = confirmation.as("jkt", TokenJws::sha256);
    confirmation.done();
    return thumbprint;
  }

  /** The text, if it spells a SHA-256. */
  static String sha256(String text) {
    if (!spellsSha256(text)) {
      throw new IllegalArgumentException("a SHA-256 is 43 base64url characters");
    }
    return text;
  }

  static boolean spellsSha256(String text) {
    return SHA256.matcher(text).matches();
  }

  static String hashOf(String ascii) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(ascii.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
