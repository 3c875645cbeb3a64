package dev.roadcase.wire.x509;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.pack.Revocations;
import dev.roadcase.core.pack.ShowRevocations;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevokedCertificatesTest {
  private static final SecureRandom CHANCE = new SecureRandom();
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final FleetId FLEET = new FleetId("acme");
  private static final KitId KIT = new KitId("kit-4");
  private static final Issuer ROOT = Issuer.root(FLEET, SigningKey.make(CHANCE), NOW, CHANCE);
  private static final Issuer SHOW = show(ROOT);
  private static final X509Certificate LOST = kit(SHOW);
  private static final X509Certificate KEPT = kit(SHOW);
  private static final List<X509Certificate> ANCHORS = List.of(ROOT.certificate());

  @Test
  void whoIsOnTheListOfItsIssuerCountsNoMoreAndNobodyElse() {
    RevokedCertificates lists = RevokedCertificates.read(pem(1, LOST));
    assertEquals(1, lists.size());
    RevokedCertificates.Revoked found = lists.in(chain(LOST), ANCHORS).orElseThrow();
    assertEquals(Certificates.serial(LOST), found.serial());
    assertEquals(NOW, found.at());
    assertTrue(lists.in(chain(KEPT), ANCHORS).isEmpty());
    assertTrue(RevokedCertificates.NONE.in(chain(LOST), ANCHORS).isEmpty());
  }

  @Test
  void aRevokedShowTakesAllThatItHasSignedAlong() {
    ShowRevocations list = lost(ShowRevocations.none(FLEET));
    String root = Pem.text(Crl.of(list, ROOT));
    RevokedCertificates lists = RevokedCertificates.read(root + pem(1, LOST));
    assertEquals(
        Certificates.serial(SHOW.certificate()),
        lists.in(chain(KEPT), ANCHORS).orElseThrow().serial());
    // Whoever sends the root along is asked the same.
    List<X509Certificate> whole = List.of(KEPT, SHOW.certificate(), ROOT.certificate());
    assertTrue(lists.in(whole, ANCHORS).isPresent());
  }

  @Test
  void aListThatAnotherKeyHasSignedUnderTheSameNamesRevokesNobody() {
    Issuer forger = show(Issuer.root(FLEET, SigningKey.make(CHANCE), NOW, CHANCE));
    Revocations list = list(9, LOST);
    RevokedCertificates forged = RevokedCertificates.read(Pem.text(Crl.of(list, forger)));
    assertTrue(forged.in(chain(LOST), ANCHORS).isEmpty());
    RevokedCertificates both = RevokedCertificates.read(pem(1, LOST)).and(forged);
    assertTrue(both.in(chain(LOST), ANCHORS).isPresent(), "nor does it hide the real one");
  }

  @Test
  void anOlderListBringsNobodyBack() {
    RevokedCertificates newer = RevokedCertificates.read(pem(2, LOST));
    RevokedCertificates older = RevokedCertificates.read(pem(1));
    assertTrue(newer.and(older).in(chain(LOST), ANCHORS).isPresent());
    assertTrue(older.and(newer).in(chain(LOST), ANCHORS).isPresent());
    RevokedCertificates together = RevokedCertificates.read(pem(2, LOST) + pem(1));
    assertTrue(together.in(chain(LOST), ANCHORS).isPresent());
  }

  @Test
  void whatIsNoListIsSaidSo() {
    for (String bad :
        List.of(
            "",
            "hello",
            Pem.text(List.of(ROOT.certificate())),
            "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n")) {
      assertThrows(NotTrusted.class, () -> RevokedCertificates.read(bad), bad);
    }
  }

  @Test
  void theRootsListComesBackAsItWasSignedAndByNoOtherKey() {
    FleetRoot root = FleetRoot.of(ROOT.certificate());
    ShowRevocations list = lost(ShowRevocations.none(FLEET));
    assertEquals(1, list.number());
    assertEquals(list, lost(list), "the first word counts");
    String jwt = ShowRevocationsJwt.sign(list, ROOT);
    assertEquals(list, ShowRevocationsJwt.read(jwt, root));
    Issuer other = Issuer.root(FLEET, SigningKey.make(CHANCE), NOW, CHANCE);
    assertThrows(
        NotTrusted.class,
        () -> ShowRevocationsJwt.read(ShowRevocationsJwt.sign(list, other), root));
    assertThrows(IllegalArgumentException.class, () -> ShowRevocationsJwt.sign(list, SHOW));
    for (String payload :
        List.of(
            "{}",
            "{\"fleet\":\"acme\",\"number\":0,\"issued\":0,\"revoked\":[{\"show\":\"a\","
                + "\"serial\":\"1\",\"reason\":\"\",\"at\":0}]}",
            "{\"fleet\":\"acme\",\"number\":1,\"issued\":0,\"revoked\":[{\"show\":\"a\","
                + "\"serial\":\"X\",\"reason\":\"\",\"at\":0}]}")) {
      String bad =
          CompactJws.sign(
              ROOT.key(), ShowRevocationsJwt.TYP, "k", payload.getBytes(StandardCharsets.UTF_8));
      assertThrows(Malformed.class, () -> ShowRevocationsJwt.read(bad, root), payload);
    }
    String foreign =
        CompactJws.sign(
            ROOT.key(),
            ShowRevocationsJwt.TYP,
            "k",
            "{\"fleet\":\"other\",\"number\":1,\"issued\":0,\"revoked\":[]}"
                .getBytes(StandardCharsets.UTF_8));
    assertThrows(NotTrusted.class, () -> ShowRevocationsJwt.read(foreign, root));
  }

  private static ShowRevocations lost(ShowRevocations before) {
    String serial = Certificates.serial(SHOW.certificate());
    return before.and(new ShowRevocations.Revoked("harvest", serial, "laptop lost", NOW), NOW);
  }

  private static String pem(long number, X509Certificate... revoked) {
    return Pem.text(Crl.of(list(number, revoked), SHOW));
  }

  private static Revocations list(long number, X509Certificate... revoked) {
    return new Revocations(
        FLEET,
        "harvest",
        number,
        NOW,
        List.of(revoked).stream()
            .map(certificate ->
                new Revocations.Revoked(
                    KIT,
                    Certificates.making(certificate).orElseThrow(),
                    Certificates.serial(certificate),
                    "",
                    NOW))
            .toList());
  }

  private static List<X509Certificate> chain(X509Certificate own) {
    return List.of(own, SHOW.certificate());
  }

  private static Issuer show(Issuer root) {
    return root.show("harvest", SigningKey.make(CHANCE), NOW.plus(Duration.ofDays(3)), NOW, CHANCE);
  }

  private static X509Certificate kit(Issuer show) {
    return show.kit(KIT, SigningKey.make(CHANCE).publicKey(), List.of(), List.of(), NOW, CHANCE);
  }
}
