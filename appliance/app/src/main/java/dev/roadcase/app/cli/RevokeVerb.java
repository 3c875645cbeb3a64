package dev.roadcase.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.config.BoxConfig;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roadcase box revoke}: there is no way back, so a person is asked first. */
@Command(
    name = "revoke",
    description = {
      "Blocks a device for good, or ends one token. It is refused from this moment on.",
      "At a terminal it asks first."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  roadcase box revoke d-oVMWvzjCxdlczVHt", "  roadcase box revoke --token 17 --yes"})
public final class RevokeVerb extends LocalDoor.Asking {
  private final Terminal terminal;

  /** One of the two. */
  static final class Which {
    @Parameters(paramLabel = "DEVICE", description = "As `roadcase box devices` lists it.")
    private String device = "";

    @Option(
        names = "--token",
        paramLabel = "NUMBER",
        required = true,
        description = "As `roadcase box tokens` lists it.")
    private int token = -1;
  }

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Which which = new Which();

  @Option(
      names = {"-y", "--yes"},
      description = "Asks nothing.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Says what would be blocked, and changes nothing.")
  private boolean dryRun;

  RevokeVerb(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  boolean goesOn(BoxConfig config) throws IOException, InterruptedException {
    if (!which.device.isEmpty()) {
      requireId(config, which.device);
    }
    if (!dryRun && (yes || !terminal.attended())) {
      return true;
    }
    Optional<String> found = found(config);
    if (found.isEmpty()) {
      // The box itself says that there is no such thing.
      return !dryRun || refusedByName();
    }
    if (dryRun) {
      System.out.println("Would block " + found.get() + ". Nothing was changed.");
      return false;
    }
    if (terminal.confirmed("Block " + found.get() + " for good?")) {
      return true;
    }
    System.out.println("Nothing was changed.");
    return false;
  }

  private boolean refusedByName() throws IOException {
    throw new LocalDoor.Refused(
        which.device.isEmpty()
            ? "there is no token " + which.token + ". `roadcase box tokens` lists them."
            : which.device + " was never paired. `roadcase box devices` lists those that were.");
  }

  /** What is named, in words. */
  private Optional<String> found(BoxConfig config) throws IOException, InterruptedException {
    if (which.device.isEmpty()) {
      for (JsonNode token : ask(config, "GET", "/tokens", "").path("tokens")) {
        if (token.path("index").asInt(-1) == which.token) {
          return Optional.of("token " + which.token + " of " + token.path("sub").asText());
        }
      }
      return Optional.empty();
    }
    for (JsonNode device : ask(config, "GET", "/devices", "").path("devices")) {
      if (device.path("device").asText().equals(which.device)) {
        return Optional.of(
            "%s %s, \"%s\""
                .formatted(
                    device.path("role").asText(),
                    which.device,
                    Columns.fitted(device.path("name").asText(), 40)));
      }
    }
    return Optional.empty();
  }

  @Override
  String method() {
    return "POST";
  }

  @Override
  String path() {
    return which.device.isEmpty()
        ? "/tokens/" + which.token + "/revoke"
        : "/devices/" + DeviceVerbs.segment(which.device) + "/revoke";
  }

  @Override
  String readable(JsonNode answer) {
    String what = which.device.isEmpty() ? "Token " + which.token : which.device;
    return what + (answer.path("revoked").asBoolean() ? " is blocked." : " was blocked already.");
  }
}
