package dev.roadcase.wire.x509;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.jws.P256;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/** What is read out of a certificate, and the one way a P-256 key is spelled in it. */
public final class Certificates {
  static final AlgorithmIdentifier P256_KEY =
      new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1);
  static final BigInteger ORDER =
      org.bouncycastle.crypto.ec.CustomNamedCurves.getByName("P-256").getN();

  private static final String MAKING = "roadcase:making:";

  private Certificates() {}

  /**
   * A certificate from its bytes.
   *
   * @throws NotTrusted when it is none, or bytes follow it
   */
  public static X509Certificate fromDer(byte[] der) {
    try {
      ByteArrayInputStream in = new ByteArrayInputStream(der);
      X509Certificate read =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      if (in.available() > 0 || !java.util.Arrays.equals(read.getEncoded(), der)) {
        throw new NotTrusted("a certificate stands alone in its bytes");
      }
      return read;
    } catch (CertificateException e) {
      throw new NotTrusted("no X.509 certificate: " + e.getMessage());
    }
  }

  /** The certificate's bytes. */
  public static byte[] toDer(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }

  /**
   * The key that a certificate is for.
   *
   * @throws NotTrusted when it is no P-256 key, spelled by the curve's name
   */
  public static PublicKey publicKey(X509Certificate certificate) {
    SubjectPublicKeyInfo info =
        SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
    byte[] point = info.getPublicKeyData().getOctets();
    if (!P256_KEY.equals(info.getAlgorithm()) || point.length != 65) {
      throw new NotTrusted("the certificate's key is not of the curve P-256");
    }
    try {
      return P256.publicKey(
          org.bouncycastle.crypto.ec.CustomNamedCurves.getByName("P-256")
              .getCurve()
              .decodePoint(point));
    } catch (IllegalArgumentException e) {
      throw new NotTrusted("the certificate's key is not on the curve P-256");
    }
  }

  /**
   * Whom a certificate speaks for.
   *
   * @throws NotTrusted when it has no {@code roadcase:} name, or two
   */
  public static Name name(X509Certificate certificate) {
    List<String> uris =
        names(certificate, GeneralName.uniformResourceIdentifier).stream()
            .filter(uri -> !uri.startsWith(MAKING))
            .toList();
    if (uris.size() != 1) {
      throw new NotTrusted("the certificate has not exactly one roadcase: name");
    }
    try {
      return Name.of(uris.getFirst());
    } catch (NotTrusted e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new NotTrusted("the certificate's name: " + e.getMessage());
    }
  }

  /**
   * Which making of a kit's keys a certificate is for: {@code roadcase:making:FLEET/KIT/<16 hex>}
   * among its alternative names.
   *
   * @return nothing for a certificate that is not a kit's, or of a release before there were any
   * @throws NotTrusted when there are two, or it is another kit's
   */
  public static Optional<Making> making(X509Certificate certificate) {
    List<String> uris =
        names(certificate, GeneralName.uniformResourceIdentifier).stream()
            .filter(uri -> uri.startsWith(MAKING))
            .toList();
    if (uris.isEmpty()) {
      return Optional.empty();
    }
    String uri = uris.getFirst();
    if (uris.size() == 1 && name(certificate) instanceof Name.Kit(FleetId fleet, KitId kit)) {
      try {
        Making making = new Making(uri.substring(uri.lastIndexOf('/') + 1));
        if (uri.equals(makingUri(fleet, kit, making))) {
          return Optional.of(making);
        }
      } catch (IllegalArgumentException e) {
        // Said below.
      }
    }
    throw new NotTrusted("the certificate does not say which making of its own kit it is for");
  }

  static String makingUri(FleetId fleet, KitId kit, Making making) {
    return MAKING + fleet + "/" + kit + "/" + making;
  }

  /** The serial number, lower-case hex, as lists of revocations write it. */
  public static String serial(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16);
  }

  /** The host names that a certificate is for. */
  public static List<String> dnsNames(X509Certificate certificate) {
    return names(certificate, GeneralName.dNSName);
  }

  /** The IP addresses that a certificate is for. */
  public static List<String> addresses(X509Certificate certificate) {
    return names(certificate, GeneralName.iPAddress);
  }

  private static List<String> names(X509Certificate certificate, int kind) {
    return alternativeNames(certificate).stream()
        .filter(name -> name.size() == 2)
        .filter(name -> name.get(0).equals(kind))
        .map(name -> name.get(1).toString())
        .toList();
  }

  static SubjectPublicKeyInfo spki(PublicKey key) {
    ECPublicKeyParameters point = P256.parameters(key);
    return new SubjectPublicKeyInfo(P256_KEY, point.getQ().getEncoded(false));
  }

  private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      throw new NotTrusted("the certificate's alternative names cannot be read");
    }
  }
}
