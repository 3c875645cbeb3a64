package dev.roadcase.wire.x509;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.Jwk;
import dev.roadcase.wire.jws.SigningKey;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A list of what is revoked as a compact JWS, ES256, {@code kid} as {@link Jwk#keyId}: what the
 * list of a show and that of a fleet have in common. Times are epoch seconds (RFC 7519,
 * NumericDate). Members that a later release added are passed over.
 *
 * @param typ the header's
 * @param what names it in errors: "a list of revocations"
 * @param writer puts a list's members into the payload
 * @param reader takes them out; an {@code IllegalArgumentException} of the list's own rules is
 *     {@link Malformed}
 */
record SignedList<T>(
    String typ, String what, BiConsumer<T, ObjectNode> writer, Function<Fields, T> reader) {
  /** The year 9999 ends here, and so does what Instant and a certificate can say. */
  private static final long SECONDS_MAX = 253_402_300_799L;

  /**
   * Signs a list.
   *
   * @param full what is wrong when it is too long to be read again
   * @throws IllegalArgumentException when it is
   */
  String sign(T list, SigningKey key, String full) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    writer.accept(list, node);
    String jwt = CompactJws.sign(key, typ, Jwk.keyId(key.publicKey()), Json.bytes(node));
    if (jwt.length() > CompactJws.LENGTH_MAX) {
      throw new IllegalArgumentException(full);
    }
    return jwt;
  }

  /**
   * A list that this key has signed.
   *
   * @param stranger what is wrong when another has
   * @throws Malformed when it is no such list
   * @throws NotTrusted when another key signed it
   */
  T read(String jwt, PublicKey key, String stranger) {
    CompactJws jws = CompactJws.parse(jwt, typ);
    if (!jws.signedBy(new Es256(key))) {
      throw new NotTrusted(stranger);
    }
    Fields fields = Json.object(jws.payload(), what);
    try {
      return reader.apply(fields);
    } catch (Malformed e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new Malformed(what + ": " + e.getMessage());
    }
  }

  static Instant seconds(Fields fields, String name) {
    long seconds = fields.whole(name);
    if (seconds < 0 || seconds > SECONDS_MAX) {
      throw new Malformed(
          "a list of revocations: \"" + name + "\" is a moment between 1970 and 9999");
    }
    return Instant.ofEpochSecond(seconds);
  }
}
