package dev.roadcase.tests.architecture.violations.checker.provisioning.checker;

import dev.roadcase.tests.architecture.violations.checker.provisioning.Accused;

/** Breaks the rule that the checker stands outside. */
final class AsksTheAccused {
  private final Accused accused = new Accused();

  boolean allIsWell() {
    return accused.saysThatAllIsWell();
  }
}
