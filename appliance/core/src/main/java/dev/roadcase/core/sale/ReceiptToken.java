package dev.roadcase.core.sale;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Names a sale or a refund to everybody: SHA-256 over the payload that the device signed,
 * base64url, 43 characters. Neither the signature (ES256 gives another one each time), nor the kit,
 * nor the time goes in: the same sale has the same token on every box, whenever it is asked for.
 */
public record ReceiptToken(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final byte[] DOMAIN = "roadcase receipt 1\n".getBytes(StandardCharsets.US_ASCII);

  public ReceiptToken {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a receipt token is 43 base64url characters");
    }
  }

  public static ReceiptToken of(byte[] signedPayload) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(DOMAIN);
      return new ReceiptToken(
          Base64.getUrlEncoder().withoutPadding().encodeToString(sha.digest(signedPayload)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
