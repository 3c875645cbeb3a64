package dev.roadcase.core.auth;

import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;

/**
 * A device that was let in, and may have been put out again.
 *
 * @param twoPlaces whether its key seemed to be in use from two places at a time, and the crew has
 *     not said since that all is well. It acts on
 */
public record Device(
    DeviceId id, PublicKey key, Role role, String name, Standing standing, boolean twoPlaces) {
  /** As it is let in. */
  static Device in(DeviceId id, PublicKey key, Role role, String name) {
    return new Device(id, key, role, name, Standing.ACTIVE, false);
  }

  /** Whether it may act. */
  public enum Standing {
    ACTIVE,
    /** One sequence number was used for two payloads: until the crew has had a look. */
    SUSPENDED,
    /** For ever; it needs a new key. */
    REVOKED
  }

  public boolean active() {
    return standing == Standing.ACTIVE;
  }

  public boolean revoked() {
    return standing == Standing.REVOKED;
  }

  /** In that standing; once it may act, or never again, nothing is in doubt. */
  Device standing(Standing now) {
    return new Device(id, key, role, name, now, twoPlaces && now == Standing.SUSPENDED);
  }

  Device inTwoPlaces() {
    return new Device(id, key, role, name, standing, true);
  }
}
