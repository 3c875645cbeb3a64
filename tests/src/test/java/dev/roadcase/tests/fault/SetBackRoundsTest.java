package dev.roadcase.tests.fault;

import org.junit.jupiter.api.Test;

/**
 * Data folders that are put back, cloned and damaged, upstream's database put back and lost, boxes
 * and upstreams killed in between. Three of the nine kinds of trouble, others each time; a whole
 * turn takes minutes, and is {@code ./dev fault --only set-back}'s.
 */
class SetBackRoundsTest {
  private static final int ROUNDS = 3;

  @Test
  void whateverIsPutBackNothingIsLostThatACopyStillHolds() throws Exception {
    SetBackRounds.run(Loops.rounds(ROUNDS), Loops.seed());
  }
}
