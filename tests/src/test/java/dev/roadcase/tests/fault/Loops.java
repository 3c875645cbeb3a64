package dev.roadcase.tests.fault;

/** How long the loops are, and which chance they take. */
final class Loops {
  static final String ROUNDS_PROPERTY = "roadcase.fault.rounds";
  static final String SEED_PROPERTY = "roadcase.fault.seed";

  private Loops() {}

  static int rounds() {
    return rounds(10);
  }

  static int rounds(int otherwise) {
    return Integer.getInteger(ROUNDS_PROPERTY, otherwise);
  }

  /** Another one each time, unless it is given: it is printed. */
  static long seed() {
    return Long.getLong(SEED_PROPERTY, System.currentTimeMillis() % 1_000_000);
  }
}
