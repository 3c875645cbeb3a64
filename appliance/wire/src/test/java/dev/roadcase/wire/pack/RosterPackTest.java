package dev.roadcase.wire.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Revocations;
import dev.roadcase.core.pack.Revocations.Revoked;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.core.pack.Roster.Duty;
import dev.roadcase.core.pack.Roster.Staff;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.secret.Argon2id;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RosterPackTest {
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
  private static final Currency EUR = Currency.getInstance("EUR");
  private static final FleetId FLEET = new FleetId("acme");
  private static final String HASH = new Argon2id(64, 1).hash("0815".toCharArray(), new byte[16]);
  private static final SecureRandom FORESEEN = foreseen();
  private static final Issuer ROOT = Issuer.root(FLEET, key(1), NOW, FORESEEN);
  private static final Issuer SHOW =
      ROOT.show("harvest", key(2), NOW.plus(Duration.ofDays(4)), NOW, FORESEEN);
  private static final KitId KIT = new KitId("kit-4");
  private static final Making LOST = Making.born(NOW.toEpochMilli(), 7);

  private static final String ROSTER_JSON =
      "{\"roles\":[{\"role\":\"till\",\"scopes\":\"sell\",\"life\":1800},"
          + "{\"role\":\"kiosk\",\"scopes\":\"\",\"life\":3600}],"
          + "\"staff\":[{\"id\":\"ana\",\"name\":\"Ana\",\"scopes\":\"refund prices\",\"pin\":\""
          + HASH
          + "\"}]}";

  @Test
  void aPackWithoutARosterIsByteForByteWhatItWas() throws Exception {
    byte[] head = PackFile.head(draft(Optional.empty(), Optional.empty()), SHOW);
    assertEquals("c985d0ac82e258d0b40985f58d83bed8cf0d6671fafd6f257aaf97c140bd0fd6", sha256(head));
    Pack pack = PackFile.open(head).pack();
    // The id that the release before rosters gave to this draft.
    assertEquals(
        "acc8da5b3e0ddce75d70a2f1396caca2c10ee3230d5aff6430fd96fdfe4e5310", pack.id().hex());
    assertEquals(Roster.USUAL, pack.roster());
    assertEquals(Revocations.none(FLEET, "harvest"), pack.revocations());
    assertEquals(
        List.of("catalogue.json"),
        PackFile.open(head).parts().stream().map(PackPart::name).toList());
  }

  @Test
  void aRosterTravelsInAPartOfItsOwnInFrozenBytes() throws Exception {
    byte[] head = PackFile.head(draft(Optional.of(roster()), Optional.empty()), SHOW);
    assertEquals("30b541ca2e63a6b6a1216b8d42cae551e9044eb7d460ba2ff30b96d5aaa2f1f9", sha256(head));
    assertEquals(
        ROSTER_JSON,
        new String(PackFile.part(head, PackFile.ROSTER).orElseThrow(), StandardCharsets.UTF_8));
    assertEquals(roster(), PackFile.open(head).pack().roster());
    assertTrue(
        Argon2id.matches(
            "0815".toCharArray(),
            PackFile.open(head).pack().roster().staff("ana").orElseThrow().pinHash()));
    assertEquals(Set.of(), PackFile.open(head).pack().roster().of(Role.SENSOR).scopes());
  }

  @Test
  void aHashIsInNoTextThatMayEndInALog() {
    Pack pack =
        PackFile.open(PackFile.head(draft(Optional.of(roster()), Optional.empty()), SHOW)).pack();
    assertFalse(pack.toString().contains("argon2id"), "a pack prints its roster without hashes");
  }

  @Test
  void aListOfRevocationsTravelsSignedAndAsX509() throws Exception {
    byte[] head = PackFile.head(draft(Optional.empty(), Optional.of(list())), SHOW);
    assertEquals("21217b462f9722cfbb033608846f224cb852e10616a5e09b0a0c99a24e96f2f6", sha256(head));
    Pack pack =
        PackFile.read(
                head, FleetRoot.of(ROOT.certificate()), NOW.toEpochMilli(), NOW.toEpochMilli())
            .value();
    assertEquals(list(), pack.revocations());
    assertTrue(pack.revocations().of(KIT, LOST).isPresent());
    assertEquals(
        List.of("catalogue.json", "revocations.jwt", "crl.der"),
        PackFile.open(head).parts().stream().map(PackPart::name).toList());
    assertTrue(PackFile.part(head, PackFile.CRL).isPresent());
    assertEquals(Optional.empty(), PackFile.part(head, "nothing.json"));
    assertEquals(list(), pack.withPrices(Map.of(new Sku("TEE"), 1L)).revocations());
  }

  @Test
  void aListOfAnotherShowIsNotPacked() {
    Revocations other = new Revocations(FLEET, "spring", 1, NOW, List.of());
    assertThrows(
        IllegalArgumentException.class,
        () -> PackFile.head(draft(Optional.empty(), Optional.of(other)), SHOW));
  }

  @Test
  void aRosterThatMakesNoSenseIsRefused() {
    for (String[] swap :
        new String[][] {
          {"\"till\"", "\"boss\""},
          {"\"kiosk\"", "\"till\""},
          {"1800", "59"},
          {"1800", "86400"},
          {"\"sell\"", "\"sell sell\""},
          {"\"sell\"", "\"everything\""},
          {"\"ana\"", "\"Ana B\""},
          {HASH, "0815"},
          {"m=64", "m=65536"},
          {"t=1", "t=9"},
          {"\"staff\":[", "\"people\":["},
        }) {
      String json = ROSTER_JSON.replace(swap[0], swap[1]);
      assertFalse(json.equals(ROSTER_JSON), swap[0]);
      Malformed e =
          assertThrows(
              Malformed.class,
              () -> RosterJson.read(json.getBytes(StandardCharsets.UTF_8)),
              swap[1]);
      assertFalse(e.getMessage().contains("argon2id$"), e.getMessage());
    }
  }

  private static Roster roster() {
    Map<Role, Duty> roles = new EnumMap<>(Role.class);
    roles.put(Role.TILL, new Duty(Set.of(Scope.SELL), Duration.ofMinutes(30)));
    roles.put(Role.KIOSK, new Duty(Set.of(), Duration.ofMinutes(60)));
    return new Roster(
        roles, List.of(new Staff("ana", "Ana", Set.of(Scope.PRICES, Scope.REFUND), HASH)));
  }

  private static Revocations list() {
    return Revocations.none(FLEET, "harvest")
        .and(new Revoked(KIT, LOST, "7f01", "card lost", NOW), NOW);
  }

  private static PackDraft draft(Optional<Roster> roster, Optional<Revocations> revocations) {
    Item tee =
        new Item(
            new Sku("TEE"),
            "tee",
            "Tee",
            List.of(),
            "",
            new Money(2500, EUR),
            "standard",
            Stock.UNTRACKED,
            List.of());
    return new PackDraft(
        1,
        NOW,
        EUR,
        true,
        Map.of("standard", new TaxRate(210_000)),
        Duration.ofMinutes(15),
        key(3).publicKey(),
        List.of(tee),
        Optional.empty(),
        roster,
        revocations);
  }

  private static SigningKey key(int number) {
    byte[] scalar = new byte[32];
    scalar[31] = (byte) number;
    return SigningKey.of(java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(scalar));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** Frozen bytes need frozen chance. */
  private static SecureRandom foreseen() {
    return new SecureRandom() {
      private static final long serialVersionUID = 1L;

      @Override
      public void nextBytes(byte[] bytes) {
        java.util.Arrays.fill(bytes, (byte) 7);
      }
    };
  }
}
