package dev.roadcase.app.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What {@code roadcase box} shares with the verbs behind it: which box is meant. */
public class BoxOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "roadcase.toml",
      scope = ScopeType.INHERIT,
      description = "Configuration; ${DEFAULT-VALUE} if not given.")
  private Path config = Path.of("roadcase.toml");

  /** Of the box in the present folder. */
  public BoxOptions() {}

  /** Of the box with that configuration. */
  public BoxOptions(Path config) {
    this.config = config;
  }

  /** The file with the configuration of the box. */
  public final Path config() {
    return config;
  }
}
