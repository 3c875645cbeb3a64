package dev.roadcase.wire.secret;

/** What is sealed stays sealed. The message goes on after the name of the file. */
public final class CannotOpen extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CannotOpen(String message) {
    super(message);
  }
}
