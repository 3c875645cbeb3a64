package dev.roadcase.app.uplink;

import dev.roadcase.wire.x509.KeyStores;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
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
   */
  public static TlsIdentity of(
      PrivateKey key, List<X509Certificate> chain, X509Certificate authority) {
    try {
      KeyStore others = KeyStore.getInstance("PKCS12");
      others.load(null, null);
      others.setCertificateEntry("authority", authority);
      TrustManagerFactory believed =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      believed.init(others);
      return new TlsIdentity(KeyStores.inMemory(key, chain), believed);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has PKCS#12 and X.509", e);
    }
  }

  KeyManagerFactory own() {
    return own;
  }

  TrustManagerFactory believed() {
    return believed;
  }
}
