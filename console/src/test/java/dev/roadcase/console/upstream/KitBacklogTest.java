package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KitBacklogTest {
  private final KitBacklog backlog = new KitBacklog();

  @BeforeEach
  void begin() {
    backlog.begin();
  }

  @Test
  void whatTheBrokerDropsIsNotCounted() {
    KitBacklog early = new KitBacklog();
    for (int i = 0; i < 2 * KitBacklog.MESSAGES_MAX; i++) {
      assertTrue(early.admit("kit-2", 1 << 20), "nobody takes it yet");
    }
    early.begin();
    assertTrue(early.admit("kit-2", 1));
  }

  @Test
  void aKitHasSoManyOctetsUnderWayAndNoMore() {
    int large = 256 << 10;
    int taken = 0;
    while (backlog.admit("kit-2", large)) {
      taken++;
    }
    assertEquals(KitBacklog.OCTETS_MAX / large, taken);
    assertTrue(backlog.admit("kit-1", large), "another kit has room of its own");
    backlog.settled("kit-2", large);
    assertTrue(backlog.admit("kit-2", large));
    assertFalse(backlog.admit("kit-2", large));
  }

  @Test
  void aKitHasSoManyMessagesUnderWayAndNoMore() {
    for (int i = 0; i < KitBacklog.MESSAGES_MAX; i++) {
      assertTrue(backlog.admit("kit-2", 1));
    }
    assertFalse(backlog.admit("kit-2", 1));
  }

  @Test
  void aKitWhoseDeltasHaveNoRoomCanStillSayThatItIsThere() {
    String up = KitBacklog.sender("roadcase/v1/acme/kit-2/up/p0/sale-taken");
    String state = KitBacklog.sender("roadcase/v1/acme/kit-2/state");
    assertEquals("kit-2", up);
    assertEquals(up, KitBacklog.sender("roadcase/v1/acme/kit-2/up/p0/state"), "a delta's type");
    while (backlog.admit(up, 256 << 10)) {}
    assertTrue(backlog.admit(state, 100));
    for (int i = 1; i < KitBacklog.MESSAGES_MAX; i++) {
      assertTrue(backlog.admit(state, 100));
    }
    assertFalse(backlog.admit(state, 100), "states have an end as well");
  }

  @Test
  void whatWasNeverCountedInLeavesNothingBelowZero() {
    for (int i = 0; i < 100_000; i++) {
      backlog.settled("kit-2", 1 << 20);
    }
    aKitHasSoManyOctetsUnderWayAndNoMore();
  }
}
