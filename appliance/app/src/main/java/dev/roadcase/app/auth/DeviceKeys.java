package dev.roadcase.app.auth;

import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.Devices;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.jws.Es256;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The keys of paired devices, ready to verify with: the second use takes half the time. */
public final class DeviceKeys {
  private final Devices devices;
  private final Map<DeviceId, Es256> kept = new ConcurrentHashMap<>();

  public DeviceKeys(Devices devices) {
    this.devices = devices;
  }

  /** The key of a device that is or was paired. */
  public Optional<Es256> of(DeviceId id) {
    Es256 known = kept.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    Device device = devices.published(id);
    if (device == null) {
      return Optional.empty();
    }
    // A device's id is made from its key, so what is kept never goes stale.
    return Optional.of(kept.computeIfAbsent(id, _ -> new Es256(device.key())));
  }

  /** A verifier of that very key: a kept one, or one that is made for this once. */
  public Es256 of(PublicKey key) {
    DeviceId id = DeviceId.of(key);
    Device device = devices.published(id);
    return device != null && device.key().equals(key)
        ? of(id).orElseGet(() -> new Es256(key))
        : new Es256(key);
  }
}
