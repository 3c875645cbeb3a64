package dev.roadcase.app;

import picocli.CommandLine.Option;

/** What every verb has. */
final class HelpOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
