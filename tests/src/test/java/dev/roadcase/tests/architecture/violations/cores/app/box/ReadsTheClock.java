package dev.roadcase.tests.architecture.violations.cores.app.box;

final class ReadsTheClock {
  long wall() {
    return System.currentTimeMillis();
  }
}
