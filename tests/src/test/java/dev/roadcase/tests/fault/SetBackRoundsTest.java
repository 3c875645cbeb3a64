package dev.roadcase.tests.fault;

import org.junit.jupiter.api.Test;

/**
 * Data folders that are put back, cloned and damaged, upstream's database put back and lost, boxes
 * and upstreams killed in between. Three of the nine kinds of trouble; all of them take minutes,
 * and are {@code ./dev fault --only set-back}'s.
 */
class SetBackRoundsTest {
  private static final int ROUNDS = 3;

  /** Other chances are for {@code ./dev fault}: what it finds is worth more than a red build. */
  private static final long SEED = 3;

  @Test
  void whateverIsPutBackNothingIsLostThatACopyStillHolds() throws Exception {
    SetBackRounds.run(Loops.rounds(ROUNDS), Long.getLong(Loops.SEED_PROPERTY, SEED));
  }
}
