package dev.roadcase.app.cli;

import dev.roadcase.wire.commandline.Folded;
import dev.roadcase.wire.commandline.Spelling;
import dev.roadcase.wire.commandline.Sysexits;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is said of a command line that cannot be understood: one sentence, where to read on, and 64
 * ({@code EX_USAGE} of sysexits(3)).
 */
public final class UsageErrors implements IParameterExceptionHandler {
  static final int USAGE = Sysexits.USAGE.code();

  @Override
  public int handleParseException(ParameterException e, String[] typed) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    OptionalInt columns = Folded.columns(System.getenv());
    sentence(e)
        .lines()
        .map(line -> line.startsWith("  ") ? line : name + ": " + line)
        .forEach(line -> err.println(Folded.prose(line, columns)));
    err.println("See " + name + " --help.");
    err.flush();
    return USAGE;
  }

  /** An option that nobody knows comes first: what is missing may be what was misspelt. */
  private static String sentence(ParameterException e) {
    CommandLine command = e.getCommandLine();
    List<String> unmatched =
        e instanceof UnmatchedArgumentException u
            ? u.getUnmatched()
            : command.getUnmatchedArguments();
    Optional<String> option = unmatched.stream().filter(word -> word.startsWith("-")).findFirst();
    if (option.isPresent()) {
      String name = option.get().replaceFirst("=.*", "");
      return "unknown option "
          + name
          + Spelling.suggestion(name, command.getCommandSpec().optionsMap().keySet());
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
}
