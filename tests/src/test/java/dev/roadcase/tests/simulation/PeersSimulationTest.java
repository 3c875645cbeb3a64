package dev.roadcase.tests.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Boxes of one site that take in each other's facts: docs/peers.md. */
class PeersSimulationTest {
  private static final int SEEDS = 60;
  private static final int STEPS = 200;

  @Test
  void whatAPeerDoesIsHeardAndChangesNothingOfOurs() {
    PeersWorld.Tally all = new PeersWorld.Tally(0, 0, 0, 0, 0, 0, 0, 0, 0);
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        all = all.plus(new PeersWorld(seed).run(STEPS));
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    System.out.println("SIM peers, " + SEEDS + " worlds: " + all);
    assertTrue(all.sold() > 1_000 && all.soldOut() > 200, "boxes sold, and sold out");
    assertTrue(all.taken() > 1_000 && all.gaps() > 100, "they heard each other, with gaps");
    assertTrue(all.refused() > 50, "and were spoken to in their own name");
    assertTrue(all.kills() > 200 && all.adopted() > 50, "and were killed and adopted");
    assertTrue(all.counted() > 100 && all.again() > 50, "and counted, some forms twice");
  }
}
