package dev.roadcase.console.upstream;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.Name;
import dev.roadcase.wire.x509.NotTrusted;
import java.security.cert.X509Certificate;

/**
 * Which MQTT client id a certificate may use. A client id is a session: a client that connects
 * under one ends the connection that has it, and is sent what was kept for it. So a kit has the one
 * that follows from its name, and those of upstreams are for upstreams.
 */
final class ClientIds {
  /** What the client ids of upstreams begin with. */
  static final String UPSTREAM = "upstream-";

  private ClientIds() {}

  /** What follows from a certificate and a client id. */
  sealed interface Answer {
    /** This kit comes under its own id. */
    record Kit(Name.Kit name) implements Answer {}

    /** An upstream comes under one of its own. */
    record Upstream() implements Answer {}

    /** The id is not this certificate's. */
    record WrongId(String why) implements Answer {}

    /** This certificate opens nothing here, under whatever id. */
    record Stranger(String why) implements Answer {}
  }

  /**
   * Judges a connection.
   *
   * @param fleet that the broker is for
   */
  static Answer judge(X509Certificate certificate, String clientId, FleetId fleet) {
    Name name;
    try {
      name = Certificates.name(certificate);
    } catch (NotTrusted e) {
      return new Answer.Stranger(String.valueOf(e.getMessage()));
    }
    if (!name.fleet().equals(fleet)) {
      return new Answer.Stranger(
          "this broker is fleet " + fleet + "'s, not " + name.fleet() + "'s");
    }
    return switch (name) {
      case Name.Kit kit ->
          clientId.equals(kit.clientId())
              ? new Answer.Kit(kit)
              : new Answer.WrongId("the client id of this certificate is " + kit.clientId());
      case Name.Upstream _ ->
          clientId.startsWith(UPSTREAM)
              ? new Answer.Upstream()
              : new Answer.WrongId("a client id of an upstream begins with " + UPSTREAM);
      case Name.Fleet _, Name.Show _ ->
          new Answer.Stranger("an authority's certificate opens nothing");
    };
  }
}
