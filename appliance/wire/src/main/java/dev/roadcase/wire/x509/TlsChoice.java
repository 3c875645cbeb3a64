package dev.roadcase.wire.x509;

import java.util.List;

/**
 * TLS as our servers speak it: 1.3 and 1.2 (RFC 8446, RFC 5246), suites that authenticate what they
 * encrypt, two groups for the key exchange. Everything else is work that a stranger could choose
 * for a server without doing its part (docs/decisions/0128). By the names of the JDK.
 */
public final class TlsChoice {
  public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /** Those with RSA are for a certificate of a public authority. */
  public static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /**
   * A finite field of 8,192 bits costs a handshake four times its time, and the stranger nothing.
   */
  public static final List<String> GROUPS = List.of("x25519", "secp256r1");

  /** Read by the JDK at its first handshake as a server. */
  public static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

  private TlsChoice() {}
}
