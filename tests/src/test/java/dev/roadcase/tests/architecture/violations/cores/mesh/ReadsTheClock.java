package dev.roadcase.tests.architecture.violations.cores.mesh;

final class ReadsTheClock {
  long wall() {
    return System.currentTimeMillis();
  }
}
