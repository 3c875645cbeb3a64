package dev.roadcase.tests.architecture.violations.chance.app;

import java.security.SecureRandom;

/** The wiring: here it is allowed. */
final class MakesChance {
  private final SecureRandom chance = new SecureRandom();

  int next() {
    return chance.nextInt();
  }
}
