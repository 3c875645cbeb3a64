package dev.roadcase.console.upstream;

/** The database cannot take anything at present: the disk is full, or somebody holds the file. */
final class NotNow extends Exception {
  private static final long serialVersionUID = 1L;

  NotNow(String message, Throwable cause) {
    super(message, cause);
  }
}
