package dev.roadcase.wire.x509;

import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.jws.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/**
 * Key stores for those who read no PEM: the JDK's TLS, the HiveMQ client and its broker. PKCS#12; a
 * reader that asks for {@code JKS} gets it too, since the JDK looks at the bytes.
 */
public final class KeyStores {
  private KeyStores() {}

  /** Who we are: the key {@code roadcase} with its chain. */
  public static KeyStore identity(SigningKey key, List<X509Certificate> chain, char[] password) {
    try {
      KeyStore store = empty();
      store.setKeyEntry("roadcase", jdkKey(key), password, chain.toArray(Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has PKCS#12 and P-256", e);
    }
  }

  /**
   * Who we are, for the TLS of this process alone. The JDK's PKCS#12 would encrypt the key in
   * memory with many thousand rounds, a tenth of a box's start; what is never written down needs
   * none.
   */
  public static KeyManagerFactory inMemory(PrivateKey key, List<X509Certificate> chain) {
    char[] none = new char[0];
    try {
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, none);
      store.setKeyEntry("own", key, none, chain.toArray(Certificate[]::new));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, none);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has JKS", e);
    }
  }

  /** Whom we believe. */
  public static KeyStore trust(FleetRoot root) {
    try {
      KeyStore store = empty();
      store.setCertificateEntry("fleet", root.certificate());
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has PKCS#12", e);
    }
  }

  /** Writes a store for its owner alone (0600). */
  public static void write(Path file, KeyStore store, char[] password) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      store.store(out, password);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PKCS#12", e);
    }
    WholeFile.writePrivate(file, out.toByteArray());
  }

  /** The key as the JDK's TLS wants it. */
  public static PrivateKey jdkKey(SigningKey key) {
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(Pem.pkcs8(key).getEncoded()));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
