package dev.roadcase.provisioning;

/** What a command ends with; the numbers above 63 are those of BSD's sysexits.h. */
final class Exit {
  static final int FINE = 0;
  static final int BROKEN = 1;

  /** As diff(1) says it. */
  static final int DIFFERENT = 1;

  /** {@code EX_USAGE}: the command line cannot be understood. */
  static final int USAGE = 64;

  /** {@code EX_UNAVAILABLE}: it comes with a later release. */
  static final int NOT_BUILT_YET = 69;

  static final int BAD_DATA = 65;

  /** There is nothing to read. */
  static final int NO_INPUT = 66;

  static final int CANNOT_CREATE = 73;

  /** {@code EX_TEMPFAIL}: not at the moment. */
  static final int LATER = 75;

  private Exit() {}
}
