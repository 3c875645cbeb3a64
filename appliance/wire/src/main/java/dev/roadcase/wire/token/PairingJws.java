package dev.roadcase.wire.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.auth.PairingRequest;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import java.util.Locale;
import java.util.Optional;

/**
 * A device's request to be paired: a compact JWS, {@code typ} {@code pairing+jwt}, with the
 * device's public key as {@code jwk} in the header and signed by it, so that nobody pairs a key he
 * does not hold. Claims: {@code code}, {@code name}, and {@code commitment} from a device that
 * shows six digits while the crew decides ({@link dev.roadcase.core.auth.PairingDesk}).
 */
public final class PairingJws {
  public static final String TYP = "pairing+jwt";

  private PairingJws() {}

  /** One without digits. */
  public static String sign(SigningKey deviceKey, String code, String name) {
    return sign(deviceKey, code, name, "");
  }

  /**
   * A request, signed.
   *
   * @param commitment SHA-256, base64url, of the chance that will be revealed; "" for none
   */
  public static String sign(SigningKey deviceKey, String code, String name, String commitment) {
    ObjectNode claims = Json.MAPPER.createObjectNode().put("code", code).put("name", name);
    if (!commitment.isEmpty()) {
      claims.put("commitment", commitment);
    }
    return CompactJws.signWithKey(deviceKey, TYP, Json.bytes(claims));
  }

  /**
   * The request in {@code text}, or nothing when it is not signed by the key that it brings.
   *
   * @throws Malformed when it is no pairing request
   */
  public static Optional<Verified<PairingRequest>> verified(String text) {
    CompactJws jws = CompactJws.parseWithKey(text, TYP, CompactJws.TOKEN_MAX);
    PublicKey key = jws.ownKey();
    if (!jws.signedBy(new Es256(key))) {
      return Optional.empty();
    }
    Fields claims = jws.claims("a pairing request");
    String code = typed(claims.text("code"));
    String name = claims.text("name");
    String commitment = claims.optionalText("commitment").orElse("");
    claims.done();
    try {
      return Optional.of(new Verified<>(new PairingRequest(code, key, name, commitment)));
    } catch (IllegalArgumentException e) {
      throw new Malformed("a pairing request: " + e.getMessage());
    }
  }

  /** A code as people type it: any case, hyphens and spaces anywhere, O for 0, I and L for 1. */
  public static String typed(String code) {
    return code.toUpperCase(Locale.ROOT)
        .replaceAll("[\\s-]", "")
        .replace('O', '0')
        .replace('I', '1')
        .replace('L', '1');
  }
}
