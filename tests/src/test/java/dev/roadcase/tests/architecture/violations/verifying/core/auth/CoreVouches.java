package dev.roadcase.tests.architecture.violations.verifying.core.auth;

import dev.roadcase.tests.architecture.violations.verifying.core.identity.Verified;

final class CoreVouches {
  Verified<String> vouch() {
    return new Verified<>("hearsay");
  }
}
