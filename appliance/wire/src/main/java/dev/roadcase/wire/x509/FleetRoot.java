package dev.roadcase.wire.x509;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.jws.Es256;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.util.BigIntegers;

/**
 * The trust anchor that a box is configured with. All else is believed because this signed for it.
 */
public final class FleetRoot {
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int CERTIFICATES = 5;

  private final X509Certificate certificate;
  private final FleetId fleet;

  private FleetRoot(X509Certificate certificate, FleetId fleet) {
    this.certificate = certificate;
    this.fleet = fleet;
  }

  /**
   * A root by its certificate.
   *
   * @throws NotTrusted when it is no fleet's root, or did not sign itself
   */
  public static FleetRoot of(X509Certificate certificate) {
    if (!(Certificates.name(certificate) instanceof Name.Fleet(FleetId fleet))) {
      throw new NotTrusted("this is the certificate of a show or a kit, not of a fleet's root");
    }
    requireAuthority(certificate, 1, "the root");
    FleetRoot root = new FleetRoot(certificate, fleet);
    if (!root.signed(certificate)) {
      throw new NotTrusted("the root's certificate is not signed by the root's own key");
    }
    return root;
  }

  /** A root from its PEM file. */
  public static FleetRoot read(Path pem) throws IOException {
    List<X509Certificate> found = Pem.certificates(pem);
    if (found.size() != 1) {
      throw new NotTrusted(pem + " holds " + found.size() + " certificates; a root stands alone");
    }
    return of(found.getFirst());
  }

  public FleetId fleet() {
    return fleet;
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /**
   * Whose show's certificate this is, if the root signed for it and it is not certainly over.
   *
   * @param nowLo it is no earlier than this, epoch milliseconds. A box that is unsure of the time
   *     has a low bound in the past, and goes on selling
   * @param nowHi it is no later than this. Not held against a certificate: its start is only a date
   *     before its making
   * @throws NotTrusted when another root signed it, it ended before {@code nowLo}, or is no show's
   */
  public Name.Show show(X509Certificate show, long nowLo, long nowHi) {
    if (nowHi < nowLo) {
      throw new IllegalArgumentException("an interval of time ends after it starts");
    }
    if (!show.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())
        || !signed(show)) {
      throw new NotTrusted("the show's certificate is not signed by the root of " + fleet);
    }
    if (!(Certificates.name(show) instanceof Name.Show name)) {
      throw new NotTrusted("the certificate is not a show's: " + Certificates.name(show).uri());
    }
    if (!name.fleet().equals(fleet)) {
      throw new NotTrusted("the show is of the fleet " + name.fleet() + ", not of " + fleet);
    }
    requireAuthority(show, 0, "the show");
    requireNotOver(show, nowLo, "the show's certificate");
    requireNotOver(certificate, nowLo, "the fleet root");
    return name;
  }

  private boolean signed(X509Certificate other) {
    if (!X9ObjectIdentifiers.ecdsa_with_SHA256.getId().equals(other.getSigAlgOID())) {
      return false;
    }
    try {
      BigInteger[] rs =
          StandardDSAEncoding.INSTANCE.decode(Certificates.ORDER, other.getSignature());
      byte[] raw = new byte[64];
      System.arraycopy(BigIntegers.asUnsignedByteArray(32, rs[0]), 0, raw, 0, 32);
      System.arraycopy(BigIntegers.asUnsignedByteArray(32, rs[1]), 0, raw, 32, 32);
      return new Es256(Certificates.publicKey(certificate))
          .verifies(other.getTBSCertificate(), raw);
    } catch (IOException
        | IllegalArgumentException
        | java.security.cert.CertificateEncodingException e) {
      return false;
    }
  }

  private static void requireAuthority(X509Certificate certificate, int pathLength, String whose) {
    boolean[] usage = certificate.getKeyUsage();
    Set<String> critical = certificate.getCriticalExtensionOIDs();
    boolean fits =
        certificate.getBasicConstraints() == pathLength
            && critical != null
            && critical.equals(Set.of(BASIC_CONSTRAINTS, KEY_USAGE))
            && usage != null
            && usage[CERTIFICATES]
            && (pathLength > 0 || usage[DIGITAL_SIGNATURE]);
    if (!fits) {
      throw new NotTrusted("the certificate of " + whose + " does not let it sign for others");
    }
  }

  private static void requireNotOver(X509Certificate certificate, long nowLo, String what) {
    Instant end = certificate.getNotAfter().toInstant();
    if (end.toEpochMilli() < nowLo) {
      throw new NotTrusted(what + " ended on " + end + ", and that is certainly past");
    }
  }
}
