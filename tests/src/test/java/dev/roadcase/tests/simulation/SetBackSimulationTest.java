package dev.roadcase.tests.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Data folders and databases that are put back to older copies: docs/set-back.md. */
class SetBackSimulationTest {
  private static final int SEEDS = 160;
  private static final int STEPS = 500;

  @Test
  void whateverIsPutBackNothingIsLostThatACopyStillHolds() {
    SetBackWorld.Tally all = new SetBackWorld.Tally(0, 0, 0, 0, 0, 0, 0);
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        all = all.plus(new SetBackWorld(seed).run(STEPS));
      } catch (Broken e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    System.out.println("SIM set back, " + SEEDS + " worlds: " + all);
    assertTrue(all.restored() > 400 && all.cloned() > 120, "folders were put back and cloned");
    assertTrue(all.upstreamSetBack() > 400, "databases were put back and emptied");
    assertTrue(all.setBack() > 150 && all.adopted() > 150, "boxes found out, and were adopted");
    assertTrue(all.kills() > 1_000, "and killed meanwhile");
  }
}
