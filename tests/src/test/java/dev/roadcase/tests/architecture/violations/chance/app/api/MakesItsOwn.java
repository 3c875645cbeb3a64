package dev.roadcase.tests.architecture.violations.chance.app.api;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Draws lots that nobody handed in. */
final class MakesItsOwn {
  Object secure() {
    return new SecureRandom();
  }

  Supplier<Object> byReference() {
    return SecureRandom::new;
  }

  Object strong() throws NoSuchAlgorithmException {
    return SecureRandom.getInstanceStrong();
  }

  Object plain() {
    return new Random();
  }

  Object split() {
    return new SplittableRandom();
  }

  Object local() {
    return ThreadLocalRandom.current();
  }

  Object any() {
    return RandomGenerator.getDefault();
  }

  Object identity() {
    return UUID.randomUUID();
  }

  double math() {
    return Math.random();
  }
}
