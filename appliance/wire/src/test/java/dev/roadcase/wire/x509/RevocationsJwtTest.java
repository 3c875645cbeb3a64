package dev.roadcase.wire.x509;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.core.pack.Revocations;
import dev.roadcase.core.pack.Revocations.Revoked;
import dev.roadcase.core.pack.ShowRevocations;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RevocationsJwtTest {
  private static final SecureRandom CHANCE = new SecureRandom();
  private static final Instant NOW = Instant.now();
  private static final FleetId FLEET = new FleetId("acme");
  private static final KitId KIT = new KitId("kit-4");
  private static final Issuer ROOT = Issuer.root(FLEET, SigningKey.make(CHANCE), NOW, CHANCE);
  private static final Issuer SHOW = show("harvest");
  private static final Name.Show HARVEST = new Name.Show(FLEET, "harvest");

  private static final X509Certificate LOST = kit();
  private static final X509Certificate KEPT = kit();

  @Test
  void aListComesBackAsItWasSigned() {
    Revocations list = list();
    assertEquals(
        list,
        RevocationsJwt.read(RevocationsJwt.sign(list, SHOW), SHOW.key().publicKey(), HARVEST));
    assertEquals(RevocationsJwt.sign(list, SHOW), RevocationsJwt.sign(list, SHOW));
  }

  @Test
  void aListByAnotherKeyOrOfAnotherShowIsNotBelieved() {
    String jwt = RevocationsJwt.sign(list(), SHOW);
    Issuer other = show("harvest");
    assertThrows(
        NotTrusted.class, () -> RevocationsJwt.read(jwt, other.key().publicKey(), HARVEST));
    assertThrows(
        NotTrusted.class,
        () -> RevocationsJwt.read(jwt, SHOW.key().publicKey(), new Name.Show(FLEET, "spring")));
    assertThrows(IllegalArgumentException.class, () -> RevocationsJwt.sign(list(), show("spring")));
    assertThrows(IllegalArgumentException.class, () -> RevocationsJwt.sign(list(), ROOT));
  }

  @Test
  void aListThatIsNoneIsMalformed() {
    for (String payload :
        List.of(
            "{}",
            "[]",
            "{\"fleet\":\"acme\",\"show\":\"harvest\",\"number\":-1,\"issued\":0,\"revoked\":[]}",
            "{\"fleet\":\"acme\",\"show\":\"harvest\",\"number\":1,\"issued\":-5,\"revoked\":[]}",
            "{\"fleet\":\"acme\",\"show\":\"harvest\",\"number\":1,\"issued\":0,\"revoked\":[{}]}",
            "{\"fleet\":\"acme\",\"show\":\"harvest\",\"number\":1,\"issued\":0,\"revoked\":[{"
                + "\"kit\":\"kit-4\",\"making\":\"x\",\"serial\":\"1\",\"reason\":\"\",\"at\":0}]}")) {
      String jwt =
          CompactJws.sign(
              SHOW.key(), RevocationsJwt.TYP, "k", payload.getBytes(StandardCharsets.UTF_8));
      assertThrows(
          Malformed.class,
          () -> RevocationsJwt.read(jwt, SHOW.key().publicKey(), HARVEST),
          payload);
    }
    String later =
        "{\"fleet\":\"acme\",\"show\":\"harvest\",\"number\":1,\"issued\":0,\"revoked\":[],\"x\":1}";
    String jwt =
        CompactJws.sign(
            SHOW.key(), RevocationsJwt.TYP, "k", later.getBytes(StandardCharsets.UTF_8));
    assertEquals(1, RevocationsJwt.read(jwt, SHOW.key().publicKey(), HARVEST).number());
  }

  @Test
  void aListThatIsFullSaysSo() {
    List<Revoked> many = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      many.add(new Revoked(KIT, Making.born(i, i), "7f", "x".repeat(80), NOW.truncatedTo(SECONDS)));
    }
    Revocations list = new Revocations(FLEET, "harvest", 1, NOW, many);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> RevocationsJwt.sign(list, SHOW));
    assertTrue(e.getMessage().contains("make a new show"), e.getMessage());
  }

  @Test
  void everyKitsCertificateSaysWhichMakingItIs() {
    Making lost = Certificates.making(LOST).orElseThrow();
    assertFalse(Certificates.making(KEPT).orElseThrow().equals(lost));
    assertEquals(new Name.Kit(FLEET, KIT), Certificates.name(LOST));
    assertEquals(Optional.empty(), Certificates.making(SHOW.certificate()));
    assertTrue(lost.value().startsWith("%012x".formatted(NOW.toEpochMilli())), lost.value());
  }

  @Test
  void whoeverChecksCertificatesByTheJdkRefusesTheRevokedOneAndTakesTheOther() throws Exception {
    valid(KEPT, Crl.of(list(), SHOW), Crl.of(ShowRevocations.none(FLEET), ROOT));
    valid(
        LOST,
        Crl.of(Revocations.none(FLEET, "harvest"), SHOW),
        Crl.of(ShowRevocations.none(FLEET), ROOT));
    CertPathValidatorException refused =
        assertThrows(
            CertPathValidatorException.class,
            () -> valid(LOST, Crl.of(list(), SHOW), Crl.of(ShowRevocations.none(FLEET), ROOT)));
    assertEquals(CertPathValidatorException.BasicReason.REVOKED, refused.getReason());
  }

  @Test
  void theX509ListIsVersionTwoNumberedAndTheSameEveryTime() throws Exception {
    byte[] der = Crl.of(list(), SHOW);
    assertArrayEquals(der, Crl.of(list(), SHOW));
    X509CRL crl = crl(der);
    assertEquals(2, crl.getVersion());
    assertEquals(SHOW.certificate().getNotBefore(), crl.getThisUpdate());
    assertEquals(SHOW.certificate().getNotAfter(), crl.getNextUpdate());
    byte[] number = crl.getExtensionValue("2.5.29.20");
    assertEquals(1, number[number.length - 1]);
    assertEquals(1, crl.getRevokedCertificates().size());
    crl.verify(SHOW.certificate().getPublicKey());
  }

  private static final java.time.temporal.ChronoUnit SECONDS =
      java.time.temporal.ChronoUnit.SECONDS;

  private static Revocations list() {
    Instant at = NOW.truncatedTo(SECONDS);
    return Revocations.none(FLEET, "harvest")
        .and(
            new Revoked(
                KIT,
                Certificates.making(LOST).orElseThrow(),
                Certificates.serial(LOST),
                "card lost – Zürich",
                at),
            at);
  }

  private static Issuer show(String name) {
    return ROOT.show(name, SigningKey.make(CHANCE), NOW.plus(Duration.ofDays(3)), NOW, CHANCE);
  }

  private static X509Certificate kit() {
    return SHOW.kit(KIT, SigningKey.make(CHANCE).publicKey(), List.of(), List.of(), NOW, CHANCE);
  }

  private static void valid(X509Certificate kit, byte[]... lists) throws Exception {
    List<X509CRL> crls = new ArrayList<>();
    for (byte[] list : lists) {
      crls.add(crl(list));
    }
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(ROOT.certificate(), null)));
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(crls)));
    parameters.setRevocationEnabled(true);
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509")
                .generateCertPath(List.of(kit, SHOW.certificate())),
            parameters);
  }

  private static X509CRL crl(byte[] der) throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
  }
}
