package dev.roadcase.tests.simulation;

import java.util.SplittableRandom;

/** All chance of a run comes from one seed; whoever needs some of it gets dice of its own. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    this(new SplittableRandom(seed));
  }

  private Dice(SplittableRandom random) {
    this.random = random;
  }

  Dice fork() {
    return new Dice(random.split());
  }

  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  /** Uniform, both ends included. */
  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  double between(double least, double most) {
    return least + (most - least) * random.nextDouble();
  }

  /** Exponential: how long until something that comes every {@code mean} on average. */
  long soon(long mean) {
    return (long) (-Math.log(1 - random.nextDouble()) * mean);
  }

  double nextDouble() {
    return random.nextDouble();
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
