package dev.roadcase.wire.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.Jwk;
import dev.roadcase.wire.jws.SigningKey;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A key that a kit signs tokens with, vouched for by the kit's own: {@code iss+jwt}. Peers get it
 * ahead of the first token.
 *
 * @param key that tokens are signed with
 * @param notBefore epoch seconds
 * @param expires epoch seconds, of the key
 */
public record IssuerToken(PublicKey key, long notBefore, long expires) {
  public static final String TYP = "iss+jwt";

  private static final String WHAT = "an issuer key";

  public IssuerToken {
    if (notBefore < 0 || expires <= notBefore) {
      throw new IllegalArgumentException("a key ends after it begins");
    }
  }

  /** The token as text, signed by the kit's identity. */
  public String signedBy(SigningKey kit) {
    ObjectNode claims = Json.MAPPER.createObjectNode();
    claims.set("jwk", Jwk.write(key));
    return TokenJws.sign(kit, TYP, claims.put("nbf", notBefore).put("exp", expires));
  }

  /**
   * The key in {@code text}, or nothing when no known kit has signed it.
   *
   * @param kits a kit's key of that {@code kid}, from its certificate; or null
   * @throws Malformed when it is no such token
   */
  public static Optional<Verified<IssuerToken>> verified(
      String text, Function<String, @Nullable Es256> kits) {
    return TokenJws.open(text, TYP, WHAT, CompactJws.TOKEN_MAX, kits)
        .map(IssuerToken::read)
        .map(Verified::new);
  }

  private static IssuerToken read(Fields claims) {
    PublicKey key = Jwk.read(claims.object("jwk"));
    long notBefore = claims.whole("nbf");
    long expires = claims.whole("exp");
    claims.done();
    return TokenJws.checked(WHAT, () -> new IssuerToken(key, notBefore, expires));
  }
}
