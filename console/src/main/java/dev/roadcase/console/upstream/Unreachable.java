package dev.roadcase.console.upstream;

/** The broker cannot be reached, or has gone. Tried again. */
final class Unreachable extends Exception {
  private static final long serialVersionUID = 1L;

  Unreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
