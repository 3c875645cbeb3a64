package dev.roadcase.wire.commandline;

/** What a program ends with, by sysexits(3), as far as ours have a use for it. */
public enum Sysexits {
  /** {@code EX_USAGE}: the command line cannot be understood. */
  USAGE(64),
  /** {@code EX_DATAERR}: what is to be read is not what it should be. */
  DATA(65),
  /** {@code EX_NOINPUT}: there is nothing to read. */
  NO_INPUT(66),
  /** {@code EX_UNAVAILABLE}: something that is needed does not answer, or comes later. */
  UNAVAILABLE(69),
  /** {@code EX_SOFTWARE}: a bug. */
  SOFTWARE(70),
  /** {@code EX_OSERR}: the system gives too little. */
  OS_ERROR(71),
  /** {@code EX_CANTCREAT}: a file or folder cannot be written. */
  CANNOT_CREATE(73),
  /** {@code EX_IOERR}: reading, writing or flushing failed. */
  IO(74),
  /** {@code EX_TEMPFAIL}: not now; another process is at it, for instance. */
  LATER(75),
  /** {@code EX_CONFIG}: the configuration cannot be used. */
  CONFIG(78);

  private final int code;

  Sysexits(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
