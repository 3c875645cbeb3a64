package dev.roadcase.core.auth;

import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Reach;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;

/** Pairing, and the standing of devices. One record a type. */
public sealed interface DeviceFact extends FactBody {
  FactType PAIRING_OFFERED = new FactType("pairing-offered", 1, Reach.BOX, PairingOffered.class);

  FactType PAIRING_FAILED = new FactType("pairing-failed", 1, Reach.BOX, PairingFailed.class);

  FactType DEVICE_PAIRED = new FactType("device-paired", 1, Reach.P1, DevicePaired.class);

  FactType DEVICE_REVOKED = new FactType("device-revoked", 1, Reach.P0_URGENT, DeviceRevoked.class);

  FactType DEVICE_RESUMED = new FactType("device-resumed", 1, Reach.P1, DeviceResumed.class);

  FactType CLONE_SUSPECTED = new FactType("clone-suspected", 1, Reach.P1, CloneSuspected.class);

  @Override
  default FactType type() {
    return switch (this) {
      case PairingOffered _ -> PAIRING_OFFERED;
      case PairingFailed _ -> PAIRING_FAILED;
      case DevicePaired _ -> DEVICE_PAIRED;
      case DeviceRevoked _ -> DEVICE_REVOKED;
      case DeviceResumed _ -> DEVICE_RESUMED;
      case CloneSuspected _ -> CLONE_SUSPECTED;
    };
  }

  @Override
  default String key() {
    return switch (this) {
      case PairingOffered _ -> "pairing";
      case PairingFailed _ -> "pairing";
      case DevicePaired f -> "device/" + f.device();
      case DeviceRevoked f -> "device/" + f.device();
      case DeviceResumed f -> "device/" + f.device();
      case CloneSuspected f -> "device/" + f.device();
    };
  }

  /**
   * A one-time code was made. Only its hash is written down.
   *
   * @param codeHash SHA-256 of the code, base64url
   * @param boot the boot whose monotonic clock {@code expires} is on; in another boot the code is
   *     dead
   * @param expires monotonic nanoseconds
   * @param ask whether the crew still has to approve who brings it
   */
  record PairingOffered(String codeHash, Role role, String boot, long expires, boolean ask)
      implements DeviceFact {}

  /**
   * Somebody tried a code that opens nothing. Counted before it is answered, so that guessing is
   * slow even across restarts.
   */
  record PairingFailed() implements DeviceFact {}

  /**
   * This key was let in.
   *
   * @param codeHash of the code that it brought, or "" when the crew approved it without one
   */
  record DevicePaired(DeviceId device, PublicKey publicKey, Role role, String name, String codeHash)
      implements DeviceFact {}

  record DeviceRevoked(DeviceId device, String reason) implements DeviceFact {}

  /** The crew lets a suspended device go on. */
  record DeviceResumed(DeviceId device) implements DeviceFact {}

  /** One key was used from two places at a time: two tabs, a roaming till, or a copied card. */
  record CloneSuspected(DeviceId device) implements DeviceFact, Observation {}
}
