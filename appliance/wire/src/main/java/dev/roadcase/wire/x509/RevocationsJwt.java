package dev.roadcase.wire.x509;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.pack.Revocations;
import dev.roadcase.core.pack.Revocations.Revoked;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.Jwk;
import java.time.Instant;

/**
 * A show's list of revocations as a compact JWS, {@code typ} {@code fleet-revocations+jwt}, ES256
 * by the show's key, {@code kid} as {@link Jwk#keyId}. Times are epoch seconds (RFC 7519,
 * NumericDate):
 *
 * <pre>
 * {"fleet":…,"show":…,"number":2,"issued":…,
 *  "revoked":[{"kit":…,"making":…,"serial":…,"reason":…,"at":…}]}
 * </pre>
 *
 * Members that a later release added are passed over.
 */
public final class RevocationsJwt {
  public static final String TYP = "fleet-revocations+jwt";

  private static final String WHAT = "a list of revocations";

  private RevocationsJwt() {}

  /**
   * Signs a list.
   *
   * @throws IllegalArgumentException when it is another show's, or too long to be read again
   */
  public static String sign(Revocations list, Issuer show) {
    if (!show.name().equals(new Name.Show(list.fleet(), list.show()))) {
      throw new IllegalArgumentException("a show signs its own list of revocations");
    }
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("fleet", list.fleet().value());
    node.put("show", list.show());
    node.put("number", list.number());
    node.put("issued", list.issued().getEpochSecond());
    ArrayNode revoked = node.putArray("revoked");
    for (Revoked entry : list.revoked()) {
      revoked
          .addObject()
          .put("kit", entry.kit().value())
          .put("making", entry.making().value())
          .put("serial", entry.serial())
          .put("reason", entry.reason())
          .put("at", entry.at().getEpochSecond());
    }
    String jwt = CompactJws.sign(show.key(), TYP, Jwk.keyId(show.key().publicKey()), bytes(node));
    if (jwt.length() > CompactJws.LENGTH_MAX) {
      throw new IllegalArgumentException(
          "the list of %d revocations is full: make a new show"
              .formatted(list.revoked().size() - 1));
    }
    return jwt;
  }

  /**
   * A list that this show has signed.
   *
   * @throws Malformed when it is no such list
   * @throws NotTrusted when another key signed it, or it is another show's
   */
  public static Revocations read(String jwt, PublicKey showKey, Name.Show of) {
    CompactJws jws = CompactJws.parse(jwt, TYP);
    if (!jws.signedBy(new Es256(showKey))) {
      throw new NotTrusted("the list of revocations is not signed by the show " + of.show());
    }
    Fields fields = Json.object(jws.payload(), WHAT);
    Revocations list =
        checked(
            fields.as("fleet", FleetId::new),
            fields.text("show"),
            fields.whole("number"),
            seconds(fields, "issued"),
            fields.list("revoked", RevocationsJwt::revoked));
    if (!of.equals(new Name.Show(list.fleet(), list.show()))) {
      throw new NotTrusted(
          "the list of revocations is of %s of %s, not of %s of %s"
              .formatted(list.show(), list.fleet(), of.show(), of.fleet()));
    }
    return list;
  }

  private static Revocations checked(
      FleetId fleet, String show, long number, Instant issued, java.util.List<Revoked> revoked) {
    try {
      return new Revocations(fleet, new Name.Show(fleet, show).show(), number, issued, revoked);
    } catch (IllegalArgumentException e) {
      throw new Malformed(WHAT + ": " + e.getMessage());
    }
  }

  private static Revoked revoked(Fields fields) {
    KitId kit = fields.as("kit", KitId::new);
    Making making = fields.as("making", Making::new);
    String serial = fields.text("serial");
    String reason = fields.text("reason");
    Instant at = seconds(fields, "at");
    try {
      return new Revoked(kit, making, serial, reason, at);
    } catch (IllegalArgumentException e) {
      throw new Malformed(WHAT + ": " + e.getMessage());
    }
  }

  static Instant seconds(Fields fields, String name) {
    long seconds = fields.whole(name);
    // The year 9999 ends here, and so does what Instant and a certificate can say.
    if (seconds < 0 || seconds > 253_402_300_799L) {
      throw new Malformed(
          "a list of revocations: \"" + name + "\" is a moment between 1970 and 9999");
    }
    return Instant.ofEpochSecond(seconds);
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return Json.MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
