package dev.roadcase.wire.x509;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.jspecify.annotations.Nullable;

/**
 * X.509 lists of revocations (RFC 5280 §5), one for each issuer: what {@link Crl} makes, for those
 * who end TLS. A list counts for a certificate when the key that signed the certificate has signed
 * the list, too; dates of lists are not looked at, nobody fetches a next one from anywhere. A later
 * number takes an earlier one's place, never the other way round.
 */
public final class RevokedCertificates {
  /** Before there was a list. */
  public static final RevokedCertificates NONE = new RevokedCertificates(Map.of());

  private static final String NUMBER = "2.5.29.20";
  private static final String AUTHORITY_KEY = "2.5.29.35";

  /**
   * A certificate that counts no more.
   *
   * @param serial lower-case hex
   */
  public record Revoked(String subject, String serial, Instant at) {}

  private final Map<String, X509CRL> lists;

  private RevokedCertificates(Map<String, X509CRL> lists) {
    this.lists = Map.copyOf(lists);
  }

  /**
   * Reads lists in PEM, one after the other.
   *
   * @throws NotTrusted when there is none among them, or one is damaged
   */
  public static RevokedCertificates read(String pem) {
    Collection<? extends CRL> found;
    try {
      found =
          CertificateFactory.getInstance("X.509")
              .generateCRLs(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (CRLException | CertificateException e) {
      throw new NotTrusted("no X.509 lists of revocations: " + e.getMessage());
    }
    if (found.isEmpty()) {
      throw new NotTrusted("no X.509 list of revocations is in it");
    }
    Map<String, X509CRL> lists = new LinkedHashMap<>();
    for (CRL list : found) {
      if (list instanceof X509CRL x509) {
        lists.merge(issuer(x509), x509, RevokedCertificates::later);
      }
    }
    return new RevokedCertificates(lists);
  }

  /** These and those; of two lists of one issuer the one with the higher number. */
  public RevokedCertificates and(RevokedCertificates more) {
    Map<String, X509CRL> all = new LinkedHashMap<>(lists);
    more.lists.forEach((issuer, list) -> all.merge(issuer, list, RevokedCertificates::later));
    return new RevokedCertificates(all);
  }

  /** How many certificates stand on them. */
  public int size() {
    return lists.values().stream()
        .map(X509CRL::getRevokedCertificates)
        .mapToInt(entries -> entries == null ? 0 : entries.size())
        .sum();
  }

  /**
   * The first certificate of a chain that counts no more.
   *
   * @param chain the leaf first; each signed by the next, the last by an anchor or one itself
   * @param anchors that the chain has been verified with
   */
  public Optional<Revoked> in(List<X509Certificate> chain, Collection<X509Certificate> anchors) {
    for (int i = 0; i < chain.size(); i++) {
      X509Certificate certificate = chain.get(i);
      List<X509Certificate> above = new ArrayList<>(anchors);
      if (i + 1 < chain.size()) {
        above.addFirst(chain.get(i + 1));
      }
      Optional<Revoked> revoked = on(certificate, above);
      if (revoked.isPresent()) {
        return revoked;
      }
    }
    return Optional.empty();
  }

  private Optional<Revoked> on(X509Certificate certificate, List<X509Certificate> issuers) {
    for (X509CRL list : lists.values()) {
      if (!list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())) {
        continue;
      }
      X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
      if (entry != null && issuers.stream().anyMatch(i -> signed(list, i.getPublicKey()))) {
        return Optional.of(
            new Revoked(
                certificate.getSubjectX500Principal().getName(),
                Certificates.serial(certificate),
                entry.getRevocationDate().toInstant()));
      }
    }
    return Optional.empty();
  }

  private static boolean signed(X509CRL list, PublicKey key) {
    try {
      list.verify(key);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static X509CRL later(X509CRL one, X509CRL other) {
    return number(other).compareTo(number(one)) > 0 ? other : one;
  }

  /** Zero for a list that has none: any that has one is later. */
  private static BigInteger number(X509CRL list) {
    byte @Nullable [] value = list.getExtensionValue(NUMBER);
    if (value == null) {
      return BigInteger.ZERO;
    }
    try {
      return ASN1Integer.getInstance(ASN1OctetString.getInstance(value).getOctets()).getValue();
    } catch (IllegalArgumentException e) {
      throw new NotTrusted("a list of revocations has a number that is none");
    }
  }

  /** By name and key: two issuers may have one name. */
  private static String issuer(X509CRL list) {
    byte @Nullable [] key = list.getExtensionValue(AUTHORITY_KEY);
    return list.getIssuerX500Principal().getName()
        + (key == null ? "" : "/" + HexFormat.of().formatHex(key));
  }
}
