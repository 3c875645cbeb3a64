package dev.roadcase.provisioning;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody at a terminal, who may be asked. */
@FunctionalInterface
interface Asking {
  /** Nobody is there: a script, a pipe. */
  Asking NOBODY = prompt -> Optional.empty();

  /**
   * What is typed, unseen; the caller wipes it.
   *
   * @return nothing when nobody is there to ask
   * @throws EndOfInput when the input ends instead of an answer
   */
  Optional<char[]> secret(String prompt);

  /**
   * What is typed, seen.
   *
   * @return nothing when nobody is there to ask
   * @throws EndOfInput when the input ends instead of an answer
   */
  default Optional<String> line(String prompt) {
    return Optional.empty();
  }

  /** Whoever sits before this process. */
  static Asking terminal() {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .<Asking>map(console ->
            new AtTerminal(
                prompt -> console.readPassword("%s", prompt),
                prompt -> console.readLine("%s", prompt)))
        .orElse(NOBODY);
  }

  /** Asks, and reads a line. */
  @FunctionalInterface
  interface Prompt<T> {
    /** What was typed; null when the input has ended. */
    @Nullable T read(String prompt);
  }

  /** Somebody sits there: an end of the input is no answer, and no empty line either. */
  record AtTerminal(Prompt<char[]> unseen, Prompt<String> seen) implements Asking {
    @Override
    public Optional<char[]> secret(String prompt) {
      return Optional.of(answer(unseen, prompt));
    }

    @Override
    public Optional<String> line(String prompt) {
      return Optional.of(answer(seen, prompt));
    }

    private static <T> T answer(Prompt<T> from, String prompt) {
      T typed = from.read(prompt);
      if (typed == null) {
        throw new EndOfInput();
      }
      return typed;
    }
  }
}
