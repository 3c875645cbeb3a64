package dev.roadcase.core.identity;

import java.util.regex.Pattern;

/**
 * A paired device, named by its key: {@code d-} and the first 16 characters of the RFC 7638
 * thumbprint of its public key, base64url.
 */
public record DeviceId(String value) implements Subject {
  private static final Pattern FORM = Pattern.compile("d-[A-Za-z0-9_-]{16}");

  public DeviceId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a device id is \"d-\" and 16 base64url characters, not \"" + value + "\"");
    }
  }

  public static DeviceId of(PublicKey key) {
    return ofThumbprint(key.thumbprint());
  }

  /**
   * The device with that key.
   *
   * @param thumbprint RFC 7638, SHA-256, 43 base64url characters
   */
  public static DeviceId ofThumbprint(String thumbprint) {
    return new DeviceId("d-" + thumbprint.substring(0, 16));
  }

  @Override
  public String toString() {
    return value;
  }
}
