package dev.roadcase.core.auth;

import dev.roadcase.core.identity.PublicKey;

/**
 * What a device sends to be let in; signed by the key in it, so that nobody pairs a key he does not
 * hold.
 *
 * @param code the one-time code as typed, without the hyphens that make it readable
 * @param name for the crew's list of devices, 1 … 40 characters
 */
public record PairingRequest(String code, PublicKey key, String name) {
  public PairingRequest {
    if (name.isBlank() || name.length() > 40 || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a device's name has 1 to 40 printable characters");
    }
    if (code.isEmpty() || code.length() > 64) {
      throw new IllegalArgumentException("a pairing code has 1 to 64 characters");
    }
  }
}
