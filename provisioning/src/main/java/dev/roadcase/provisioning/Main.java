package dev.roadcase.provisioning;

import dev.roadcase.provisioning.demo.DemoCommand;
import dev.roadcase.provisioning.fleet.AlreadyThere;
import dev.roadcase.wire.commandline.BashCompletion;
import dev.roadcase.wire.commandline.Folded;
import dev.roadcase.wire.commandline.StandardOutput;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.pack.BadPack;
import dev.roadcase.wire.x509.NotTrusted;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What crews type: {@code roadcase demo|quickstart|fleet|pack}. */
@Command(name = "roadcase", description = "What crews run.")
public final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  private Main() {}

  public static void main(String[] args) {
    System.exit(
        StandardOutput.exitCode(
            commandLine(Surroundings.ofThisProcess()).execute(args),
            "roadcase",
            System.out,
            System.err));
  }

  static CommandLine commandLine(Surroundings here) {
    CommandLine roadcase = new CommandLine(new Main());
    roadcase.addSubcommand(new CommandLine(new DemoCommand()));
    roadcase.addSubcommand(new QuickstartCommand(here));
    roadcase.addSubcommand(FleetCommand.commandLine(here));
    roadcase.addSubcommand(PackCommand.commandLine(here));
    roadcase.addSubcommand(
        "generate-completion",
        verb(
            () -> {
              here.out()
                  .print(
                      BashCompletion.script(
                          AutoComplete.bash("roadcase", roadcase),
                          "provisioning",
                          List.of("demo", "quickstart", "fleet", "pack")));
              here.out().flush();
              return Exit.FINE;
            },
            "generate-completion",
            "Prints what makes a bash or zsh complete these verbs."));
    oneVoice(roadcase);
    roadcase.setUsageHelpWidth(Folded.helpColumns(here.environment()));
    Words.teach(roadcase);
    roadcase.setOut(here.out());
    roadcase.setErr(here.err());
    roadcase.setParameterExceptionHandler((e, words) -> usage(here, e));
    roadcase.setExecutionExceptionHandler((e, command, parsed) -> {
      here.err()
          .println(PackPages.folded(command.getCommandSpec().qualifiedName() + ":", sentence(e)));
      return exit(e);
    });
    return roadcase;
  }

  private static CommandLine verb(Callable<Integer> action, String name, String purpose) {
    var spec = CommandSpec.wrapWithoutInspection(action);
    spec.name(name).usageMessage().description(purpose);
    spec.mixinStandardHelpOptions(true);
    return new CommandLine(spec);
  }

  /** picocli's own words for help, in ours; and no version where there is none to show. */
  private static void oneVoice(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    OptionSpec help = spec.findOption("--help");
    if (help != null) {
      spec.remove(help);
      spec.addOption(help.toBuilder().description("Show this help.").build());
    }
    OptionSpec version = spec.findOption("--version");
    if (version != null && version.versionHelp()) {
      spec.remove(version);
    }
    command.getSubcommands().values().forEach(Main::oneVoice);
  }

  /** What is wrong, and where all that is possible stands; not all that is possible. */
  private static int usage(Surroundings here, ParameterException e) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    here.err().println(PackPages.folded(name + ":", UsageErrors.sentence(e)));
    here.err().println("See " + name + " --help.");
    return Exit.USAGE;
  }

  private static int exit(Exception e) {
    return switch (e) {
      case NotTrusted refused -> Exit.BAD_DATA;
      case BadPack refused -> Exit.BAD_DATA;
      case Malformed refused -> Exit.BAD_DATA;
      case IllegalArgumentException refused -> Exit.USAGE;
      case NoInput nothing -> Exit.NO_INPUT;
      case EndOfInput ended -> Exit.NO_INPUT;
      case IOException refused -> Exit.CANNOT_CREATE;
      default -> Exit.BROKEN;
    };
  }

  private static String sentence(Exception e) {
    return switch (e) {
      case AlreadyThere there -> String.valueOf(there.getMessage());
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case FileSystemException file ->
          file.getFile() + (file.getReason() == null ? " cannot be used" : ": " + file.getReason());
      case IOException io -> String.valueOf(io.getMessage());
      case IllegalArgumentException refused -> String.valueOf(refused.getMessage());
      case EndOfInput ended -> String.valueOf(ended.getMessage());
      default -> "this should not happen: " + e;
    };
  }
}
