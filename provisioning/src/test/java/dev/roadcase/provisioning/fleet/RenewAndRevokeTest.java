package dev.roadcase.provisioning.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.core.pack.Revocations;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.KitFolder;
import dev.roadcase.wire.x509.NotTrusted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewAndRevokeTest {
  private static final SecureRandom CHANCE = new SecureRandom();
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
  private static final Instant ENDS = NOW.plus(Duration.ofDays(4));
  private static final Instant OVER = ENDS.plus(Duration.ofDays(8));
  private static final KitId KIT = new KitId("kit-4");

  @TempDir Path home;
  private Fleet fleet;
  private KitFolder first;

  @BeforeEach
  void aFleetWithAKit() throws Exception {
    fleet =
        Fleet.init(
            home.resolve("fleet"),
            FleetPlan.throwAway(new FleetId("acme"), "harvest", ENDS),
            NOW,
            CHANCE);
    first = fleet.addKit(KIT, List.of("till.example.org"), List.of("10.0.0.4"), NOW, CHANCE);
  }

  @Test
  void aRenewedKitHasNewKeysUnderItsOldNamesAndTheOldFolderIsKept() throws Exception {
    Renewed renewed = renew();
    KitFolder made = renewed.made();
    assertEquals(fleet.kitFolder(KIT), made.folder());
    assertEquals(KIT, made.kit());
    assertEquals("harvest", made.show());
    assertFalse(made.key().publicKey().equals(first.key().publicKey()));
    assertFalse(made.making().equals(first.making()));
    assertEquals(first.making(), renewed.before());
    assertEquals(first.key().scalar(), KitFolder.read(renewed.kept()).key().scalar());
    assertEquals("kit-4.before-" + making(first), renewed.kept().getFileName().toString());
    X509Certificate own = made.chain().getFirst();
    X509Certificate old = first.chain().getFirst();
    assertEquals(sorted(Certificates.dnsNames(old)), sorted(Certificates.dnsNames(own)));
    assertEquals(sorted(Certificates.addresses(old)), sorted(Certificates.addresses(own)));
  }

  @Test
  void otherNamesTakeThePlaceOfTheOldOnes() throws Exception {
    X509Certificate own =
        fleet
            .renewKit(
                KIT,
                Optional.of(List.of("new.example.org")),
                Optional.of(List.of()),
                Optional.empty(),
                NOW,
                CHANCE)
            .made()
            .chain()
            .getFirst();
    assertTrue(Certificates.dnsNames(own).contains("new.example.org"));
    assertFalse(Certificates.dnsNames(own).contains("till.example.org"));
    assertFalse(Certificates.addresses(own).contains("10.0.0.4"));
  }

  @Test
  void aRenewalThatWasCutBetweenItsTwoMovesIsFinishedByTheNext() throws Exception {
    Renewed cut = renew();
    Path next = fleet.kitFolder(KIT).resolveSibling(".kit-4.next");
    Files.move(fleet.kitFolder(KIT), next);
    Renewed finished = renew();
    assertEquals(cut.made().making(), finished.made().making());
    assertEquals(first.making(), finished.before());
    assertEquals(cut.kept(), finished.kept());
    assertFalse(Files.exists(next));
  }

  @Test
  void aRenewalThatWasCutBeforeItsFirstMoveIsMadeAgain() throws Exception {
    Path next = fleet.kitFolder(KIT).resolveSibling(".kit-4.next");
    WholeFile.privateFolder(next);
    Files.writeString(next.resolve("kit.key"), "half");
    assertEquals(first.making(), renew().before());
    assertFalse(Files.exists(next));
  }

  @Test
  void aKitThatIsNotThereIsNotRenewed() {
    for (String name : List.of("kit-9", "kit-44")) {
      NotTrusted e =
          assertThrows(
              NotTrusted.class,
              () ->
                  fleet.renewKit(
                      new KitId(name),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      NOW,
                      CHANCE));
      assertTrue(e.getMessage().contains("there is no kit " + name), e.getMessage());
    }
  }

  @Test
  void afterTheShowNothingIsMadeOrRevokedForIt() throws Exception {
    byte[] before = Files.readAllBytes(first.chainFile());
    assertThrows(
        NotTrusted.class,
        () ->
            fleet.renewKit(
                KIT, Optional.empty(), Optional.empty(), Optional.empty(), OVER, CHANCE));
    assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(first.chainFile())));
    NotTrusted e =
        assertThrows(
            NotTrusted.class, () -> fleet.book("harvest").revoke(KIT, making(first), "", OVER));
    assertTrue(e.getMessage().contains("nothing left to revoke"), e.getMessage());
  }

  @Test
  void theListNamesTheMakingAndItsNumberOnlyRises() throws Exception {
    Renewed renewed = renew();
    ShowBook book = fleet.book("harvest");
    assertEquals(0, book.revocations().number());
    Revocations one = book.revoke(KIT, making(first), "card lost", NOW);
    assertEquals(1, one.number());
    assertEquals(1, book.revoke(KIT, making(first), "again", NOW.plusSeconds(60)).number());
    assertEquals("card lost", book.revocations().of(KIT, making(first)).orElseThrow().reason());
    assertTrue(book.revocations().of(KIT, making(renewed.made())).isEmpty());
    assertEquals(2, book.revoke(KIT, making(renewed.made()), "", NOW).number());
    assertEquals(
        Certificates.serial(first.chain().getFirst()),
        book.revocations().of(KIT, making(first)).orElseThrow().serial());
  }

  @Test
  void aMakingThatNobodyMadeIsNotRevoked() {
    NotTrusted e =
        assertThrows(
            NotTrusted.class, () -> fleet.book("harvest").revoke(KIT, Making.born(1, 1), "", NOW));
    assertTrue(e.getMessage().contains("--list"), e.getMessage());
  }

  @Test
  void aListThatSomebodyTouchedIsNotBelieved() throws Exception {
    ShowBook book = fleet.book("harvest");
    book.revoke(KIT, making(first), "", NOW);
    Path list = fleet.showFolder("harvest").resolve("revocations.jwt");
    String jwt = Files.readString(list);
    for (String bad : List.of("", "x", jwt.substring(0, 60), jwt.replace(".", ".A"))) {
      Files.writeString(list, bad);
      assertThrows(NotTrusted.class, book::revocations, bad);
      assertThrows(NotTrusted.class, () -> book.revoke(KIT, making(first), "", NOW), bad);
      assertEquals(bad, Files.readString(list));
    }
  }

  @Test
  void ofTwoAtOnceOneDoesItAndTheOtherIsToldToWait() throws Exception {
    try (Turn _ = Turn.in(fleet.folder())) {
      IOException busy = assertThrows(IOException.class, this::renew);
      assertTrue(busy.getMessage().contains("try again"), busy.getMessage());
      assertThrows(
          IOException.class, () -> fleet.book("harvest").revoke(KIT, making(first), "", NOW));
    }
    renew();
  }

  @Test
  void ofManyThatAddOneKitAtOnceOneDoesAndItsFolderIsWhole() throws Exception {
    KitId five = new KitId("kit-5");
    Callable<KitFolder> adding = () -> fleet.addKit(five, List.of(), List.of(), NOW, CHANCE);
    int made = 0;
    try (ExecutorService crew = Executors.newFixedThreadPool(4)) {
      for (Future<KitFolder> one : crew.invokeAll(List.of(adding, adding, adding, adding))) {
        try {
          one.get();
          made++;
        } catch (ExecutionException e) {
          assertTrue(e.getCause() instanceof IOException, String.valueOf(e.getCause()));
        }
      }
    }
    assertEquals(1, made);
    assertEquals(five, KitFolder.read(fleet.kitFolder(five)).kit());
    try (Stream<Path> kits = Files.list(fleet.folder().resolve("kits"))) {
      assertEquals(
          List.of("kit-4", "kit-5"), kits.map(p -> p.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void aSecondShowHasItsOwnKeysUpstreamAndListAndTakesTheKitOver() throws Exception {
    ShowBook spring =
        fleet.addShow(
            "spring",
            NOW.plus(Duration.ofDays(90)),
            new FleetPlan.Upstream(List.of("up.example.org"), List.of()),
            fleet.rootIssuer(Optional.empty()),
            NOW,
            CHANCE);
    assertEquals(List.of("harvest", "spring"), fleet.shows());
    assertEquals("spring", fleet.upstream("spring").show());
    assertEquals("harvest", fleet.upstream("harvest").show());
    assertThrows(NotTrusted.class, fleet::show);
    Renewed moved =
        fleet.renewKit(KIT, Optional.empty(), Optional.empty(), Optional.of("spring"), NOW, CHANCE);
    assertEquals("spring", moved.made().show());
    assertEquals("harvest", moved.beforeShow());
    assertEquals(
        List.of(making(moved.made())), spring.issued().stream().map(IssuedKit::making).toList());
    assertThrows(
        AlreadyThere.class,
        () ->
            fleet.addShow(
                "spring",
                NOW.plus(Duration.ofDays(90)),
                new FleetPlan.Upstream(List.of(), List.of()),
                fleet.rootIssuer(Optional.empty()),
                NOW,
                CHANCE));
  }

  @Test
  void anExportHoldsWhatOthersNeedAndNoKey() throws Exception {
    Renewed renewed = renew();
    fleet.book("harvest").revoke(KIT, making(first), "card lost", NOW);
    Path to = home.resolve("for-others");
    List<String> files = new FleetExport(fleet).write(to);
    assertEquals(
        List.of(
            "fleet.pem",
            "harvest.pem",
            "harvest.revocations.jwt",
            "harvest.crl",
            "crl.pem",
            "jwks.json"),
        files);
    List<String> secrets = new ArrayList<>();
    try (Stream<Path> all = Files.walk(fleet.folder())) {
      for (Path key : all.filter(path -> path.toString().endsWith(".key")).toList()) {
        secrets.add(Files.readAllLines(key).get(1));
      }
    }
    assertEquals(6, secrets.size());
    for (String file : files) {
      String text =
          Files.readString(to.resolve(file), java.nio.charset.StandardCharsets.ISO_8859_1);
      assertFalse(text.contains("PRIVATE"), file);
      secrets.forEach(secret -> assertFalse(text.contains(secret), file));
    }
    var keys = Json.MAPPER.readTree(to.resolve("jwks.json").toFile()).get("keys");
    assertEquals(1, keys.size());
    assertEquals(making(renewed.made()).value(), keys.get(0).get("making").asText());
    assertEquals(6, keys.get(0).get("kid").asText().length());
    assertEquals(null, keys.get(0).get("d"));
    String lists = Files.readString(to.resolve("crl.pem"));
    assertEquals(2, lists.split("BEGIN X509 CRL", -1).length - 1);
    assertThrows(AlreadyThere.class, () -> new FleetExport(fleet).write(to));
  }

  private Renewed renew() throws IOException {
    return fleet.renewKit(
        KIT, Optional.empty(), Optional.empty(), Optional.empty(), NOW.plusSeconds(60), CHANCE);
  }

  private static Making making(KitFolder kit) {
    return kit.making().orElseThrow();
  }

  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().toList();
  }
}
