package dev.roadcase.app.journal;

/**
 * The journal cannot be opened, or can no longer be trusted. Never retried: the process says why
 * and ends.
 */
public final class JournalFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Exit exit;

  /** How the process ends, by sysexits(3). */
  public enum Exit {
    /** The file is torn, foreign, or of a newer release. */
    DATA(65),
    /** A rule threw: a bug. */
    SOFTWARE(70),
    /** The folder cannot be written. */
    CANNOT_CREATE(73),
    /** Reading, writing or flushing failed. */
    IO(74),
    /** Another process holds the folder. */
    IN_USE(75);

    private final int code;

    Exit(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  public JournalFailure(Exit exit, String message) {
    super(message);
    this.exit = exit;
  }

  public JournalFailure(Exit exit, String message, Throwable cause) {
    super(message, cause);
    this.exit = exit;
  }

  public Exit exit() {
    return exit;
  }
}
