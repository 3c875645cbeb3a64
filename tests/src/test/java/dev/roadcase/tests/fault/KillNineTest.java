package dev.roadcase.tests.fault;

import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} in the middle of selling. Sees a reply before the commit; cannot see a missing
 * flush, because the page cache outlives the process: {@link PowerCutTest} can.
 */
class KillNineTest {

  @Test
  void aReceiptOnceShownSurvivesKillNine() throws Exception {
    Rounds.run(Rounds.Kind.KILL, Loops.rounds(), Loops.seed());
  }
}
