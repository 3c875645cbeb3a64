package dev.roadcase.wire.x509;

/** A certificate, key or chain that cannot be relied on. The message says why. */
public final class NotTrusted extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public NotTrusted(String message) {
    super(message);
  }
}
