package dev.roadcase.provisioning;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where a fleet's keys lie: one spelling in all verbs. {@code --fleet} is a name in all of them.
 */
final class FleetFolderOption {
  @Option(
      names = "--fleet-dir",
      paramLabel = "DIR",
      description = "The fleet's folder (${DEFAULT-VALUE}).")
  private Path folder = Path.of("fleet");

  /** As it was spelt by the verbs of {@code fleet}. */
  @Option(names = "--dir", paramLabel = "DIR", hidden = true)
  private @Nullable Path formerly;

  Path folder() {
    return formerly == null ? folder : formerly;
  }
}
