package dev.roadcase.app.cli;

import java.io.Console;
import java.util.Optional;

/** The person behind a verb, if there is one. */
public interface Terminal {
  /** Whether somebody sees what is printed, and can answer. */
  boolean attended();

  /** Whether colours are wanted (no-color.org). */
  boolean colours();

  /** Asks for yes or no; anything but {@code y} or {@code yes} is no. */
  boolean confirmed(String question);

  /** The terminal of this process. */
  static Terminal ofThisProcess() {
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    String noColour = System.getenv("NO_COLOR");
    return new Terminal() {
      @Override
      public boolean attended() {
        return console.isPresent();
      }

      @Override
      public boolean colours() {
        return noColour == null || noColour.isEmpty();
      }

      @Override
      public boolean confirmed(String question) {
        return console
            .map(c -> c.readLine("%s [y/N] ", question))
            .filter(answer -> answer.strip().matches("(?i)y|yes"))
            .isPresent();
      }
    };
  }
}
