package dev.roadcase.provisioning;

import java.io.Console;
import java.util.Optional;

/** Somebody at a terminal, who may be asked. */
@FunctionalInterface
interface Asking {
  /** Nobody is there: a script, a pipe. */
  Asking NOBODY = prompt -> Optional.empty();

  /**
   * What is typed, unseen; the caller wipes it.
   *
   * @return nothing when nobody is there to ask
   */
  Optional<char[]> secret(String prompt);

  /**
   * What is typed, seen.
   *
   * @return nothing when nobody is there to ask
   */
  default Optional<String> line(String prompt) {
    return Optional.empty();
  }

  /** Whoever sits before this process. */
  static Asking terminal() {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .<Asking>map(AtTerminal::new)
        .orElse(NOBODY);
  }

  /** Somebody sits there. */
  record AtTerminal(Console console) implements Asking {
    @Override
    public Optional<char[]> secret(String prompt) {
      return Optional.ofNullable(console.readPassword("%s", prompt));
    }

    @Override
    public Optional<String> line(String prompt) {
      return Optional.ofNullable(console.readLine("%s", prompt));
    }
  }
}
