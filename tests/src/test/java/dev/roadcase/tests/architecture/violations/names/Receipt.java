package dev.roadcase.tests.architecture.violations.names;

/** An honest name, with a dishonest one inside. */
final class Receipt {
  static final class PrintHelper {}
}
