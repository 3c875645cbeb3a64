package dev.roadcase.provisioning.fleet;

import dev.roadcase.core.identity.FleetId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a new fleet is to be.
 *
 * @param show its first show, named as kits are
 * @param showEnds when the show is over; keys count a week longer
 * @param passphrase opens the root key; without one it lies in the folder as it is
 * @param upstreamNames DNS names of the upstream's broker, beyond {@code localhost}
 * @param upstreamAddresses IP addresses of it, beyond loopback
 */
public record FleetPlan(
    FleetId fleet,
    String show,
    Instant showEnds,
    Optional<Passphrase> passphrase,
    List<String> upstreamNames,
    List<String> upstreamAddresses) {
  public FleetPlan {
    upstreamNames = List.copyOf(upstreamNames);
    upstreamAddresses = List.copyOf(upstreamAddresses);
  }

  /** How the upstream's broker is called, beyond loopback. */
  public record Upstream(List<String> names, List<String> addresses) {
    public Upstream {
      names = List.copyOf(names);
      addresses = List.copyOf(addresses);
    }
  }

  Upstream upstream() {
    return new Upstream(upstreamNames, upstreamAddresses);
  }

  /** A fleet whose upstream is on this machine and whose root key has no passphrase: for a demo. */
  public static FleetPlan throwAway(FleetId fleet, String show, Instant showEnds) {
    return new FleetPlan(fleet, show, showEnds, Optional.empty(), List.of(), List.of());
  }
}
