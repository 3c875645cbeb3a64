package dev.roadcase.tests.browser;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.Appliance;
import dev.roadcase.app.config.ConfigFile;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.provisioning.demo.DemoPack;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.FleetPlan;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A box with the demo's pack, live, in this process; nothing upstream answers. */
final class Stand implements AutoCloseable {
  private final Path folder;
  private final Appliance box;
  private final HttpClient http = HttpClient.newHttpClient();

  Stand(Path folder) throws IOException {
    this.folder = folder;
    box =
        Appliance.start(
            ConfigFile.read(prepare(folder, "127.0.0.1:0")),
            failure -> {
              throw failure;
            });
  }

  /** Writes keys, pack and configuration of a box; its visitors' door is at {@code http}. */
  static Path prepare(Path folder, String http) throws IOException {
    SecureRandom chance = new SecureRandom();
    Instant now = Instant.now();
    Fleet fleet =
        Fleet.init(
            folder.resolve("fleet"),
            FleetPlan.throwAway(new FleetId("demo"), "saturday", now.plus(2, ChronoUnit.DAYS)),
            now,
            chance);
    fleet.addKit(new KitId("kit-1"), List.of(), List.of(), now, chance);
    DemoPack.build(fleet, now, folder.resolve("show.rcpack"));
    return Files.writeString(
        folder.resolve("roadcase.toml"),
        """
        identity = "fleet/kits/kit-1"
        data_dir = "box"
        pack = "show.rcpack"
        mode = "live"
        [listen]
        https = "127.0.0.1:0"
        http = "%s"
        admin = "127.0.0.1:0"
        [clock]
        trust = "system"
        """
            .formatted(http));
  }

  URI shop(String path) {
    return URI.create("http://127.0.0.1:" + box.ports().http() + path);
  }

  URI secure(String path) {
    return URI.create("https://127.0.0.1:" + box.ports().https() + path);
  }

  /** An address that opens the crew panel, once. */
  URI crew() throws IOException, InterruptedException {
    String token = Files.readString(folder.resolve("box").resolve("admin.token")).strip();
    HttpRequest asked =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + box.ports().admin() + "/crew-tickets"))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    JsonNode ticket = Json.MAPPER.readTree(http.send(asked, BodyHandlers.ofByteArray()).body());
    return secure("/crew?ticket=" + ticket.path("ticket").asText());
  }

  @Override
  public void close() {
    box.stop();
    http.close();
  }
}
