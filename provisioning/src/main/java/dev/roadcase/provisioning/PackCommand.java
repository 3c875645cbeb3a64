package dev.roadcase.provisioning;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code roadcase pack build|template|inspect|diff|checklist}: each verb has its own class. */
@Command(
    name = "pack",
    description = "Builds, signs, compares and looks at show packs.",
    synopsisSubcommandLabel = "(build | template | inspect | diff | checklist)",
    footerHeading = "%nExamples:%n",
    footer = {
      "  roadcase pack build products.csv --currency EUR --tax 21%% --tax-included",
      "  roadcase pack inspect saturday.rcpack --items"
    })
final class PackCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  private PackCommand() {}

  /** The verb with its own verbs below it. */
  static CommandLine commandLine(Surroundings here) {
    CommandLine pack = new CommandLine(new PackCommand());
    pack.addSubcommand(new PackBuildCommand(here));
    pack.addSubcommand(new PackTemplateCommand(here));
    pack.addSubcommand(new PackInspectCommand(here));
    pack.addSubcommand(new PackDiffCommand(here));
    pack.addSubcommand(new PackChecklistCommand(here));
    return pack;
  }
}
