package dev.roadcase.core.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A P-256 public key by its affine coordinates, as RFC 7518 §6.2.1 writes them: 32 octets each,
 * base64url without padding (43 characters). Whether the point is on the curve is checked by {@code
 * wire} when the key comes in.
 */
public record PublicKey(String x, String y) {
  private static final int COORDINATE = 43;

  public PublicKey {
    if (!isCoordinate(x) || !isCoordinate(y)) {
      throw new IllegalArgumentException(
          "a P-256 coordinate is 43 base64url characters (32 octets, no padding)");
    }
  }

  /**
   * By hand: every proof of possession brings a key, and an expression took longer than the rest.
   */
  private static boolean isCoordinate(String text) {
    if (text.length() != COORDINATE) {
      return false;
    }
    for (int i = 0; i < COORDINATE; i++) {
      char c = text.charAt(i);
      boolean base64url =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
      if (!base64url) {
        return false;
      }
    }
    return true;
  }

  /** RFC 7638 thumbprint: SHA-256 over the required members in order, base64url. */
  public String thumbprint() {
    String canonical = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
