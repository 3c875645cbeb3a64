package dev.roadcase.app.cli;

import picocli.CommandLine.Option;

/** What every verb has. */
public final class HelpOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
