package dev.roadcase.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.config.ConfigFile;
import dev.roadcase.app.disk.DiskSpace;
import dev.roadcase.wire.commandline.Folded;
import dev.roadcase.wire.commandline.ShellWord;
import dev.roadcase.wire.commandline.Sysexits;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The verbs behind {@code roadcase box} that ask the box which runs here, through its local door.
 */
final class LocalDoor {
  private LocalDoor() {}

  /** The box has understood, and says no. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String detail) {
      super(detail);
    }
  }

  /** The box has understood, and cannot at the moment. */
  private static final class Later extends IOException {
    private static final long serialVersionUID = 1L;

    Later(String detail) {
      super(detail);
    }
  }

  /**
   * Where the local door is.
   *
   * @throws IOException when the box has left no word of it, or one that is damaged
   */
  static int port(BoxConfig config) throws IOException {
    if (config.admin().port() != 0) {
      return config.admin().port();
    }
    Path left = config.dataDir().resolve("admin.port");
    try {
      return Integer.parseInt(
          new String(Files.readAllBytes(left), StandardCharsets.ISO_8859_1).strip());
    } catch (NumberFormatException e) {
      throw new IOException(
          left + " names no port. The box writes it at each start: start the box again.", e);
    }
  }

  /** What all of these verbs share: finding the box, asking it, saying what is wrong. */
  abstract static class Asking implements Callable<Integer> {
    @Mixin HelpOptions help = new HelpOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "JSON output.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
      try {
        BoxConfig config = ConfigFile.read(box().config());
        if (!goesOn(config)) {
          return 0;
        }
        JsonNode answer = ask(config, method(), path(), body());
        System.out.println(
            json
                ? answer.toString()
                : Folded.prose(readable(answer), Folded.columns(System.getenv())));
        return 0;
      } catch (ConfigFile.Invalid e) {
        return failed(Sysexits.CONFIG.code(), String.valueOf(e.getMessage()));
      } catch (Refused e) {
        return failed(Sysexits.DATA.code(), String.valueOf(e.getMessage()));
      } catch (Later e) {
        return failed(Sysexits.LATER.code(), String.valueOf(e.getMessage()));
      } catch (ConnectException e) {
        return failed(Sysexits.UNAVAILABLE.code(), "no box answers here. Start it: roadcase box");
      } catch (IOException e) {
        return failed(Sysexits.UNAVAILABLE.code(), String.valueOf(e.getMessage()));
      }
    }

    /**
     * Looked at before the box is asked to do it: what was typed, or whether somebody means it.
     *
     * @return whether to go on; if not, it has been said why
     */
    boolean goesOn(BoxConfig config) throws IOException, InterruptedException {
      return true;
    }

    /** For a verb about a paired device: a name is no id, and is answered with it. */
    final void requireId(BoxConfig config, String device) throws IOException, InterruptedException {
      if (!device.startsWith("d-")) {
        Namesake.refuse(
            device,
            ask(config, "GET", "/devices", "").path("devices"),
            "device",
            spec.qualifiedName());
      }
    }

    /** For a verb about a device that waits. */
    final void requireWaitingId(BoxConfig config, String id)
        throws IOException, InterruptedException {
      if (!id.startsWith("w-")) {
        Namesake.refuse(
            id, ask(config, "GET", "/waiting", "").path("waiting"), "id", spec.qualifiedName());
      }
    }

    /** What was typed cannot be meant. */
    final ParameterException usage(String sentence) {
      return new ParameterException(spec.commandLine(), sentence);
    }

    /** The verb that names the configuration, one or two words before this one. */
    private BoxOptions box() {
      for (CommandSpec at = spec; at != null; at = at.parent()) {
        if (at.userObject() instanceof BoxOptions box) {
          return box;
        }
      }
      throw new IllegalStateException("all of these verbs stand behind `roadcase box`");
    }

    /** Reading is usual; a verb that changes something overrides it. */
    String method() {
      return "GET";
    }

    abstract String path();

    String body() {
      return "";
    }

    abstract String readable(JsonNode answer);

    /** What the box answers; an exception when it says no, or not now, or nothing. */
    final JsonNode ask(BoxConfig config, String method, String path, String body)
        throws IOException, InterruptedException {
      Path tokenFile = config.dataDir().resolve("admin.token");
      if (Files.notExists(tokenFile)) {
        throw new IOException(
            "No box has run here yet. Start it: roadcase box --config "
                + ShellWord.of(box().config()));
      }
      if (!Files.isReadable(tokenFile)) {
        throw new IOException(
            tokenFile + " cannot be read. Run this on the box, as the user that runs the box.");
      }
      int port = port(config);
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + config.admin().host() + ":" + port + path))
              .timeout(Duration.ofSeconds(10))
              .header("Authorization", "Bearer " + Files.readString(tokenFile).strip())
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpResponse<byte[]> response =
            client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        JsonNode answer = Json.MAPPER.readTree(response.body());
        String detail = answer.path("detail").asText("the box refused");
        if (response.statusCode() == 503) {
          throw new Later(whyNotNow(answer, detail));
        }
        if (response.statusCode() >= 500) {
          throw new IOException(detail);
        }
        if (response.statusCode() >= 400) {
          throw new Refused(detail);
        }
        return answer;
      }
    }

    /** The answers of the devices' door speak of a sale, and here there is none. */
    private static String whyNotNow(JsonNode answer, String detail) {
      return switch (answer.path("type").asText().replaceFirst(".*:", "")) {
        case "disk-full" ->
            "the box's disk is full, and nothing new is written: this was not done."
                + " "
                + DiskSpace.HOW_TO_FREE
                + " The box goes on by itself.";
        case "too-busy" -> "the box has more to do than it can: this was not done. Try again.";
        case "stopping" -> "the box is stopping: this was not done. Try again when it is back.";
        default -> detail;
      };
    }

    private int failed(int code, String message) {
      String verb = spec.qualifiedName();
      Columns.complain(verb, message);
      return code;
    }
  }
}
