package dev.roadcase.provisioning;

import dev.roadcase.wire.commandline.Sysexits;

/** What a command ends with. */
final class Exit {
  static final int FINE = 0;
  static final int BROKEN = 1;

  /** As diff(1) says it. */
  static final int DIFFERENT = 1;

  /** The command line cannot be understood. */
  static final int USAGE = Sysexits.USAGE.code();

  static final int BAD_DATA = Sysexits.DATA.code();

  /** There is nothing to read. */
  static final int NO_INPUT = Sysexits.NO_INPUT.code();

  static final int CANNOT_CREATE = Sysexits.CANNOT_CREATE.code();

  /** Not at the moment. */
  static final int LATER = Sysexits.LATER.code();

  private Exit() {}
}
