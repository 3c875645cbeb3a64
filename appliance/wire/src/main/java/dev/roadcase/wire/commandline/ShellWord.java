package dev.roadcase.wire.commandline;

import java.nio.file.Path;

/** A word of a command line that a person is told to type. */
public final class ShellWord {
  private ShellWord() {}

  /** As a POSIX shell takes it: in quotes where it has to be. */
  public static String of(String text) {
    return text.matches("[A-Za-z0-9_./+=:@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** The same of a path. */
  public static String of(Path path) {
    return of(path.toString());
  }
}
