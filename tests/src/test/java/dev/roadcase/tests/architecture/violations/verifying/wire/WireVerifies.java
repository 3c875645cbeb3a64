package dev.roadcase.tests.architecture.violations.verifying.wire;

import dev.roadcase.tests.architecture.violations.verifying.core.identity.Verified;

/** This one may. */
final class WireVerifies {
  Verified<String> verify() {
    return new Verified<>("looked at");
  }
}
