package dev.roadcase.console.upstream;

import dev.roadcase.wire.x509.TlsChoice;
import java.util.List;
import java.util.stream.Collectors;

/**
 * TLS as the broker speaks it: 1.3 and 1.2 (RFC 8446, RFC 5246), suites that authenticate what they
 * encrypt, two groups for the key exchange, no renegotiation that a client asks for. A handshake is
 * work before a certificate is seen, so a stranger must not choose how much (docs/decisions/0128).
 * Kits have keys on P-256, and no others are let in.
 */
final class BrokerTls {
  private BrokerTls() {}

  /**
   * Says what the broker's configuration has no word for. The JDK reads it at its first handshake,
   * and for the whole process: an upstream with a broker of its own speaks TLS to nobody else.
   */
  static void before() {
    System.setProperty(TlsChoice.NO_RENEGOTIATION, "true");
    System.setProperty("jdk.tls.namedGroups", String.join(",", TlsChoice.GROUPS));
  }

  /** For the {@code tls} of a listener. */
  static String elements() {
    return all("protocols", "protocol", TlsChoice.PROTOCOLS)
        + all("cipher-suites", "cipher-suite", TlsChoice.SUITES);
  }

  private static String all(String name, String each, List<String> words) {
    return words.stream()
        .map(word -> "<" + each + ">" + word + "</" + each + ">")
        .collect(Collectors.joining("", "<" + name + ">", "</" + name + ">"));
  }
}
