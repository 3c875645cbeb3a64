package dev.roadcase.app.uplink;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.x509.Name;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Whom to call, and who calls.
 *
 * @param broker {@code mqtts://host[:8883]}, or {@code mqtt://host[:1883]} for a broker on this
 *     very machine
 * @param identity the kit's keys for TLS; needed for {@code mqtts}
 * @param upstreamKey upstream's key, from the pack: acks are believed by this signature alone
 * @param release named in the birth message
 */
public record UplinkConfig(
    URI broker,
    Optional<TlsIdentity> identity,
    FleetId fleet,
    KitId kit,
    Incarnation incarnation,
    PublicKey upstreamKey,
    String release) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Refuses what could not be called, or would be called in the clear over a network. */
  public UplinkConfig {
    String scheme = broker.getScheme();
    if (broker.getHost() == null || !("mqtt".equals(scheme) || "mqtts".equals(scheme))) {
      throw new IllegalArgumentException(
          "the upstream broker is mqtts://host:port, or mqtt://localhost:port, not \""
              + broker
              + "\"");
    }
    if (scheme.equals("mqtts") && identity.isEmpty()) {
      throw new IllegalArgumentException("mqtts:// needs the kit's key and certificate");
    }
    if (scheme.equals("mqtt") && !LOOPBACK.contains(broker.getHost())) {
      throw new IllegalArgumentException(
          "mqtt:// is for a broker on this machine; "
              + broker.getHost()
              + " is reached by mqtts://");
    }
  }

  boolean secure() {
    return "mqtts".equals(broker.getScheme());
  }

  int port() {
    int standard = secure() ? 8883 : 1883;
    return broker.getPort() == -1 ? standard : broker.getPort();
  }

  /** One session a kit at the broker: a new connection takes the place of a dead one. */
  String clientId() {
    return new Name.Kit(fleet, kit).clientId();
  }

  /** What every topic of this kit begins with. */
  String prefix() {
    return "roadcase/v1/" + fleet + "/" + kit + "/";
  }

  /** Where upstream says whether it is there. */
  String upstreamState() {
    return "roadcase/v1/" + fleet + "/" + KitId.UPSTREAM + "/state";
  }
}
