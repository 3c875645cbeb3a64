package dev.roadcase.provisioning;

import picocli.CommandLine.Option;

/** What every verb takes: help, and JSON for the next program. */
final class OutputOptions {
  @Option(names = "--json", description = "JSON output.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  boolean json() {
    return json;
  }

  boolean help() {
    return help;
  }
}
