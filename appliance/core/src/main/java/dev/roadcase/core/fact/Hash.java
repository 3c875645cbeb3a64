package dev.roadcase.core.fact;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A SHA-256 value, base64url without padding, 43 characters. */
public record Hash(String value) {
  /** What the first fact of a chain follows. */
  public static final Hash NONE = new Hash("A".repeat(43));

  public Hash {
    if (value.length() != 43) {
      throw new IllegalArgumentException("a hash is 43 base64url characters");
    }
  }

  public static Hash of(byte[] bytes) {
    try {
      return ofOctets(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The hash that these 32 octets are. */
  public static Hash ofOctets(byte[] octets) {
    return new Hash(Base64.getUrlEncoder().withoutPadding().encodeToString(octets));
  }

  /**
   * Its 32 octets.
   *
   * @throws IllegalArgumentException when the text is not base64url
   */
  public byte[] octets() {
    return Base64.getUrlDecoder().decode(value);
  }
}
