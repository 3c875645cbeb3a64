package dev.roadcase.wire.jws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;

/**
 * A P-256 public key as a JWK (RFC 7517, RFC 7518 §6.2.1): exactly {@code kty}, {@code crv}, {@code
 * x} and {@code y}. A private key that somebody sends by mistake is refused with all else.
 */
public final class Jwk {
  private static final int KEY_ID = 6;

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
   * @throws Malformed when a member is missing or too much, or the point is not on the curve
   */
  public static PublicKey read(Fields jwk) {
    String type = jwk.text("kty");
    String curve = jwk.text("crv");
    String x = jwk.text("x");
    String y = jwk.text("y");
    jwk.done();
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
