package dev.roadcase.provisioning;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** What crews type: {@code roadcase demo|rehearse|fleet|pack|card}. */
@Command(name = "roadcase", description = "What crews run.", mixinStandardHelpOptions = true)
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    var commandLine = new CommandLine(new Main());
    commandLine.addSubcommand(
        "demo", notBuiltYet("demo", "Runs a site on this machine: boxes, devices, an upstream."));
    commandLine.addSubcommand(
        "rehearse",
        notBuiltYet(
            "rehearse", "Tries the show before the show; its facts never enter the live ledger."));
    commandLine.addSubcommand(
        "fleet", notBuiltYet("fleet", "Makes and keeps the keys of a fleet and its shows."));
    commandLine.addSubcommand(
        "pack", notBuiltYet("pack", "Builds, signs, checks and compares show packs."));
    commandLine.addSubcommand(
        "card", notBuiltYet("card", "Plans, flashes and verifies the cards of a show."));
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
