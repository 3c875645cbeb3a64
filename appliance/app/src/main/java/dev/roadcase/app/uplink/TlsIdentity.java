package dev.roadcase.app.uplink;

import dev.roadcase.core.fact.Now;
import dev.roadcase.wire.x509.KeyStores;
import io.netty.handler.ssl.util.TrustManagerFactoryWrapper;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * What the kit shows to the broker, and whom it believes: a private key with its certificates, and
 * the authority that must have signed the broker's. Public authorities are not believed.
 */
public final class TlsIdentity {
  private final KeyManagerFactory own;
  private final TrustManagerFactory believed;

  private TlsIdentity(KeyManagerFactory own, TrustManagerFactory believed) {
    this.own = own;
    this.believed = believed;
  }

  /**
   * An identity.
   *
   * @param chain the kit's certificate first, then those that lead towards the root
   * @param clock the interval by which the broker's certificates are judged, not the system's clock
   */
  public static TlsIdentity of(
      PrivateKey key, List<X509Certificate> chain, X509Certificate authority, Supplier<Now> clock) {
    return new TlsIdentity(
        KeyStores.inMemory(key, chain),
        new TrustManagerFactoryWrapper(new IntervalTrust(authority, clock)));
  }

  KeyManagerFactory own() {
    return own;
  }

  TrustManagerFactory believed() {
    return believed;
  }
}
