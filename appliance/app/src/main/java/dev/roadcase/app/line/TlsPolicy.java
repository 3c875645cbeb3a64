package dev.roadcase.app.line;

import dev.roadcase.wire.x509.TlsChoice;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.LinkedHashSet;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * TLS as the devices' door speaks it, {@link TlsChoice}, without a renegotiation that a client asks
 * for.
 */
public final class TlsPolicy {
  static {
    // Read by the JDK at its first handshake as a server; the scripts set it as well
    // (build/jdk.sh).
    System.setProperty(TlsChoice.NO_RENEGOTIATION, "true");
  }

  private TlsPolicy() {}

  /** Puts it into the options of a server. */
  public static HttpServerOptions on(HttpServerOptions options) {
    TlsChoice.SUITES.forEach(options::addEnabledCipherSuite);
    return options
        .setEnabledSecureTransportProtocols(new LinkedHashSet<>(TlsChoice.PROTOCOLS))
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
      parameters.setNamedGroups(TlsChoice.GROUPS.toArray(String[]::new));
      engine.setSSLParameters(parameters);
    }
  }
}
