package dev.roadcase.wire.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.auth.Verified;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Role;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import java.util.Optional;

/**
 * What a device shows at the door.
 *
 * @param audience site and show, so that every box of the site accepts it
 * @param issued epoch seconds
 * @param expires epoch seconds
 * @param thumbprint RFC 7638 thumbprint of the device's key, as {@code cnf.jkt} (RFC 9449 §6.1)
 */
public record AccessToken(
    String issuer,
    String audience,
    DeviceId device,
    Role role,
    long issued,
    long expires,
    String id,
    String thumbprint) {
  public static final String TYP = "at+jwt";

  /** The token as text, signed by the box's issuer key. */
  public String signedBy(SigningKey key) {
    ObjectNode claims = Json.MAPPER.createObjectNode();
    claims.put("iss", issuer);
    claims.put("aud", audience);
    claims.put("sub", device.value());
    claims.put("scope", role.word());
    claims.put("iat", issued);
    claims.put("exp", expires);
    claims.put("jti", id);
    claims.putObject("cnf").put("jkt", thumbprint);
    try {
      byte[] payload = Json.MAPPER.writeValueAsBytes(claims);
      return CompactJws.sign(key, TYP, key.publicKey().thumbprint(), payload);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /**
   * The token in {@code text}, or nothing when another key has signed it.
   *
   * @throws Malformed when it is no access token
   */
  public static Optional<Verified<AccessToken>> verified(String text, String kid, Es256 issuerKey) {
    CompactJws jws = CompactJws.parse(text, TYP);
    if (!jws.keyId().equals(kid) || !jws.signedBy(issuerKey)) {
      return Optional.empty();
    }
    Fields claims = Json.object(jws.payload(), "an access token");
    Fields confirmation = claims.object("cnf");
    AccessToken token =
        new AccessToken(
            claims.text("iss"),
            claims.text("aud"),
            claims.as("sub", DeviceId::new),
            claims.as("scope", Role::of),
            claims.whole("iat"),
            claims.whole("exp"),
            claims.text("jti"),
            confirmation.text("jkt"));
    confirmation.done();
    claims.done();
    return Optional.of(new Verified<>(token));
  }
}
