package dev.roadcase.wire.x509;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * SHA-256 over a certificate's DER: what two people compare, on two screens. Everywhere in the
 * shape in which {@code openssl x509 -fingerprint} prints it: octets in capitals between colons.
 */
public final class Fingerprint {
  private static final int GROUP = 6;

  private Fingerprint() {}

  /** The 32 octets. */
  public static byte[] of(X509Certificate certificate) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(Certificates.toDer(certificate));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** All 32 octets: {@code AF:F0:…}, 95 characters. */
  public static String colons(X509Certificate certificate) {
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(of(certificate));
  }

  /** The same in sixteen parts, between which a line may break. */
  public static List<String> groups(X509Certificate certificate) {
    String colons = colons(certificate);
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < colons.length(); i += GROUP) {
      groups.add(colons.substring(i, Math.min(i + GROUP, colons.length())));
    }
    return groups;
  }
}
