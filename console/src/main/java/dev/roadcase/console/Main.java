package dev.roadcase.console;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** What remote ops type: {@code roadcase console|upstream}. */
@Command(name = "roadcase", description = "What remote ops run.", mixinStandardHelpOptions = true)
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    var commandLine = new CommandLine(new Main());
    commandLine.addSubcommand(
        "console", notBuiltYet("console", "Shows the fleet and commands it over MQTT."));
    commandLine.addSubcommand(
        "upstream",
        notBuiltYet(
            "upstream", "Takes deltas into a database and acknowledges what it committed."));
    System.exit(commandLine.execute(args));
  }

  /** A verb that has a name and a purpose, and says honestly that it does nothing yet. */
  private static CommandLine notBuiltYet(String verb, String purpose) {
    Callable<Integer> refusal =
        () -> {
          System.err.println("roadcase " + verb + ": not built yet.");
          return 64;
        };
    var spec = CommandSpec.wrapWithoutInspection(refusal);
    spec.name(verb).usageMessage().description(purpose);
    spec.mixinStandardHelpOptions(true);
    return new CommandLine(spec);
  }
}
