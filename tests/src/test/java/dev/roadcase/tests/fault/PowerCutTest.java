package dev.roadcase.tests.fault;

import org.junit.jupiter.api.Test;

class PowerCutTest {
  @Test
  void aReceiptOnceShownSurvivesThePowerCut() throws Exception {
    Rounds.run(Rounds.Kind.POWER_CUT, Loops.rounds(), Loops.seed());
  }
}
