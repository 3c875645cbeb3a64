package dev.roadcase.tests.architecture.violations.chance.app.api;

import java.security.SecureRandom;

/** Uses what it was given: that is the way. */
record IsHandedIts(SecureRandom chance) {
  int next() {
    return chance.nextInt();
  }
}
