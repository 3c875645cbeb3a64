package dev.roadcase.wire.json;

/** Bytes that are not what they should be. The message says which member, and what is expected. */
public final class Malformed extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public Malformed(String message) {
    super(message);
  }
}
