package dev.roadcase.wire.x509;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over a certificate's DER: what two people compare, on two screens. */
public final class Fingerprint {
  private static final int GROUP = 4;

  private Fingerprint() {}

  /** The 32 octets. */
  public static byte[] of(X509Certificate certificate) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(Certificates.toDer(certificate));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Sixteen groups of four hex digits, upper case. */
  public static List<String> groups(X509Certificate certificate) {
    String hex = HexFormat.of().withUpperCase().formatHex(of(certificate));
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < hex.length(); i += GROUP) {
      groups.add(hex.substring(i, i + GROUP));
    }
    return groups;
  }
}
