package dev.roadcase.wire.x509;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.jws.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;

/**
 * A key that may sign certificates, with the certificate that says so: the fleet root or a show.
 *
 * <p>Certificates start {@link #BACKDATED} before they are made. A board without a real-time clock
 * wakes in the past – at its image's build, at its last stop – and would refuse a peer that is "not
 * yet valid". Nothing is lost by it: before it was made, nobody held the key. How long a stolen key
 * counts is bounded by the other end alone.
 */
public final class Issuer {
  /** How long before its making a certificate claims to hold already. */
  public static final Duration BACKDATED = Duration.ofDays(365);

  /** A root's life after its making. */
  public static final Duration ROOT_LIFE = Duration.ofDays(5 * 365 + 1);

  /** How long a show's keys outlive the show. */
  public static final Duration AFTER_SHOW = Duration.ofDays(7);

  /**
   * The furthest end of a show. With {@link #BACKDATED} and {@link #AFTER_SHOW} a server
   * certificate stays under the 825 days that Apple's devices accept from an installed authority.
   */
  public static final Duration SHOW_AHEAD_MAX = Duration.ofDays(400);

  private final SigningKey key;
  private final X509Certificate certificate;
  private final Name name;

  private Issuer(SigningKey key, X509Certificate certificate, Name name) {
    this.key = key;
    this.certificate = certificate;
    this.name = name;
  }

