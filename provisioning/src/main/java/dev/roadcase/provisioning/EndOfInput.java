package dev.roadcase.provisioning;

import java.io.Serial;

/** The terminal's input ended, by Ctrl-D or because it is gone, where an answer was asked for. */
final class EndOfInput extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  EndOfInput() {
    super("the input ended at the question; nothing was made. Type the command again");
  }
}
