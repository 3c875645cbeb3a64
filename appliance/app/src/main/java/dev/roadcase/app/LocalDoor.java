package dev.roadcase.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.config.ConfigFile;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * The verbs behind {@code roadcase box} that ask the box which runs here, through its local door.
 */
final class LocalDoor {
  private LocalDoor() {}

  /** What all of these verbs share: finding the box, asking it, saying what is wrong. */
  abstract static class Asking implements Callable<Integer> {
    @ParentCommand private Main.BoxVerb box = new Main.BoxVerb();

    @Option(names = "--json", description = "Prints the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
      try {
        BoxConfig config = ConfigFile.read(box.config());
        JsonNode answer = ask(config);
        System.out.println(json ? answer.toString() : readable(answer));
        return 0;
      } catch (ConfigFile.Invalid e) {
        return failed(Main.CONFIG, String.valueOf(e.getMessage()));
      } catch (ConnectException e) {
        return failed(Main.UNAVAILABLE, "no box answers here. Start it: roadcase box");
      } catch (IOException e) {
        return failed(Main.UNAVAILABLE, String.valueOf(e.getMessage()));
      }
    }

    abstract String method();

    abstract String path();

    String body() {
      return "";
    }

    abstract String readable(JsonNode answer);

    private JsonNode ask(BoxConfig config) throws IOException, InterruptedException {
      Path tokenFile = config.dataDir().resolve("admin.token");
      if (!Files.isReadable(tokenFile)) {
        throw new IOException(
            tokenFile + " cannot be read. Run this on the box, as the user that runs the box.");
      }
      int port =
          config.admin().port() != 0
              ? config.admin().port()
              : Integer.parseInt(Files.readString(config.dataDir().resolve("admin.port")).strip());
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://" + config.admin().host() + ":" + port + path()))
              .timeout(Duration.ofSeconds(10))
              .header("Authorization", "Bearer " + Files.readString(tokenFile).strip())
              .method(method(), HttpRequest.BodyPublishers.ofString(body()))
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpResponse<byte[]> response =
            client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        JsonNode answer = Json.MAPPER.readTree(response.body());
        if (response.statusCode() >= 400) {
          throw new IOException(answer.path("detail").asText("the box refused"));
        }
        return answer;
      }
    }

    private static int failed(int code, String message) {
      message.lines().forEach(line -> System.err.println("roadcase box: " + line));
      return code;
    }
  }

  @Command(
      name = "code",
      description = "Makes a one-time pairing code for a device.",
      mixinStandardHelpOptions = true)
  static final class Code extends Asking {
    @Option(
        names = "--role",
        defaultValue = "till",
        description = "till, crew or sensor; ${DEFAULT-VALUE} if not given.")
    private String role = "till";

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
      return Json.MAPPER.createObjectNode().put("role", role).toString();
    }

    @Override
    String readable(JsonNode answer) {
      return answer.path("code").asText()
          + "   pairs one "
          + answer.path("role").asText()
          + " within "
          + answer.path("expiresIn").asInt() / 60
          + " minutes";
    }
  }

  @Command(
      name = "crew",
      description = "Makes a one-time ticket that opens the crew panel in a browser.",
      mixinStandardHelpOptions = true)
  static final class Crew extends Asking {
    @Override
    String method() {
      return "POST";
    }

    @Override
    String path() {
      return "/crew-tickets";
    }

    @Override
    String readable(JsonNode answer) {
      return "Open /crew?ticket=" + answer.path("ticket").asText() + " on the box's HTTPS address.";
    }
  }

  @Command(
      name = "devices",
      description = "Lists the devices that are or were paired.",
      mixinStandardHelpOptions = true)
  static final class DeviceList extends Asking {
    @Override
    String method() {
      return "GET";
    }

    @Override
    String path() {
      return "/devices";
    }

    @Override
    String readable(JsonNode answer) {
      StringBuilder text = new StringBuilder("DEVICE              ROLE    NAME");
      for (JsonNode device : answer.path("devices")) {
        text.append(
            "%n%-19s %-7s %s%s"
                .formatted(
                    device.path("device").asText(),
                    device.path("role").asText(),
                    device.path("name").asText(),
                    device.path("revoked").asBoolean() ? "  (revoked)" : ""));
      }
      return text.toString();
    }
  }

  @Command(
      name = "revoke",
      description = "Puts a device out. It is refused from this moment on.",
      mixinStandardHelpOptions = true)
  static final class RevokeDevice extends Asking {
    @Parameters(paramLabel = "DEVICE", description = "As `roadcase box devices` lists it.")
    private String device = "";

    @Override
    String method() {
      return "POST";
    }

    @Override
    String path() {
      return "/devices/" + device + "/revoke";
    }

    @Override
    String readable(JsonNode answer) {
      return answer.path("revoked").asBoolean()
          ? device + " is out."
          : device + " was not in, or was out already.";
    }
  }

  @Command(
      name = "status",
      description = "What the box knows about itself.",
      mixinStandardHelpOptions = true)
  static final class Status extends Asking {
    @Override
    String method() {
      return "GET";
    }

    @Override
    String path() {
      return "/box";
    }

    @Override
    String readable(JsonNode answer) {
      return answer.toPrettyString();
    }
  }
}
