package dev.roadcase.app.uplink;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

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
   * Reads the three PEM texts (RFC 7468).
   *
   * @param key PKCS #8 {@code PRIVATE KEY} or SEC 1 {@code EC PRIVATE KEY}, not encrypted
   * @param chain the kit's certificate first, then those that lead towards the root
   * @param authorities one certificate or more
   * @throws IllegalArgumentException when one of them cannot be read
   */
  public static TlsIdentity ofPem(String key, String chain, String authorities) {
    try {
      KeyStore mine = emptyStore();
      mine.setKeyEntry(
          "kit", privateKey(key), new char[0], certificates(chain).toArray(Certificate[]::new));
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(mine, new char[0]);

      KeyStore others = emptyStore();
      int number = 0;
      for (Certificate authority : certificates(authorities)) {
        number++;
        others.setCertificateEntry("authority-" + number, authority);
      }
      TrustManagerFactory believed =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      believed.init(others);
      return new TlsIdentity(own, believed);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "the kit's key and certificates cannot be used: " + e.getMessage(), e);
    }
  }

  KeyManagerFactory own() {
    return own;
  }

  TrustManagerFactory believed() {
    return believed;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** The first key; `openssl ecparam -genkey` puts parameters before it. */
  private static PrivateKey privateKey(String pem) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object one = parser.readObject(); one != null; one = parser.readObject()) {
        if (one instanceof PEMKeyPair pair) {
          return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
        }
        if (one instanceof PrivateKeyInfo info) {
          return new JcaPEMKeyConverter().getPrivateKey(info);
        }
      }
    }
    throw new IOException("there is no unencrypted private key in the PEM");
  }

  private static Collection<? extends Certificate> certificates(String pem)
      throws GeneralSecurityException, IOException {
    Collection<? extends Certificate> all =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    if (all.isEmpty()) {
      throw new IOException("there is no certificate in the PEM");
    }
    return all;
  }
}
