package dev.roadcase.core.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.core.pack.Revocations.Revoked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevocationsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
  private static final KitId KIT = new KitId("kit-4");
  private static final Making LOST = Making.born(NOW.toEpochMilli(), 1);
  private static final Making NEXT = Making.born(NOW.toEpochMilli() + 1, 0);
  private static final Revocations NONE = Revocations.none(new FleetId("acme"), "harvest");

  @Test
  void aMakingIsRevokedAndItsKitsNextOneIsNot() {
    Revocations list = NONE.and(revoked(KIT, LOST, "card lost"), NOW);
    assertEquals(Optional.of("card lost"), list.of(KIT, LOST).map(Revoked::reason));
    assertEquals(Optional.empty(), list.of(KIT, NEXT));
    assertEquals(Optional.empty(), list.of(new KitId("kit-5"), LOST));
    assertEquals(Optional.empty(), NONE.of(KIT, LOST));
  }

  @Test
  void whatIsRevokedOnceStaysAsItWasAndTheNumberDoesNotMove() {
    Revocations list = NONE.and(revoked(KIT, LOST, "card lost"), NOW);
    assertSame(list, list.and(revoked(KIT, LOST, "found again"), NOW.plusSeconds(9)));
    assertEquals(1, list.number());
  }

  @Test
  void anOlderListNeverTakesThePlaceOfANewerOne() {
    Revocations one = NONE.and(revoked(KIT, LOST, ""), NOW);
    Revocations two = one.and(revoked(KIT, NEXT, ""), NOW);
    assertSame(two, two.orNewer(one));
    assertSame(two, one.orNewer(two));
    assertSame(two, NONE.orNewer(two));
    assertThrows(
        IllegalArgumentException.class,
        () -> one.orNewer(Revocations.none(new FleetId("acme"), "spring")));
  }

  @Test
  void whoIsAtTheBoxIsToldWhatToDo() {
    String said = revoked(KIT, LOST, "stolen").sentence();
    assertTrue(said.contains("kit-4") && said.contains("(stolen)"), said);
    assertTrue(said.contains("neither sells"), said);
    assertTrue(said.contains("roadcase fleet renew kit-4"), said);
  }

  @Test
  void aListThatMakesNoSenseCannotBe() {
    Revoked entry = revoked(KIT, LOST, "");
    assertThrows(IllegalArgumentException.class, () -> list(0, List.of(entry)));
    assertThrows(IllegalArgumentException.class, () -> list(-1, List.of()));
    assertThrows(IllegalArgumentException.class, () -> list(1, List.of(entry, entry)));
    for (String bad : List.of("x".repeat(81), "a\nb", "\u001b[31m", "\u202e", "\ud800")) {
      assertThrows(IllegalArgumentException.class, () -> revoked(KIT, LOST, bad), bad);
    }
  }

  private static Revocations list(long number, List<Revoked> revoked) {
    return new Revocations(new FleetId("acme"), "harvest", number, NOW, revoked);
  }

  private static Revoked revoked(KitId kit, Making making, String reason) {
    return new Revoked(kit, making, "7f01", reason, NOW);
  }
}
