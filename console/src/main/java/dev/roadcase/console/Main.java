package dev.roadcase.console;

import dev.roadcase.console.upstream.UpstreamCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** What remote ops type: {@code roadcase console|upstream}. */
@Command(name = "roadcase", description = "What remote ops run.", mixinStandardHelpOptions = true)
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    // A name of its own: the box has a logback.xml too, and tests see both.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "logback-console.xml");
    }
    var commandLine = new CommandLine(new Main());
    commandLine.addSubcommand(
        "console", comesLater("console", "Shows the fleet and commands it over MQTT."));
    commandLine.addSubcommand(new UpstreamCommand());
    System.exit(commandLine.execute(args));
  }

  /** A verb that has a name and a purpose, and says honestly that it does nothing yet. */
  private static CommandLine comesLater(String verb, String purpose) {
    Callable<Integer> refusal =
        () -> {
          System.err.println("roadcase " + verb + ": comes later.");
          return 64;
        };
    var spec = CommandSpec.wrapWithoutInspection(refusal);
    spec.name(verb).usageMessage().description(purpose);
    spec.mixinStandardHelpOptions(true);
    return new CommandLine(spec);
  }
}
