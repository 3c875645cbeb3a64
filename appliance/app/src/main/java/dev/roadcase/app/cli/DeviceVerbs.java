package dev.roadcase.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.config.BoxConfig;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs behind {@code roadcase box} about devices. Tables are 80 columns wide. */
public final class DeviceVerbs {
  private DeviceVerbs() {}

  @Command(name = "waiting", description = "Lists the devices that wait to be approved.")
  public static final class Waiting extends LocalDoor.Asking {
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
        return "No device is waiting.";
      }
      lines.addFirst("ID              ROLE     COMPARE    NAME");
      lines.add("");
      lines.add("Compare with the device's own screen. If it is the same: roadcase box let-in ID");
      lines.add(
          "Letters here and digits there mean that its connection is tampered with. Refuse it:"
              + " roadcase box turn-away ID");
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

  @Command(name = "let-in", description = "Approves a device that waits.")
  public static final class LetIn extends Acting {
    @Parameters(paramLabel = "ID", description = "As `roadcase box waiting` lists it.")
    private String id = "";

    @Override
    boolean goesOn(BoxConfig config) throws IOException, InterruptedException {
      requireWaitingId(config, id);
      return true;
    }

    @Override
    String path() {
      return "/waiting/" + segment(id) + "/let-in";
    }

    @Override
    String readable(JsonNode answer) {
      return answer.path("keyDue").asBoolean()
          ? "Approved. It has shown no key yet: it is paired when it fetches its token."
          : answer.path("device").asText() + " is paired.";
    }
  }

  @Command(name = "turn-away", description = "Refuses a device that waits, or all of them.")
  public static final class TurnAway extends Acting {
    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    /** One or all. */
    static final class Whom {
      @Parameters(paramLabel = "ID", description = "As `roadcase box waiting` lists it.")
      private String id = "";

      @Option(names = "--all", description = "Every device that waits; paired ones stay paired.")
      private boolean all;
    }

    @Override
    boolean goesOn(BoxConfig config) throws IOException, InterruptedException {
      if (!whom.all) {
        requireWaitingId(config, whom.id);
      }
      return true;
    }

    @Override
    String path() {
      return whom.all ? "/waiting/turn-away" : "/waiting/" + segment(whom.id) + "/turn-away";
    }

    @Override
    String readable(JsonNode answer) {
      return whom.all ? answer.path("turnedAway").asInt() + " refused." : whom.id + " was refused.";
    }
  }

  @Command(
      name = "devices",
      description = {
        "Lists the devices that are or were paired.",
        "SIGNED IN FOR: how long its last token counts."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  roadcase box devices", "  roadcase box devices --json"})
  public static final class Devices extends LocalDoor.Asking {
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
                    state(device.path("standing").asText()),
                    device.path("revoked").asBoolean()
                        ? Columns.left(0)
                        : Columns.left(device.path("tokenLeft").asLong()),
                    Columns.fitted(device.path("name").asText(), 25)));
        notes(device, lines);
      }
      if (lines.size() == 1) {
        return "No device was ever paired. A code for one: roadcase box code";
      }
      return String.join(System.lineSeparator(), lines);
    }

    private static void notes(JsonNode device, List<String> lines) {
      if (device.path("revoked").asBoolean()) {
        long left = device.path("tokenLeft").asLong();
        if (left > 0) {
          lines.add("  Refused here. Another box that has not heard of it may still accept it for");
          lines.add("  up to " + Columns.left(left) + ".");
        }
        return;
      }
      if (device.path("standing").asText().equals("suspended")) {
        lines.add("  It signed two sales with one number. To let it go on: roadcase box resume");
      }
      if (device.path("twoPlaces").asBoolean()) {
        lines.add("  Its key may be in use in two places. If it is not: roadcase box resume");
      }
      if (device.path("pinLocked").asBoolean()) {
        lines.add("  Too many wrong PINs. To let it try again: roadcase box unlock");
      }
    }
  }

  @Command(
      name = "resume",
      description = "Resumes a suspended device, or confirms that a device is in one place.")
  public static final class Resume extends Acting {
    @Parameters(paramLabel = "DEVICE", description = "As `roadcase box devices` lists it.")
    private String device = "";

    @Override
    boolean goesOn(BoxConfig config) throws IOException, InterruptedException {
      requireId(config, device);
      return true;
    }

    @Override
    String path() {
      return "/devices/" + segment(device) + "/resume";
    }

    @Override
    String readable(JsonNode answer) {
      return device
          + (answer.path("resumed").asBoolean()
              ? " is resumed."
              : " had no question open; nothing was changed.");
    }
  }

  @Command(name = "unlock", description = "Unlocks a device after too many wrong PINs.")
  public static final class Unlock extends Acting {
    @Parameters(paramLabel = "DEVICE", description = "As `roadcase box devices` lists it.")
    private String device = "";

    @Override
    boolean goesOn(BoxConfig config) throws IOException, InterruptedException {
      requireId(config, device);
      return true;
    }

    @Override
    String path() {
      return "/devices/" + segment(device) + "/unlock";
    }

    @Override
    String readable(JsonNode answer) {
      return device + (answer.path("unlocked").asBoolean() ? " is unlocked." : " was not locked.");
    }
  }

  @Command(
      name = "tokens",
      description = {
        "Lists the tokens that this box has issued and still knows.",
        "STATE: valid, blocked, expired; renew: valid no more, the device fetches another; unsure:"
            + " it may have expired while the box was off.",
        "ENDS IN: how long a box that has not heard of its blocking may still accept it."
      })
  public static final class TokenList extends LocalDoor.Asking {
    @Override
    String path() {
      return "/tokens";
    }

    @Override
    String readable(JsonNode answer) {
      List<String> lines = new ArrayList<>();
      lines.add("NUMBER DEVICE             STATE    ISSUED  ENDS IN SCOPE");
      for (JsonNode token : answer.path("tokens")) {
        lines.add(
            "%6d %-18s %-8s %-7s %-7s %s"
                .formatted(
                    token.path("index").asInt(),
                    Columns.fitted(token.path("sub").asText(), 18).strip(),
                    state(token.path("standing").asText()),
                    token.path("generation").asText(),
                    Columns.left(token.path("left").asLong()),
                    Columns.fitted(token.path("scope").asText(), 29)));
      }
      if (lines.size() == 1) {
        return "No token was issued yet. The first is a paired device's: roadcase box code";
      }
      return String.join(System.lineSeparator(), lines);
    }
  }

  /** As the panel calls it; the contract keeps its own words. */
  static String state(String standing) {
    return switch (standing) {
      case "good" -> "valid";
      case "active" -> "paired";
      case "revoked" -> "blocked";
      case "superseded" -> "renew";
      default -> standing;
    };
  }

  /** One segment of a path, whatever was typed. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
