package dev.roadcase.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code roadcase box audit}: what can be said of a box's books without the box. */
@Command(
    name = "audit",
    description = "Checks a box's books without the box.",
    synopsisSubcommandLabel = "verify",
    subcommands = VerifyVerb.class)
public final class AuditVerb {
  @Mixin HelpOptions help = new HelpOptions();
}
