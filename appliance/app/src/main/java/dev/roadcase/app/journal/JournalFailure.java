package dev.roadcase.app.journal;

import dev.roadcase.wire.commandline.Sysexits;

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
    DATA(Sysexits.DATA),
    /** A rule threw: a bug. */
    SOFTWARE(Sysexits.SOFTWARE),
    /** The folder cannot be written. */
    CANNOT_CREATE(Sysexits.CANNOT_CREATE),
    /** Reading, writing or flushing failed. */
    IO(Sysexits.IO),
    /** Another process holds the folder. */
    IN_USE(Sysexits.LATER);

    private final Sysexits exit;

    Exit(Sysexits exit) {
      this.exit = exit;
    }

    public int code() {
      return exit.code();
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
