package dev.roadcase.provisioning.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.x509.KitFolder;
import dev.roadcase.wire.x509.NotTrusted;
import dev.roadcase.wire.x509.UpstreamFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {
  private static final SecureRandom CHANCE = new SecureRandom();
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
  private static final Instant ENDS = NOW.plus(Duration.ofDays(4));
  private static final KitId KIT = new KitId("kit-4");

  @TempDir Path home;

  @Test
  void onlyTheOwnerMayReadAnyOfIt() throws Exception {
    Fleet fleet = fleet(Optional.empty());
    fleet.addKit(KIT, List.of(), List.of(), NOW, CHANCE);
    try (Stream<Path> all = Files.walk(fleet.folder())) {
      for (Path path : all.toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        assertEquals(Files.isDirectory(path) ? "rwx------" : "rw-------", mode, path.toString());
      }
    }
  }

  @Test
  void aFleetOpensAsItWasMade() throws Exception {
    fleet(Optional.empty());
    Fleet opened = Fleet.open(home.resolve("fleet"));
    assertEquals(new FleetId("acme"), opened.id());
    assertEquals(List.of("harvest"), opened.shows());
    assertFalse(opened.rootSealed());
    UpstreamFolder upstream = opened.upstream();
    assertEquals("harvest", upstream.show());
    assertFalse(upstream.ackKey().publicKey().equals(upstream.serverKey().publicKey()));
  }

  @Test
  void aFleetIsNeverOverwrittenNotEvenAnEmptyFolderIsTaken() throws Exception {
    Fleet fleet = fleet(Optional.empty());
    byte[] root = Files.readAllBytes(fleet.folder().resolve("root.key"));
    assertThrows(AlreadyThere.class, () -> fleet(Optional.empty()));
    assertEquals(
        List.of(), differences(root, Files.readAllBytes(fleet.folder().resolve("root.key"))));
    Path empty = home.resolve("empty");
    Files.createDirectory(empty);
    assertThrows(AlreadyThere.class, () -> Fleet.init(empty, plan(Optional.empty()), NOW, CHANCE));
  }

  @Test
  void aFailedStartLeavesNothingBehind() throws Exception {
    FleetPlan late = FleetPlan.throwAway(new FleetId("acme"), "harvest", NOW.minusSeconds(1));
    assertThrows(
        IllegalArgumentException.class, () -> Fleet.init(home.resolve("fleet"), late, NOW, CHANCE));
    try (Stream<Path> all = Files.list(home)) {
      assertEquals(List.of(), all.toList());
    }
  }

  @Test
  void aKitsFolderHoldsAllThatItsBoxNeeds() throws Exception {
    Fleet fleet = fleet(Optional.empty());
    fleet.addKit(KIT, List.of("till.example.org"), List.of("10.0.0.4"), NOW, CHANCE);
    Path carried = home.resolve("on-the-box");
    Files.move(fleet.kitFolder(KIT), carried);
    KitFolder kit = KitFolder.read(carried);
    assertEquals(KIT, kit.kit());
    assertEquals(new FleetId("acme"), kit.fleet());
    assertEquals("harvest", kit.show());
    assertTrue(kit.chain().getFirst().getSubjectAlternativeNames().toString().contains("10.0.0.4"));
  }

  @Test
  void aKitIsNeverOverwrittenAndABadNameLeavesNoKit() throws Exception {
    Fleet fleet = fleet(Optional.empty());
    fleet.addKit(KIT, List.of(), List.of(), NOW, CHANCE);
    assertThrows(AlreadyThere.class, () -> fleet.addKit(KIT, List.of(), List.of(), NOW, CHANCE));
    assertThrows(
        IllegalArgumentException.class,
        () -> fleet.addKit(new KitId("kit-5"), List.of("a b"), List.of(), NOW, CHANCE));
    try (Stream<Path> kits = Files.list(fleet.folder().resolve("kits"))) {
      assertEquals(List.of(fleet.kitFolder(KIT)), kits.toList());
    }
  }

  @Test
  void filesOfTwoKitsDoNotMix() throws Exception {
    Fleet fleet = fleet(Optional.empty());
    KitFolder four = fleet.addKit(KIT, List.of(), List.of(), NOW, CHANCE);
    KitFolder five = fleet.addKit(new KitId("kit-5"), List.of(), List.of(), NOW, CHANCE);
    Files.copy(five.keyFile(), four.keyFile(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThrows(NotTrusted.class, () -> KitFolder.read(four.folder()));
    Files.delete(five.rootFile());
    NotTrusted missing = assertThrows(NotTrusted.class, () -> KitFolder.read(five.folder()));
    assertTrue(missing.getMessage().contains("fleet.pem is missing"), missing.getMessage());
  }

  @Test
  void aRootUnderAPassphraseOpensUnderItAloneAndKitsNeedItNot() throws Exception {
    Fleet fleet = fleet(Optional.of(new Passphrase("salt roads")));
    assertTrue(fleet.rootSealed());
    fleet.addKit(KIT, List.of(), List.of(), NOW, CHANCE);
    assertEquals(
        fleet.root().certificate(),
        fleet.rootIssuer(Optional.of(new Passphrase("salt roads"))).certificate());
    assertThrows(
        NotTrusted.class, () -> fleet.rootIssuer(Optional.of(new Passphrase("Salt roads"))));
    assertEquals("Passphrase[…]", new Passphrase("salt roads").toString());
  }

  @Test
  void noFolderIsNoFleet() {
    assertThrows(NotTrusted.class, () -> Fleet.open(home));
  }

  private Fleet fleet(Optional<Passphrase> passphrase) throws IOException {
    return Fleet.init(home.resolve("fleet"), plan(passphrase), NOW, CHANCE);
  }

  private static FleetPlan plan(Optional<Passphrase> passphrase) {
    return new FleetPlan(new FleetId("acme"), "harvest", ENDS, passphrase, List.of(), List.of());
  }

  private static List<Integer> differences(byte[] a, byte[] b) {
    int at = java.util.Arrays.mismatch(a, b);
    return at < 0 ? List.of() : List.of(at);
  }
}
