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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The verbs behind {@code roadcase box} that ask the box which runs here, through its local door.
 */
final class LocalDoor {
  private LocalDoor() {}

  /** The box has understood, and says no. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String detail) {
      super(detail);
    }
  }

  /** What all of these verbs share: finding the box, asking it, saying what is wrong. */
  abstract static class Asking implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Prints the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
      try {
        BoxConfig config = ConfigFile.read(box().config());
        JsonNode answer = ask(config);
        System.out.println(json ? answer.toString() : readable(answer));
        return 0;
      } catch (ConfigFile.Invalid e) {
        return failed(Main.CONFIG, String.valueOf(e.getMessage()));
      } catch (Refused e) {
        return failed(Main.DATA, String.valueOf(e.getMessage()));
      } catch (ConnectException e) {
        return failed(Main.UNAVAILABLE, "no box answers here. Start it: roadcase box");
      } catch (IOException e) {
        return failed(Main.UNAVAILABLE, String.valueOf(e.getMessage()));
      }
    }

    /** The verb that names the configuration, one or two words before this one. */
    private Main.BoxVerb box() {
      for (CommandSpec at = spec; at != null; at = at.parent()) {
        if (at.userObject() instanceof Main.BoxVerb box) {
          return box;
        }
      }
      throw new IllegalStateException("all of these verbs stand behind `roadcase box`");
    }

    /** Reading is usual; who changes something says so. */
    String method() {
      return "GET";
    }

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
        String detail = answer.path("detail").asText("the box refused");
        if (response.statusCode() >= 500) {
          throw new IOException(detail);
        }
        if (response.statusCode() >= 400) {
          throw new Refused(detail);
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
        description = "till, kiosk, checkin, crew or sensor; ${DEFAULT-VALUE} if not given.")
    private String role = "till";

    @Option(
        names = "--ask",
        description = "Who brings it still waits for the crew: roadcase box waiting.")
    private boolean ask;

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
          + (ask ? ", once the crew has let it in" : "");
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
      name = "status",
      description = "What the box knows about itself.",
      mixinStandardHelpOptions = true)
  static final class Status extends Asking {
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
