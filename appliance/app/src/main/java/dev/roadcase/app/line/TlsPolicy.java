package dev.roadcase.app.line;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * TLS as the devices' door speaks it: 1.3 and 1.2 (RFC 8446, RFC 5246), with suites that
 * authenticate what they encrypt, two groups for the key exchange, and no renegotiation that a
 * client asks for. Everything else is work that a stranger could choose for the box without doing
 * his part.
 */
public final class TlsPolicy {
  /**
   * A finite field of 8,192 bits costs a handshake four times its time, and the stranger nothing.
   */
  private static final String[] GROUPS = {"x25519", "secp256r1"};

  private static final List<String> SUITES =
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

  static {
    // Read by the JDK at its first handshake as a server; the scripts set it as well
    // (build/jdk.sh).
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  private TlsPolicy() {}

  /** Puts it into the options of a server. */
  public static HttpServerOptions on(HttpServerOptions options) {
    SUITES.forEach(options::addEnabledCipherSuite);
    return options
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
        .setSslEngineOptions(new Engine());
  }

  private static final class Engine extends JdkSSLEngineOptions {
    @Override
    public JdkSSLEngineOptions copy() {
      return new Engine();
    }

    @Override
    public SslContextFactory sslContextFactory() {
      return new DefaultSslContextFactory(SslProvider.JDK, false) {
        @Override
        public SslContext create() throws SSLException {
          return new TwoGroups(super.create());
        }
      };
    }
  }

  private static final class TwoGroups extends DelegatingSslContext {
    TwoGroups(SslContext context) {
      super(context);
    }

    @Override
    protected void initEngine(SSLEngine engine) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setNamedGroups(GROUPS);
      engine.setSSLParameters(parameters);
    }
  }
}
