package dev.roadcase.wire.x509;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.pack.ShowRevocations;
import dev.roadcase.core.pack.ShowRevocations.Revoked;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.Jwk;
import java.util.List;

/**
 * The fleet's list of revoked shows as a compact JWS, {@code typ} {@code show-revocations+jwt},
 * ES256 by the root's key, {@code kid} as {@link Jwk#keyId}. Times are epoch seconds (RFC 7519,
 * NumericDate):
 *
 * <pre>
 * {"fleet":…,"number":1,"issued":…,"revoked":[{"show":…,"serial":…,"reason":…,"at":…}]}
 * </pre>
 *
 * Members that a later release added are passed over.
 */
public final class ShowRevocationsJwt {
  public static final String TYP = "show-revocations+jwt";

  private static final String WHAT = "a list of revoked shows";

  private ShowRevocationsJwt() {}

  /**
   * Signs a list.
   *
   * @throws IllegalArgumentException when it is another fleet's, or too long to be read again
   */
  public static String sign(ShowRevocations list, Issuer root) {
    if (!root.name().equals(new Name.Fleet(list.fleet()))) {
      throw new IllegalArgumentException("a root signs its own fleet's list of revoked shows");
    }
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("fleet", list.fleet().value());
    node.put("number", list.number());
    node.put("issued", list.issued().getEpochSecond());
    ArrayNode revoked = node.putArray("revoked");
    for (Revoked entry : list.revoked()) {
      revoked
          .addObject()
          .put("show", entry.show())
          .put("serial", entry.serial())
          .put("reason", entry.reason())
          .put("at", entry.at().getEpochSecond());
    }
    String jwt = CompactJws.sign(root.key(), TYP, Jwk.keyId(root.key().publicKey()), bytes(node));
    if (jwt.length() > CompactJws.LENGTH_MAX) {
      throw new IllegalArgumentException(
          "the list of %d revoked shows is full: make a new fleet"
              .formatted(list.revoked().size() - 1));
    }
    return jwt;
  }

  /**
   * A list that this root has signed.
   *
   * @throws Malformed when it is no such list
   * @throws NotTrusted when another key signed it, or it is another fleet's
   */
  public static ShowRevocations read(String jwt, FleetRoot root) {
    CompactJws jws = CompactJws.parse(jwt, TYP);
    if (!jws.signedBy(new Es256(Certificates.publicKey(root.certificate())))) {
      throw new NotTrusted("the list of revoked shows is not signed by the root");
    }
    Fields fields = Json.object(jws.payload(), WHAT);
    FleetId fleet = fields.as("fleet", FleetId::new);
    long number = fields.whole("number");
    var issued = RevocationsJwt.seconds(fields, "issued");
    List<Revoked> revoked = fields.list("revoked", ShowRevocationsJwt::revoked);
    if (!fleet.equals(root.fleet())) {
      throw new NotTrusted(
          "the list of revoked shows is of the fleet " + fleet + ", not of " + root.fleet());
    }
    try {
      return new ShowRevocations(fleet, number, issued, revoked);
    } catch (IllegalArgumentException e) {
      throw new Malformed(WHAT + ": " + e.getMessage());
    }
  }

  private static Revoked revoked(Fields fields) {
    String show = fields.text("show");
    String serial = fields.text("serial");
    String reason = fields.text("reason");
    var at = RevocationsJwt.seconds(fields, "at");
    try {
      return new Revoked(show, serial, reason, at);
    } catch (IllegalArgumentException e) {
      throw new Malformed(WHAT + ": " + e.getMessage());
    }
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return Json.MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
