package dev.roadcase.wire.x509;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.pack.ShowRevocations;
import dev.roadcase.core.pack.ShowRevocations.Revoked;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.Jwk;

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

  private static final SignedList<ShowRevocations> LIST =
      new SignedList<>(
          TYP,
          "a list of revoked shows",
          ShowRevocationsJwt::write,
          ShowRevocationsJwt::revocations);

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
    return LIST.sign(
        list,
        root.key(),
        "the list of %d revoked shows is full: make a new fleet"
            .formatted(list.revoked().size() - 1));
  }

  /**
   * A list that this root has signed.
   *
   * @throws Malformed when it is no such list
   * @throws NotTrusted when another key signed it, or it is another fleet's
   */
  public static ShowRevocations read(String jwt, FleetRoot root) {
    ShowRevocations list =
        LIST.read(
            jwt,
            Certificates.publicKey(root.certificate()),
            "the list of revoked shows is not signed by the root");
    if (!list.fleet().equals(root.fleet())) {
      throw new NotTrusted(
          "the list of revoked shows is of the fleet " + list.fleet() + ", not of " + root.fleet());
    }
    return list;
  }

  private static void write(ShowRevocations list, ObjectNode node) {
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
  }

  private static ShowRevocations revocations(Fields fields) {
    return new ShowRevocations(
        fields.as("fleet", FleetId::new),
        fields.whole("number"),
        SignedList.seconds(fields, "issued"),
        fields.list("revoked", ShowRevocationsJwt::revoked));
  }

  private static Revoked revoked(Fields fields) {
    return new Revoked(
        fields.text("show"),
        fields.text("serial"),
        fields.text("reason"),
        SignedList.seconds(fields, "at"));
  }
}
