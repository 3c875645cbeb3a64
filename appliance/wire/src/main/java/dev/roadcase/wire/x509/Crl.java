package dev.roadcase.wire.x509;

import dev.roadcase.core.pack.Revocations;
import dev.roadcase.core.pack.ShowRevocations;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;

/**
 * What is revoked, as an X.509 CRL (RFC 5280 §5), version 2, for those who end TLS and know nothing
 * of ours.
 *
 * <p>It claims to hold since its issuer's certificate does, and until that ends: the clock of a box
 * may be in the past, and nobody fetches a next one from anywhere. Which of two is newer is told by
 * the CRL number, which is that of the list.
 */
public final class Crl {
  private Crl() {}

  /** The list of a show, signed by it: DER. The same list gives the same bytes. */
  public static byte[] of(Revocations list, Issuer show) {
    if (!show.name().equals(new Name.Show(list.fleet(), list.show()))) {
      throw new IllegalArgumentException("a show signs its own list of revocations");
    }
    List<Entry> entries =
        list.revoked().stream().map(entry -> new Entry(entry.serial(), entry.at())).toList();
    return signed(show, list.number(), entries);
  }

  /**
   * The list of a root: the shows that count no more. Also while there is none, for most TLS stacks
   * that are given one list want one for every issuer of a chain. Its number is one more than the
   * list's: a fleet's first X.509 list has number 1, and is empty.
   */
  public static byte[] of(ShowRevocations list, Issuer root) {
    if (!root.name().equals(new Name.Fleet(list.fleet()))) {
      throw new IllegalArgumentException("a root signs its own fleet's list of revoked shows");
    }
    List<Entry> entries =
        list.revoked().stream().map(entry -> new Entry(entry.serial(), entry.at())).toList();
    return signed(root, list.number() + 1, entries);
  }

  private record Entry(String serial, Instant at) {}

  private static byte[] signed(Issuer issuer, long number, List<Entry> revoked) {
    X509Certificate own = issuer.certificate();
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(
            X500Name.getInstance(own.getSubjectX500Principal().getEncoded()), own.getNotBefore());
    builder.setNextUpdate(own.getNotAfter());
    for (Entry entry : revoked) {
      builder.addCRLEntry(
          new BigInteger(entry.serial(), 16), Date.from(entry.at()), 0 /* unspecified: left out */);
    }
    add(
        builder,
        Extension.authorityKeyIdentifier,
        new BcX509ExtensionUtils()
            .createAuthorityKeyIdentifier(Certificates.spki(issuer.key().publicKey())));
    add(builder, Extension.cRLNumber, new CRLNumber(BigInteger.valueOf(number)));
    try {
      return builder.build(new Es256Signer(issuer.key())).getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("what we built ourselves can be encoded", e);
    }
  }

  private static void add(X509v2CRLBuilder builder, ASN1ObjectIdentifier id, ASN1Encodable value) {
    try {
      builder.addExtension(id, false, value);
    } catch (IOException e) {
      throw new IllegalStateException("what we built ourselves can be encoded", e);
    }
  }
}
