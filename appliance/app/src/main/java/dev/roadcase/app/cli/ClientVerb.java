package dev.roadcase.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.wire.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roadcase box client}: machines that get their tokens by a secret (RFC 6749 §4.4). */
@Command(
    name = "client",
    description = "Adds or removes a machine that gets its tokens by a secret.",
    footerHeading = "%nExample:%n",
    footer = "  roadcase box client add weather --scope telemetry",
    subcommands = {ClientVerb.Add.class, ClientVerb.Remove.class})
public final class ClientVerb {
  @Mixin HelpOptions help = new HelpOptions();

  @Command(name = "add", description = "Adds a machine. Its secret is shown once, and never again.")
  static final class Add extends LocalDoor.Asking {
    @Parameters(paramLabel = "NAME", description = "1 to 30 of a-z, 0-9 and hyphen.")
    private String name = "";

    @Option(
        names = "--scope",
        defaultValue = "telemetry",
        description = "\"telemetry\", \"watch\" or both; ${DEFAULT-VALUE} if not given.")
    private String scope = "telemetry";

    @Override
    String method() {
      return "POST";
    }

    @Override
    String path() {
      return "/clients";
    }

    @Override
    String body() {
      return Json.MAPPER.createObjectNode().put("client", id(name)).put("scope", scope).toString();
    }

    @Override
    String readable(JsonNode answer) {
      return """
      id      %s
      secret  %s
      scope   %s
      The secret is shown this once; the box keeps its hash alone. If it is lost,
      remove the client and add it again.\
      """
          .formatted(
              answer.path("client").asText(),
              answer.path("secret").asText(),
              answer.path("scope").asText());
    }
  }

  @Command(name = "remove", description = "Removes a machine, and ends its tokens.")
  static final class Remove extends LocalDoor.Asking {
    @Parameters(paramLabel = "NAME", description = "As it was added.")
    private String name = "";

    @Override
    String method() {
      return "POST";
    }

    @Override
    String path() {
      return "/clients/" + DeviceVerbs.segment(id(name)) + "/remove";
    }

    @Override
    String readable(JsonNode answer) {
      return id(name) + (answer.path("removed").asBoolean() ? " is removed." : " was not there.");
    }
  }

  /** {@code roadcase box clients}. Nothing of a secret is known to it. */
  @Command(
      name = "clients",
      description = {
        "Lists the machines that get their tokens by a secret.",
        "STATE: new: never had a token. active: has one. quiet: its last one has ended.",
        "One that was removed is not listed."
      })
  public static final class All extends LocalDoor.Asking {
    private static final String ROW = "%-32s %-6s %-10s %-10s %s";

    @Override
    String path() {
      return "/clients";
    }

    @Override
    String readable(JsonNode answer) {
      List<String> lines = new ArrayList<>();
      for (JsonNode client : answer.path("clients")) {
        lines.add(
            ROW.formatted(
                client.path("client").asText(),
                client.path("state").asText(),
                LocalDate.ofInstant(
                    Instant.ofEpochSecond(client.path("added").asLong()), ZoneId.systemDefault()),
                client.path("lastTokenAgo").isNull()
                    ? "never"
                    : Columns.ago(client.path("lastTokenAgo").asLong()),
                Columns.fitted(client.path("scope").asText(), 18)));
      }
      if (lines.isEmpty()) {
        return "No machine gets tokens by a secret. To add one: roadcase box client add NAME";
      }
      lines.addFirst(ROW.formatted("CLIENT", "STATE", "ADDED", "LAST TOKEN", "SCOPE"));
      return String.join(System.lineSeparator(), lines);
    }
  }

  private static String id(String name) {
    return name.startsWith("c-") ? name : "c-" + name;
  }
}
