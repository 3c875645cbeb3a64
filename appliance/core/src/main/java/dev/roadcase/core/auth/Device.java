package dev.roadcase.core.auth;

import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;

/** A device that was let in, and may have been put out again. */
public record Device(DeviceId id, PublicKey key, Role role, String name, Standing standing) {
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

  Device standing(Standing now) {
    return new Device(id, key, role, name, now);
  }
}
