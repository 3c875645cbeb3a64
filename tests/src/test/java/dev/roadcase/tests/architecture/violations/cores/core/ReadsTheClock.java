package dev.roadcase.tests.architecture.violations.cores.core;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.function.Supplier;

final class ReadsTheClock {
  Clock handedInButStillAClock;

  long wall() {
    return System.currentTimeMillis();
  }

  long monotonic() {
    return System.nanoTime();
  }

  Instant instant() {
    return Instant.now();
  }

  Supplier<Instant> byReference() {
    return Instant::now;
  }

  LocalDate today() {
    return LocalDate.now();
  }

  InstantSource source() {
    return InstantSource.system();
  }
}
