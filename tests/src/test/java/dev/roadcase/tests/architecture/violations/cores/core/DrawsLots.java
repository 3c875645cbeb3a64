package dev.roadcase.tests.architecture.violations.cores.core;

import java.security.SecureRandom;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

final class DrawsLots {
  Random random;
  SecureRandom secure;

  int local() {
    return ThreadLocalRandom.current().nextInt();
  }

  double math() {
    return Math.random();
  }

  UUID identity() {
    return UUID.randomUUID();
  }
}
