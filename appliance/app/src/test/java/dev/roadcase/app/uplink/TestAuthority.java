package dev.roadcase.app.uplink;

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

  TlsIdentity identity(String kit, TestAuthority believed) throws Exception {
    KeyPair kitKeys = pair();
    X509Certificate own = signed(kit, kitKeys);
    return TlsIdentity.of(kitKeys.getPrivate(), List.of(own), believed.root);
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
    return certificate(
        name, owner, root.getSubjectX500Principal().getName().substring(3), keys, false);
  }

  private static X509Certificate certificate(
      String name, KeyPair owner, String issuer, KeyPair signer, boolean authority)
      throws Exception {
    Instant now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            BigInteger.valueOf(System.nanoTime()).abs(),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofDays(1))),
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
