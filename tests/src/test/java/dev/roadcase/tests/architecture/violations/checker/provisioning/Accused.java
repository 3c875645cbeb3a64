package dev.roadcase.tests.architecture.violations.checker.provisioning;

/** What the checker of this tree should hold to account, and asks instead. */
public final class Accused {
  public boolean saysThatAllIsWell() {
    return true;
  }
}
