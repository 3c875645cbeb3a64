package dev.roadcase.core.auth;

import dev.roadcase.core.identity.Printable;
import dev.roadcase.core.identity.PublicKey;
import java.util.regex.Pattern;

/**
 * What a device sends to be let in; signed by the key in it, so that nobody pairs a key he does not
 * hold.
 *
 * @param code the one-time code as typed, without the hyphens that make it readable
 * @param name for the crew's list of devices, 1 … 40 characters
 * @param commitment SHA-256 of the chance that it will reveal, 43 base64url characters; "" for none
 *     ({@link PairingDesk})
 */
public record PairingRequest(String code, PublicKey key, String name, String commitment) {
  private static final Pattern COMMITMENT = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** One without digits. */
  public PairingRequest(String code, PublicKey key, String name) {
    this(code, key, name, "");
  }

  public PairingRequest {
    if (!Printable.name(name)) {
      throw new IllegalArgumentException("a device's name has 1 to 40 printable characters");
    }
    if (code.isEmpty() || code.length() > 64) {
      throw new IllegalArgumentException("a pairing code has 1 to 64 characters");
    }
    if (!commitment.isEmpty() && !COMMITMENT.matcher(commitment).matches()) {
      throw new IllegalArgumentException(
          "a commitment is a SHA-256 in 43 base64url characters, or left out");
    }
  }
}
