package dev.roadcase.provisioning.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.FleetPlan;
import dev.roadcase.provisioning.process.Child;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.x509.KitFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A make-believe site in one folder: a throw-away fleet, its pack, an upstream, a link, a box. All
 * keys are worth nothing outside of it, and all facts are marked as a demo's.
 */
final class Site implements AutoCloseable {
  private static final FleetId FLEET = new FleetId("demo");
  private static final KitId KIT = new KitId("kit-1");

  /** With an answer of a box that is there; on half a core, some take seconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);
  private static final int PAIRING_TRIES = 20;

  private final Path folder;
  private final Fleet fleet;
  private final KitFolder kit;
  private final int upstreamPort = freePort();
  private final int httpsPort;
  private final int httpPort;
  private final int adminPort;
  private final Child upstream;
  private final Relay relay;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<BoxClient> clients = new ArrayList<>();
  private volatile Child box;

  /**
   * Brings the site up: upstream first, then the box.
   *
   * @param https port for devices, 0 for any that is free; likewise the other two
   */
  Site(Path folder, int https, int visitors, int admin, String scenario)
      throws IOException, InterruptedException {
    this.folder = folder;
    SecureRandom chance = new SecureRandom();
    Instant now = Instant.now();
    fleet =
        Fleet.init(
            folder.resolve("fleet"),
            FleetPlan.throwAway(FLEET, "saturday", now.plus(2, ChronoUnit.DAYS)),
            now,
            chance);
    kit = fleet.addKit(KIT, List.of(), List.of(), now, chance);
    DemoPack.build(fleet, now, folder.resolve("show.rcpack"));
    Files.createDirectories(folder.resolve("devices"));
    Files.createDirectories(folder.resolve("logs"));
    httpsPort = https == 0 ? freePort() : https;
    httpPort = visitors == 0 ? freePort() : visitors;
    adminPort = admin == 0 ? freePort() : admin;
    relay = new Relay(new InetSocketAddress(InetAddress.getLoopbackAddress(), upstreamPort));
    Files.writeString(config(), configuration(scenario));
    upstream = startUpstream();
    try {
      box = startBox();
    } catch (IOException | InterruptedException e) {
      upstream.stop();
      relay.close();
      throw e;
    }
  }

  private Child startUpstream() throws IOException, InterruptedException {
    Child child =
        Child.roadcase(
            "upstream",
            log("upstream"),
            List.of(
                "upstream",
                "--data",
                folder.resolve("upstream").toString(),
                "--fleet-dir",
                folder.resolve("fleet").toString(),
                "--listen",
                "127.0.0.1:0",
                "--tls-listen",
                "127.0.0.1:" + upstreamPort));
    return up(child, () -> listens(upstreamPort));
  }

  private Child startBox() throws IOException, InterruptedException {
    Child child =
        Child.roadcase("the box", log("box"), List.of("box", "--config", config().toString()));
    return up(child, this::ready);
  }

  private static Child up(Child child, BooleanSupplier up)
      throws IOException, InterruptedException {
    try {
      child.awaitUp(up);
      return child;
    } catch (IOException | InterruptedException e) {
      child.stop();
      throw e;
    }
  }

  private String configuration(String scenario) {
    return """
    # Written by `roadcase demo`. docs/configuration.md explains every key.
    identity = "%s"
    data_dir = "%s"
    pack = "%s"
    mode = "demo"

    [listen]
    https = "127.0.0.1:%d"
    http = "127.0.0.1:%d"
    admin = "127.0.0.1:%d"

    [upstream]
    url = "mqtts://127.0.0.1:%d"

    [clock]
    trust = "system"

    [board]
    scenario = "%s"
    """
        .formatted(
            kit.folder(),
            folder.resolve("box"),
            folder.resolve("show.rcpack"),
            httpsPort,
            httpPort,
            adminPort,
            relay.port(),
            scenario);
  }

  /** {@code kill -9} of the box in whatever it is doing, and a new start on the same folder. */
  void killAndRestartBox() throws IOException, InterruptedException {
    box.kill();
    box = startBox();
  }

  Relay relay() {
    return relay;
  }

  long boxPid() {
    return box.pid();
  }

  /** A till that the box has let in, by a code that was read at the box. */
  Till till(String name, String role, long seed) throws IOException, InterruptedException {
    for (int i = 1; ; i++) {
      BoxClient client = new BoxClient(URI.create("https://127.0.0.1:" + httpsPort), fleet.root());
      Till till =
          new Till(
              name,
              client,
              new DeviceLog(folder.resolve("devices").resolve(name + ".jsonl")),
              seed);
      try {
        // A code is good for one try, whether its answer arrived or not.
        String code =
            local("POST", "/pairing-codes", Json.MAPPER.createObjectNode().put("role", role))
                .path("code")
                .asText();
        till.pair(code);
        till.loadCatalogue();
        clients.add(client);
        return till;
      } catch (IOException e) {
        till.close();
        if (i == PAIRING_TRIES || !box.lives()) {
          throw e;
        }
        Thread.sleep(BETWEEN_TRIES);
      }
    }
  }

  /** The crew puts a device out. */
  void revoke(DeviceId device) throws IOException, InterruptedException {
    local("POST", "/devices/" + device + "/revoke", Json.MAPPER.createObjectNode());
  }

  /** A one-time address that opens the crew panel. */
  URI crewPanel() throws IOException, InterruptedException {
    String ticket =
        local("POST", "/crew-tickets", Json.MAPPER.createObjectNode()).path("ticket").asText();
    return URI.create("https://127.0.0.1:" + httpsPort + "/crew?ticket=" + ticket);
  }

  URI shop() {
    return URI.create("http://127.0.0.1:" + httpPort + "/");
  }

  URI devicesDoor() {
    return URI.create("https://127.0.0.1:" + httpsPort + "/");
  }

  Path folder() {
    return folder;
  }

  Path upstreamDb() {
    return folder.resolve("upstream").resolve("upstream.db");
  }

  Path config() {
    return folder.resolve("roadcase.toml");
  }

  /** What the box says of itself, at its local door; no answer while it is down. */
  JsonNode askBox() throws IOException, InterruptedException {
    return local("GET", "/box", Json.MAPPER.createObjectNode());
  }

  /** The same, asked until it answers. */
  JsonNode awaitBox() throws IOException, InterruptedException {
    while (true) {
      try {
        return askBox();
      } catch (IOException e) {
        if (!box.lives()) {
          throw e;
        }
        Thread.sleep(BETWEEN_TRIES);
      }
    }
  }

  private JsonNode local(String method, String path, ObjectNode body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
            .timeout(PATIENCE)
            .header(
                "Authorization",
                "Bearer " + Files.readString(folder.resolve("box").resolve("admin.token")).strip())
            .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(path + " answered " + answer.statusCode());
    }
    return Json.MAPPER.readTree(answer.body());
  }

  private boolean ready() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(shop().resolve("/readyz")).timeout(Duration.ofSeconds(10)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private Path log(String name) {
    return folder.resolve("logs").resolve(name + ".log");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    box.stop();
    upstream.stop();
    relay.close();
    clients.forEach(BoxClient::close);
    http.close();
  }
}
