package dev.roadcase.wire.jws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.util.Set;

/**
 * A P-256 public key as a JWK (RFC 7517, RFC 7518 §6.2.1): {@code kty}, {@code crv}, {@code x} and
 * {@code y}. Members that are not understood are ignored (RFC 7517 §4): what WebCrypto exports is
 * taken as it comes. A private or secret part that somebody sends by mistake is refused, and so is
 * a key that says that it is for something else.
 */
public final class Jwk {
  private static final int KEY_ID = 6;

  /** Of every kind of key (RFC 7518 §6.2.2, §6.3.2, §6.4): none of them belongs here. */
  private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private Jwk() {}

  public static ObjectNode write(PublicKey key) {
    return Json.MAPPER
        .createObjectNode()
        .put("kty", "EC")
        .put("crv", "P-256")
        .put("x", key.x())
        .put("y", key.y());
  }

  /**
   * Reads one.
   *
   * @throws Malformed when a member is missing or of another key, a private part is there, {@code
   *     use} or {@code alg} say that it does not sign ES256, or the point is not on the curve
   */
  public static PublicKey read(Fields jwk) {
    String type = jwk.text("kty");
    String curve = jwk.text("crv");
    String x = jwk.text("x");
    String y = jwk.text("y");
    jwk.othersExcept(PRIVATE);
    if (!jwk.optionalText("use").orElse("sig").equals("sig")
        || !jwk.optionalText("alg").orElse("ES256").equals("ES256")) {
      throw new Malformed("a \"jwk\" is a key for ES256 signatures");
    }
    if (!type.equals("EC") || !curve.equals("P-256")) {
      throw new Malformed("a \"jwk\" is a P-256 public key");
    }
    try {
      return P256.onCurve(new PublicKey(x, y));
    } catch (IllegalArgumentException e) {
      throw new Malformed("a \"jwk\": " + e.getMessage());
    }
  }

  /**
   * The {@code kid} of a key of ours: the first six characters of its RFC 7638 thumbprint. It finds
   * a key among a few; it proves nothing.
   */
  public static String keyId(PublicKey key) {
    return key.thumbprint().substring(0, KEY_ID);
  }
}
