package dev.roadcase.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs behind {@code roadcase box} about devices. Tables are 80 columns wide. */
final class DeviceVerbs {
  private DeviceVerbs() {}

  @Command(name = "waiting", description = "Lists the devices that wait for the crew's yes.")
  static final class Waiting extends LocalDoor.Asking {
    @Override
    String path() {
      return "/waiting";
    }

    @Override
    String readable(JsonNode answer) {
      List<String> lines = new ArrayList<>();
      for (JsonNode one : answer.path("waiting")) {
        String digits = one.path("digits").asText();
        lines.add(
            "%-15s %-8s %-10s %s"
                .formatted(
                    one.path("id").asText(),
                    one.path("role").asText(),
                    one.path("digitsDue").asBoolean()
                        ? "to come"
                        : digits.isEmpty() ? one.path("code").asText() : digits,
                    Columns.fitted(one.path("name").asText(), 44)));
      }
      if (lines.isEmpty()) {
        return "No device waits.";
      }
      lines.addFirst("ID              ROLE     COMPARE    NAME");
      lines.add("");
      lines.add("Compare with the device's own screen, then: roadcase box let-in ID");
      lines.add("Letters here and digits there: something stands in between. Turn it away.");
      return String.join(System.lineSeparator(), lines);
    }
  }

  /** Something is done about one thing that has a name. */
  private abstract static class Acting extends LocalDoor.Asking {
    @Override
    String method() {
      return "POST";
    }
  }

  @Command(name = "let-in", description = "Lets in a device that waits.")
  static final class LetIn extends Acting {
    @Parameters(paramLabel = "ID", description = "As `roadcase box waiting` lists it.")
    private String id = "";

    @Override
    String path() {
      return "/waiting/" + segment(id) + "/let-in";
    }

    @Override
    String readable(JsonNode answer) {
      return answer.path("keyDue").asBoolean()
          ? "Approved. It has shown no key yet: it is in when it fetches its token."
          : answer.path("device").asText() + " is in.";
    }
  }

  @Command(name = "turn-away", description = "Turns away a device that waits, or all of them.")
  static final class TurnAway extends Acting {
    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    /** One or all. */
    static final class Whom {
      @Parameters(paramLabel = "ID", description = "As `roadcase box waiting` lists it.")
      private String id = "";

      @Option(names = "--all", description = "Every device that waits; those that are in stay in.")
      private boolean all;
    }

    @Override
    String path() {
      return whom.all ? "/waiting/turn-away" : "/waiting/" + segment(whom.id) + "/turn-away";
    }

    @Override
    String readable(JsonNode answer) {
      return whom.all
          ? answer.path("turnedAway").asInt() + " turned away."
          : whom.id + " was turned away.";
    }
  }

  @Command(
      name = "devices",
      description = {
        "Lists the devices that are or were paired.",
        "SIGNED IN FOR: how long its last token counts where nobody hears that it was blocked."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  roadcase box devices", "  roadcase box devices --json"})
  static final class Devices extends LocalDoor.Asking {
    @Override
    String path() {
      return "/devices";
    }

    @Override
    String readable(JsonNode answer) {
      List<String> lines = new ArrayList<>();
      lines.add("DEVICE             ROLE     STANDING   SIGNED IN FOR  NAME");
      for (JsonNode device : answer.path("devices")) {
        lines.add(
            "%-18s %-8s %-10s %-14s %s"
                .formatted(
                    device.path("device").asText(),
                    device.path("role").asText(),
                    device.path("revoked").asBoolean()
                        ? "blocked"
                        : device.path("standing").asText(),
                    Columns.left(device.path("tokenLeft").asLong()),
                    Columns.fitted(device.path("name").asText(), 25)));
        notes(device, lines);
      }
      return String.join(System.lineSeparator(), lines);
    }

    private static void notes(JsonNode device, List<String> lines) {
      if (device.path("revoked").asBoolean()) {
        return;
      }
      if (device.path("standing").asText().equals("suspended")) {
        lines.add("  It signed two things under one number. Go on: roadcase box resume");
      }
      if (device.path("twoPlaces").asBoolean()) {
        lines.add("  Its key is in use from two places? All right: roadcase box resume");
      }
      if (device.path("pinLocked").asBoolean()) {
        lines.add("  Too many wrong PINs. Try again: roadcase box unlock");
      }
    }
  }

  @Command(
      name = "resume",
      description = "Lets a suspended device go on, or says that one in two places is all right.")
  static final class Resume extends Acting {
    @Parameters(paramLabel = "DEVICE", description = "As `roadcase box devices` lists it.")
    private String device = "";

    @Override
    String path() {
      return "/devices/" + segment(device) + "/resume";
    }

    @Override
    String readable(JsonNode answer) {
      return device
          + (answer.path("resumed").asBoolean()
              ? " goes on."
              : " was neither suspended nor in doubt.");
    }
  }

  @Command(name = "unlock", description = "Lets a device try its PIN again.")
  static final class Unlock extends Acting {
    @Parameters(paramLabel = "DEVICE", description = "As `roadcase box devices` lists it.")
    private String device = "";

    @Override
    String path() {
      return "/devices/" + segment(device) + "/unlock";
    }

    @Override
    String readable(JsonNode answer) {
      return device
          + (answer.path("unlocked").asBoolean()
              ? " may be given a PIN again."
              : " had given no wrong PIN.");
    }
  }

  @Command(
      name = "tokens",
      description = "Lists the tokens that this box has issued and still knows.")
  static final class TokenList extends LocalDoor.Asking {
    @Override
    String path() {
      return "/tokens";
    }

    @Override
    String readable(JsonNode answer) {
      List<String> lines = new ArrayList<>();
      lines.add("NUMBER OF                 STANDING   MINTED  ENDS    SCOPE");
      for (JsonNode token : answer.path("tokens")) {
        lines.add(
            "%6d %-18s %-10s %-7s %-7s %s"
                .formatted(
                    token.path("index").asInt(),
                    Columns.fitted(token.path("sub").asText(), 18).strip(),
                    token.path("standing").asText(),
                    token.path("generation").asText(),
                    Columns.left(token.path("left").asLong()),
                    Columns.fitted(token.path("scope").asText(), 27)));
      }
      return String.join(System.lineSeparator(), lines);
    }
  }

  /** One segment of a path, whatever was typed. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