  /** Makes a fleet's root: it signs itself. */
  public static Issuer root(FleetId fleet, SigningKey key, Instant now, SecureRandom chance) {
    Name name = new Name.Fleet(fleet);
    Draft draft = Draft.of(name, key.publicKey(), now, now.plus(ROOT_LIFE), chance);
    X509Certificate self =
        draft.signed(
            key,
            draft.subject,
            key.publicKey(),
            b -> {
              add(b, Extension.basicConstraints, true, new BasicConstraints(1));
              add(
                  b,
                  Extension.keyUsage,
                  true,
                  new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
              return b;
            });
    return new Issuer(key, self, name);
  }

  /**
   * An issuer from its files.
   *
   * @throws NotTrusted when the certificate is for another key, or is no root's or show's of ours
   */
  public static Issuer of(SigningKey key, X509Certificate certificate) {
    if (!Certificates.publicKey(certificate).equals(key.publicKey())) {
      throw new NotTrusted("the certificate belongs to another key than the key file beside it");
    }
    Name name = Certificates.name(certificate);
    if (!(name instanceof Name.Fleet) && !(name instanceof Name.Show)) {
      throw new NotTrusted("the certificate of " + name.uri() + " may not sign others");
    }
    return new Issuer(key, certificate, name);
  }

  public SigningKey key() {
    return key;
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** Whom this issuer speaks for. */
  public Name name() {
    return name;
  }

  /**
   * Makes a show's intermediate, which signs kit certificates and packs. Only a root may.
   *
   * @param ends when the show is over; its key counts for {@link #AFTER_SHOW} more
   */
  public Issuer show(
      String show, SigningKey showKey, Instant ends, Instant now, SecureRandom chance) {
    if (!(name instanceof Name.Fleet(FleetId fleet))) {
      throw new IllegalStateException("only a fleet's root makes a show");
    }
    if (!ends.isAfter(now) || ends.isAfter(now.plus(SHOW_AHEAD_MAX))) {
      throw new IllegalArgumentException(
          "a show ends after now and within "
              + SHOW_AHEAD_MAX.toDays()
              + " days: its keys are meant to be short-lived");
    }
    Name.Show of = new Name.Show(fleet, show);
    Draft draft = Draft.of(of, showKey.publicKey(), now, ends.plus(AFTER_SHOW), chance);
    X509Certificate made =
        draft.signed(
            key,
            subject(name),
            key.publicKey(),
            b -> {
              add(b, Extension.basicConstraints, true, new BasicConstraints(0));
              // digitalSignature: packs and rosters are signed by this key itself.
              add(
                  b,
                  Extension.keyUsage,
                  true,
                  new KeyUsage(
                      KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign));
              return b;
            });
    return new Issuer(showKey, made, of);
  }

  /**
   * Makes a kit's certificate, for TLS as server and as client, and with it a new making of the
   * kit's keys ({@link Certificates#making}). Only a show may.
   *
   * @param names DNS names beyond {@code <kit>}, {@code <kit>.local} and {@code localhost}
   * @param addresses IP addresses beyond the two loopback ones
   */
  public X509Certificate kit(
      KitId kit,
      PublicKey kitKey,
      Collection<String> names,
      Collection<String> addresses,
      Instant now,
      SecureRandom chance) {
    List<String> dns = new ArrayList<>(List.of(kit.value() + ".local", kit.value()));
    dns.addAll(names);
    FleetId fleet = ofShow().fleet();
    Making making = Making.born(now.toEpochMilli(), chance.nextInt());
    return leaf(
        new Name.Kit(fleet, kit),
        List.of(Certificates.makingUri(fleet, kit, making)),
        kitKey,
        dns,
        addresses,
        now,
        chance);
  }

  /** Makes the certificate of the upstream's broker; parameters as for {@link #kit}. */
  public X509Certificate upstream(
      PublicKey serverKey,
      Collection<String> names,
      Collection<String> addresses,
      Instant now,
      SecureRandom chance) {
    Name.Show show = ofShow();
    return leaf(
        new Name.Upstream(show.fleet(), show.show()),
        List.of(),
        serverKey,
        names,
        addresses,
        now,
        chance);
  }

  @Override
  public String toString() {
    return "Issuer[" + name.uri() + "]";
  }

  private Name.Show ofShow() {
    if (!(name instanceof Name.Show show)) {
      throw new IllegalStateException("only a show's key makes certificates for its kits");
    }
    return show;
  }

  private X509Certificate leaf(
      Name of,
      List<String> uris,
      PublicKey leafKey,
      Collection<String> names,
      Collection<String> addresses,
      Instant now,
      SecureRandom chance) {
    Instant end = certificate.getNotAfter().toInstant();
    if (!end.isAfter(now)) {
      throw new NotTrusted("the show's own certificate ended on " + end + ": make a new show");
    }
    Draft draft = Draft.of(of, leafKey, now, end, chance);
    uris.forEach(
        uri -> draft.names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    Set<String> dns = new LinkedHashSet<>(names);
    dns.add("localhost");
    Set<String> ips = new LinkedHashSet<>(addresses);
    ips.addAll(List.of("127.0.0.1", "::1"));
    dns.forEach(Hosts::requireDnsName);
    ips.forEach(Hosts::requireAddress);
    draft.names.addAll(dns.stream().map(n -> new GeneralName(GeneralName.dNSName, n)).toList());
    draft.names.addAll(ips.stream().map(a -> new GeneralName(GeneralName.iPAddress, a)).toList());
    return draft.signed(
        key,
        subject(name),
        key.publicKey(),
        b -> {
          add(b, Extension.basicConstraints, true, new BasicConstraints(false));
          add(b, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
          add(
              b,
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(
                  new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                  }));
          return b;
        });
  }

  private static X500Name subject(Name of) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.O, "Roadcase fleet " + of.fleet())
        .addRDN(BCStyle.CN, of.commonName())
        .build();
  }

  private static void add(
      X509v3CertificateBuilder builder,
      ASN1ObjectIdentifier id,
      boolean critical,
      ASN1Encodable v) {
    try {
      builder.addExtension(id, critical, v);
    } catch (IOException e) {
      throw new IllegalStateException("what we built ourselves can be encoded", e);
    }
  }

  /** A certificate before it is signed. */
  private static final class Draft {
    final X500Name subject;
    final SubjectPublicKeyInfo subjectKey;
    final Instant from;
    final Instant to;
    final BigInteger serial;
    final List<GeneralName> names = new ArrayList<>();

    private Draft(
        X500Name subject, SubjectPublicKeyInfo key, Instant from, Instant to, BigInteger serial) {
      this.subject = subject;
      this.subjectKey = key;
      this.from = from;
      this.to = to;
      this.serial = serial;
    }

    static Draft of(Name of, PublicKey key, Instant now, Instant to, SecureRandom chance) {
      // 127 random bits: positive, and within the 20 octets of RFC 5280 §4.1.2.2.
      Draft draft =
          new Draft(
              subject(of),
              Certificates.spki(key),
              now.minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS),
              to.truncatedTo(ChronoUnit.SECONDS),
              new BigInteger(127, chance).setBit(126));
      draft.names.add(new GeneralName(GeneralName.uniformResourceIdentifier, of.uri()));
      return draft;
    }

    X509Certificate signed(
        SigningKey issuerKey,
        X500Name issuer,
        PublicKey issuerPublic,
        Function<X509v3CertificateBuilder, X509v3CertificateBuilder> more) {
      BcX509ExtensionUtils ids = new BcX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              issuer, serial, Date.from(from), Date.from(to), subject, subjectKey);
      add(
          builder,
          Extension.subjectKeyIdentifier,
          false,
          ids.createSubjectKeyIdentifier(subjectKey));
      add(
          builder,
          Extension.authorityKeyIdentifier,
          false,
          ids.createAuthorityKeyIdentifier(Certificates.spki(issuerPublic)));
      add(
          builder,
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(GeneralName[]::new)));
      try {
        return Certificates.fromDer(
            more.apply(builder).build(new Es256Signer(issuerKey)).getEncoded());
      } catch (IOException e) {
        throw new IllegalStateException("what we built ourselves can be encoded", e);
      }
    }
  }
}
