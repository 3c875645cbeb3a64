package dev.roadcase.tests.architecture.violations.verifying.core.auth;

final class CoreVouches {
  Verified<String> vouch() {
    return new Verified<>("hearsay");
  }
}
