package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadcase.wire.jws.SigningKey;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a real box says with {@code log.format = "json"}, all of it, from start to stop. */
class JsonLogTest {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Ends an object or a line for some reader, or paints a terminal. */
  private static final String EVIL =
      "\u001b[31mred\u001b[0m \"}{\"level\":\"INFO\" \u000b \f \u0000 \\";

  private static final int FLOOD = 50;

  @Test
  void eachLineIsOneObjectAndNoSecretIsInAny() throws Exception {
    Site site = new Site(Workshop.fresh("json-log"));
    Path data = site.folder.resolve("data");
    Path config = site.config("box", "kit-1", data, "127.0.0.1:0");
    List<String> secrets = new ArrayList<>();
    BoxProcess first = BoxProcess.start(config, Map.of());
    try (Crowd crowd = new Crowd(site, 1, 1)) {
      crowd.pair(first, data);
      assertEquals(0, first.stop());
    }
    // The next run logs the name of a pack that is not there, with all that may stand in a name.
    String text =
        Files.readString(config)
            .replaceAll("(?m)^pack = .*$", "pack = \"no\\\\nsuch\\\\u001b[31mpack\"");
    Files.writeString(config, text + "[log]\nformat = \"json\"\n[board]\nscenario = \"calm\"\n");
    List<String> lines;
    try (BoxProcess box = BoxProcess.start(config, Map.of())) {
      secrets.addAll(useSecrets(box, site, data));
      Path hand = data.resolve("board.control");
      for (int i = 0; i < FLOOD; i++) {
        Files.writeString(
            hand,
            "nonsense " + i + " " + EVIL + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
      Market.until(
          "the nonsense is logged",
          () -> box.said().stream().anyMatch(line -> line.contains("nonsense 19 ")));
      assertEquals(0, box.stop());
      lines = box.said();
    }
    secrets.add(Files.readString(data.resolve("admin.token")).strip());
    secrets.add(Files.readString(data.resolve("crew.key")).strip());
    JsonNode issuer = MAPPER.readTree(Files.readString(data.resolve("issuer.json")));
    secrets.add(issuer.path("present").asText());
    secrets.add(issuer.path("next").asText());
    secrets.addAll(pemLines(site));
    assertTrue(secrets.stream().noneMatch(String::isBlank), "every secret is known");
    int nonsense = 0;
    Optional<String> summary = Optional.empty();
    for (String line : lines) {
      JsonNode said = MAPPER.readTree(line);
      assertTrue(said.path("timestamp").isIntegralNumber(), line);
      assertTrue(said.path("level").asText().matches("INFO|WARN|ERROR"), line);
      assertFalse(said.path("loggerName").asText().isEmpty(), line);
      assertFalse(said.path("formattedMessage").asText().isEmpty(), line);
      assertTrue(line.chars().noneMatch(c -> c < 0x20), line);
      for (String secret : secrets) {
        assertFalse(said.toString().contains(secret), line);
      }
      String message = said.path("formattedMessage").asText();
      nonsense += message.contains("nonsense ") ? 1 : 0;
      if (message.contains("left out")) {
        summary = Optional.of(message);
      }
    }
    assertEquals(20, nonsense, "of one kind, in a minute");
    assertTrue(
        summary.orElse("nothing").startsWith(FLOOD - 20 + " more in the last minute, left out: "),
        summary::toString);
    assertTrue(
        lines.stream().anyMatch(line -> line.contains("such") && line.contains("cannot be read")),
        lines::toString);
  }

  /** Everything that a stranger or a crew may hand in that is nobody else's business. */
  private static List<String> useSecrets(BoxProcess box, Site site, Path data) throws Exception {
    List<String> secrets = new ArrayList<>();
    try (BoxClient client = new BoxClient(box.https(), site.trust());
        HttpClient local = HttpClient.newHttpClient()) {
      for (String path : List.of("/pairing-codes", "/crew-tickets")) {
        HttpRequest request =
            HttpRequest.newBuilder(box.local().resolve(path))
                .header("Authorization", "Bearer " + box.adminToken(data))
                .POST(HttpRequest.BodyPublishers.ofString("{\"role\":\"till\"}"))
                .build();
        JsonNode answer =
            MAPPER.readTree(local.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        secrets.add(answer.path(path.equals("/crew-tickets") ? "ticket" : "code").asText());
      }
      Till till = new Till(site.folder.resolve("tills/late.jsonl"), 99);
      till.pair(client, secrets.getFirst());
      till.sell(client, Site.LEMONADE);
      client.post("/pairings", Optional.empty(), Map.of("pairing", "made-up-secret-pairing"));
      SigningKey stranger = SigningKey.make(new SecureRandom());
      String forged =
          OutsideDevice.credential(
              "d-AAAAAAAAAAAAAAAA",
              stranger.scalar(),
              stranger.publicKey().x(),
              stranger.publicKey().y(),
              "made-up-secret-bearer");
      client.post("/sales", Optional.of(forged), Map.of("sale", "made-up-secret"));
      client.get("/crew?ticket=made-up-secret-ticket");
      client.get("/receipts/made-up-secret-receipt");
      secrets.add(till.token());
    }
    secrets.add("made-up-secret");
    assertTrue(secrets.stream().noneMatch(String::isBlank), secrets::toString);
    return secrets;
  }

  private static List<String> pemLines(Site site) throws Exception {
    Path folder = site.fleet.kitFolder(new dev.roadcase.core.identity.KitId("kit-1"));
    List<String> lines = new ArrayList<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".key")).toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> !line.startsWith("-----"))
            .forEach(lines::add);
      }
    }
    assertFalse(lines.isEmpty(), "the kit has a key");
    return lines;
  }
}
