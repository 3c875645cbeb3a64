package dev.roadcase.provisioning;

import picocli.CommandLine.Option;

/** What every verb takes: help, and JSON for the next program. */
final class OutputOptions {
  @Option(names = "--json", description = "Says it as JSON.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Says this.")
  private boolean help;

  boolean json() {
    return json;
  }

  boolean help() {
    return help;
  }
}
