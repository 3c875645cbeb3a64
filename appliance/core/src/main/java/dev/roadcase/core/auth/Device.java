package dev.roadcase.core.auth;

import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;

/** A device that was let in, and may have been put out again. */
public record Device(DeviceId id, PublicKey key, Role role, String name, boolean revoked) {}
