package dev.roadcase.provisioning;

import dev.roadcase.wire.commandline.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a command line that cannot be understood, in a sentence. */
final class UsageErrors {
  private UsageErrors() {}

  /** An option that nobody knows comes first: what is missing may be what was misspelt. */
  static String sentence(ParameterException e) {
    CommandLine command = e.getCommandLine();
    List<String> unmatched =
        e instanceof UnmatchedArgumentException u
            ? u.getUnmatched()
            : command.getUnmatchedArguments();
    Optional<String> option = unmatched.stream().filter(word -> word.startsWith("-")).findFirst();
    if (option.isPresent()) {
      String name = option.get().replaceFirst("=.*", "");
      return "unknown option " + name + Spelling.suggestion(name, shown(command));
    }
    if (e instanceof UnmatchedArgumentException) {
      String word = unmatched.isEmpty() ? "" : unmatched.getFirst();
      return command.getSubcommands().isEmpty()
          ? "\"" + word + "\" is one argument too many"
          : "there is no verb \""
              + word
              + "\""
              + Spelling.suggestion(word, command.getSubcommands().keySet());
    }
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return "missing: "
          + String.join(
              ", ",
              missing.getMissing().stream()
                  .map(arg ->
                      arg.isOption()
                          ? ((OptionSpec) arg).longestName()
                              + (arg.arity().max() > 0 ? " " + arg.paramLabel() : "")
                          : arg.paramLabel())
                  .toList());
    }
    return String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
  }

  /** The options of a verb's help: old spellings are taken, and not proposed. */
  private static List<String> shown(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .flatMap(option -> Stream.of(option.names()))
        .toList();
  }
}
