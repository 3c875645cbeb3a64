package dev.roadcase.tests.simulation;

/** A checker saw a promise broken. */
final class Broken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Promise promise;

  Broken(Promise promise, String how, Object... arguments) {
    super(how.formatted(arguments), null, false, false);
    this.promise = promise;
  }

  Promise promise() {
    return promise;
  }
}
