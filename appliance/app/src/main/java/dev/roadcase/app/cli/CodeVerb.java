package dev.roadcase.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.core.identity.Role;
import dev.roadcase.wire.commandline.Spelling;
import dev.roadcase.wire.json.Json;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code roadcase box code}. */
@Command(
    name = "code",
    description = "Makes a one-time pairing code for a device.",
    footerHeading = "%nExamples:%n",
    footer = {"  roadcase box code", "  roadcase box code --role kiosk --ask"})
public final class CodeVerb extends LocalDoor.Asking {
  private static final List<String> ROLES = Arrays.stream(Role.values()).map(Role::word).toList();

  @Option(
      names = "--role",
      defaultValue = "till",
      description = "till, kiosk, checkin, crew or sensor; ${DEFAULT-VALUE} if not given.")
  private String role = "till";

  @Option(
      names = "--ask",
      description = "The crew still has to approve the device: roadcase box waiting.")
  private boolean ask;

  @Override
  boolean goesOn(BoxConfig config) {
    if (!ROLES.contains(role)) {
      throw usage(
          "a role is "
              + String.join(", ", ROLES.subList(0, ROLES.size() - 1))
              + " or "
              + ROLES.getLast()
              + ", not "
              + role
              + Spelling.suggestion(role, ROLES));
    }
    return true;
  }

  @Override
  String method() {
    return "POST";
  }

  @Override
  String path() {
    return "/pairing-codes";
  }

  @Override
  String body() {
    return Json.MAPPER.createObjectNode().put("role", role).put("ask", ask).toString();
  }

  @Override
  String readable(JsonNode answer) {
    return answer.path("code").asText()
        + "   pairs one "
        + answer.path("role").asText()
        + " within "
        + answer.path("expiresIn").asInt() / 60
        + " minutes"
        + (ask ? ", once the crew has approved it" : "");
  }
}
