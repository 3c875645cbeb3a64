package dev.roadcase.console.upstream;

import dev.roadcase.wire.commandline.Sysexits;

/** The upstream cannot run, and waiting will not help. The message says what to do. */
final class Unusable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Sysexits exit;

  private Unusable(Sysexits exit, String message, Throwable cause) {
    super(message, cause);
    this.exit = exit;
  }

  private Unusable(Sysexits exit, String message) {
    super(message);
    this.exit = exit;
  }

  /** The database is another's, or damaged: 65. */
  static Unusable data(String message) {
    return new Unusable(Sysexits.DATA, message);
  }

  /** A port is taken: 69. */
  static Unusable unavailable(String message, Throwable cause) {
    return new Unusable(Sysexits.UNAVAILABLE, message, cause);
  }

  /** The data folder cannot be written: 73. */
  static Unusable cannotCreate(String message, Throwable cause) {
    return new Unusable(Sysexits.CANNOT_CREATE, message, cause);
  }

  /** The disk failed: 74. */
  static Unusable disk(String message, Throwable cause) {
    return new Unusable(Sysexits.IO, message, cause);
  }

  /** The disk is not what it was: 74. */
  static Unusable disk(String message) {
    return new Unusable(Sysexits.IO, message);
  }

  /** Another process has the database: 75. */
  static Unusable taken(String message) {
    return new Unusable(Sysexits.LATER, message);
  }

  /** The options or the configuration cannot be used: 78. */
  static Unusable config(String message) {
    return new Unusable(Sysexits.CONFIG, message);
  }

  /** How the process ends. */
  int exit() {
    return exit.code();
  }
}
