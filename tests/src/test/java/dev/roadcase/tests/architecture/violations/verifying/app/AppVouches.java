package dev.roadcase.tests.architecture.violations.verifying.app;

import dev.roadcase.tests.architecture.violations.verifying.core.identity.Verified;
import java.util.function.Function;

final class AppVouches {
  Function<String, Verified<String>> vouch() {
    return Verified::new;
  }
}
