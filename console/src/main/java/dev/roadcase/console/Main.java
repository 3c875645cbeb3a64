package dev.roadcase.console;

import dev.roadcase.console.upstream.UpstreamCommand;
import dev.roadcase.wire.commandline.BashCompletion;
import dev.roadcase.wire.commandline.Folded;
import dev.roadcase.wire.commandline.StandardOutput;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** What remote ops type: {@code roadcase upstream}. */
@Command(name = "roadcase", description = "What remote ops run.")
public final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  private Main() {}

  public static void main(String[] args) {
    // A name of its own: the box has a logback.xml too, and tests see both.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "logback-console.xml");
    }
    System.exit(
        StandardOutput.exitCode(
            commandLine().execute(args), "roadcase upstream", System.out, System.err));
  }

  static CommandLine commandLine() {
    var commandLine = new CommandLine(new Main());
    commandLine.addSubcommand(new UpstreamCommand());
    commandLine.addSubcommand("generate-completion", completion(commandLine));
    return commandLine
        .setUsageHelpWidth(Folded.helpColumns(System.getenv()))
        .setParameterExceptionHandler(new UsageErrors());
  }

  /** What a shell reads to complete these verbs. */
  private static CommandLine completion(CommandLine all) {
    Callable<Integer> print =
        () -> {
          all.getOut()
              .print(
                  BashCompletion.script(
                      AutoComplete.bash("roadcase", all), "console", List.of("upstream")));
          all.getOut().flush();
          return 0;
        };
    return verb(
        print, "generate-completion", "Prints what makes a bash or zsh complete these verbs.");
  }

  private static CommandLine verb(Callable<Integer> action, String name, String purpose) {
    var spec = CommandSpec.wrapWithoutInspection(action);
    spec.name(name).usageMessage().description(purpose);
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build());
    return new CommandLine(spec);
  }
}
