package dev.roadcase.wire.pack;

/** A file that is no pack, or not one to be trusted. The message says why, in one sentence. */
public final class BadPack extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public BadPack(String message) {
    super(message);
  }
}
