package dev.roadcase.app.uplink;

import dev.roadcase.core.fact.Now;
import dev.roadcase.wire.x509.KeyStores;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A throw-away root that signs a broker's and a kit's certificates. */
record TestAuthority(KeyPair keys, X509Certificate root) {

  static TestAuthority make(String name) throws Exception {
    KeyPair keys = pair();
    return new TestAuthority(keys, certificate(name, keys, name, keys, true));
  }

  /** Of a box that is sure of the time. */
  TlsIdentity identity(String kit, TestAuthority believed) throws Exception {
    return identity(
        kit,
        believed,
        () -> {
          long now = System.currentTimeMillis();
          return new Now("boot", 0, now, now, now);
        });
  }

  /** Of a box that takes it to be what {@code clock} says. */
  TlsIdentity identity(String kit, TestAuthority believed, Supplier<Now> clock) throws Exception {
    KeyPair kitKeys = pair();
    X509Certificate own = signed(kit, kitKeys);
    return TlsIdentity.of(kitKeys.getPrivate(), List.of(own), believed.root, clock);
  }

  /** A server's chain that is good from {@code from} to {@code to}, and no longer. */
  X509Certificate[] server(Instant from, Instant to) throws Exception {
    return new X509Certificate[] {
      certificate("localhost", pair(), name(), keys, false, from, to), root
    };
  }

  /** A server of this authority, for localhost. */
  SSLContext server() throws Exception {
    KeyPair server = pair();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        KeyStores.inMemory(server.getPrivate(), List.of(signed("localhost", server), root))
            .getKeyManagers(),
        null,
        null);
    return context;
  }

  private String name() {
    return root.getSubjectX500Principal().getName().substring(3);
  }

  void writeServerStores(Path folder) throws Exception {
    KeyPair server = pair();
    KeyStore own = KeyStore.getInstance("JKS");
    own.load(null, null);
    own.setKeyEntry(
        "server",
        server.getPrivate(),
        "secret".toCharArray(),
        new Certificate[] {signed("localhost", server), root});
    write(own, folder.resolve("key.jks"));
    KeyStore trusted = KeyStore.getInstance("JKS");
    trusted.load(null, null);
    trusted.setCertificateEntry("root", root);
    write(trusted, folder.resolve("trust.jks"));
  }

  private X509Certificate signed(String name, KeyPair owner) throws Exception {
    return certificate(name, owner, name(), keys, false);
  }

  private static X509Certificate certificate(
      String name, KeyPair owner, String issuer, KeyPair signer, boolean authority)
      throws Exception {
    Instant now = Instant.now();
    return certificate(
        name,
        owner,
        issuer,
        signer,
        authority,
        now.minus(Duration.ofHours(1)),
        now.plus(Duration.ofDays(1)));
  }

  private static X509Certificate certificate(
      String name,
      KeyPair owner,
      String issuer,
      KeyPair signer,
      boolean authority,
      Instant from,
      Instant to)
      throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            BigInteger.valueOf(System.nanoTime()).abs(),
            Date.from(from),
            Date.from(to),
            new X500Name("CN=" + name),
            owner.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
  }

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static void write(KeyStore store, Path file) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "secret".toCharArray());
    }
  }
}
