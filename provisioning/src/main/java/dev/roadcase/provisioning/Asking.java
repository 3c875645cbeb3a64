package dev.roadcase.provisioning;

import java.io.Console;
import java.util.Optional;

/** Somebody at a terminal, who may be asked for what must not be seen. */
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

  /** Whoever sits before this process. */
  static Asking terminal() {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .<Asking>map(console -> prompt -> Optional.ofNullable(console.readPassword("%s", prompt)))
        .orElse(NOBODY);
  }
}
