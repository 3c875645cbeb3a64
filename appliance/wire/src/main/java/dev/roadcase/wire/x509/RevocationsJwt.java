package dev.roadcase.wire.x509;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.pack.Revocations;
import dev.roadcase.core.pack.Revocations.Revoked;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.Jwk;

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

  private static final SignedList<Revocations> LIST =
      new SignedList<>(
          TYP, "a list of revocations", RevocationsJwt::write, RevocationsJwt::revocations);

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
    return LIST.sign(
        list,
        show.key(),
        "the list of %d revocations is full: make a new show".formatted(list.revoked().size() - 1));
  }

  /**
   * A list that this show has signed.
   *
   * @throws Malformed when it is no such list
   * @throws NotTrusted when another key signed it, or it is another show's
   */
  public static Revocations read(String jwt, PublicKey showKey, Name.Show of) {
    Revocations list =
        LIST.read(jwt, showKey, "the list of revocations is not signed by the show " + of.show());
    if (!of.equals(new Name.Show(list.fleet(), list.show()))) {
      throw new NotTrusted(
          "the list of revocations is of %s of %s, not of %s of %s"
              .formatted(list.show(), list.fleet(), of.show(), of.fleet()));
    }
    return list;
  }

  private static void write(Revocations list, ObjectNode node) {
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
  }

  private static Revocations revocations(Fields fields) {
    FleetId fleet = fields.as("fleet", FleetId::new);
    return new Revocations(
        fleet,
        new Name.Show(fleet, fields.text("show")).show(),
        fields.whole("number"),
        SignedList.seconds(fields, "issued"),
        fields.list("revoked", RevocationsJwt::revoked));
  }

  private static Revoked revoked(Fields fields) {
    return new Revoked(
        fields.as("kit", KitId::new),
        fields.as("making", Making::new),
        fields.text("serial"),
        fields.text("reason"),
        SignedList.seconds(fields, "at"));
  }
}
