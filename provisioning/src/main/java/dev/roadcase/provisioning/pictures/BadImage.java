package dev.roadcase.provisioning.pictures;

/** A file that makes no picture. The message says why and what to do, without a full stop. */
final class BadImage extends Exception {
  private static final long serialVersionUID = 1L;

  BadImage(String message) {
    super(message);
  }
}
