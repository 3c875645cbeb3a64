package dev.roadcase.core.auth;

import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import java.util.Optional;

/** Which key a request to be let in is for, as far as that is known. */
public sealed interface KeyBinding {
  /** It has proved that it has this key. */
  record Proven(PublicKey key) implements KeyBinding {}

  /**
   * It has named its key and not used it yet: {@code dpop_jkt} (RFC 9449 §10).
   *
   * @param thumbprint RFC 7638, SHA-256, base64url
   */
  record Named(String thumbprint) implements KeyBinding {}

  /** RFC 8628 asks for no key here: the first that comes with the device code is its own. */
  record Open() implements KeyBinding {}

  /** Whether a request may go on with that key. */
  default boolean admits(PublicKey key) {
    return switch (this) {
      case Proven(PublicKey own) -> own.equals(key);
      case Named(String thumbprint) -> thumbprint.equals(key.thumbprint());
      case Open() -> true;
    };
  }

  /** The key, once it was used. */
  default Optional<PublicKey> proven() {
    return this instanceof Proven(PublicKey own) ? Optional.of(own) : Optional.empty();
  }

  /** As whom it will be known, if that is settled. */
  default Optional<DeviceId> device() {
    return switch (this) {
      case Proven(PublicKey own) -> Optional.of(DeviceId.of(own));
      case Named(String thumbprint) -> Optional.of(DeviceId.ofThumbprint(thumbprint));
      case Open() -> Optional.empty();
    };
  }
}
