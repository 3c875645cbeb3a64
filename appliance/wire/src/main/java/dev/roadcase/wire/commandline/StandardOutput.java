package dev.roadcase.wire.commandline;

import java.io.PrintStream;

/** Whether what a command said has got out. */
public final class StandardOutput {
  private StandardOutput() {}

  /**
   * What a command exits with: a file that was cut short by a full disk must not look like one that
   * was written.
   *
   * @param code what it would exit with; other than 0 it stays
   * @param program that says so, such as {@code roadcase box}
   * @param out written to until now
   */
  public static int exitCode(int code, String program, PrintStream out, PrintStream err) {
    if (!out.checkError() || code != 0) {
      return code;
    }
    err.println(
        program
            + ": not all of this could be written. Look whether the disk is full, and try again.");
    return Sysexits.IO.code();
  }
}
