package dev.roadcase.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadcase.app.Appliance;
import dev.roadcase.app.config.ConfigFile;
import dev.roadcase.tests.browser.Stand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client of which no line is ours: npm's {@code jose}, and Node's fetch. It is skipped, and says
 * so, where there is no Node 20 or npm cannot fetch {@code jose}.
 */
class StockClientTest {
  private static final String JOSE = "jose@6.2.17";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void aStockClientPairsSellsIsRevokedAndRefused() throws Exception {
    Path client = folder.resolve("client");
    assumeTrue(fetched(client), "skipped: no Node 20, or npm cannot fetch " + JOSE);
    Files.copy(Path.of("src/test/node/stock-client.mjs"), client.resolve("stock-client.mjs"));
    Path config = Stand.prepare(Files.createDirectory(folder.resolve("site")), "127.0.0.1:0");
    Appliance box =
        Appliance.start(
            ConfigFile.read(config),
            failure -> {
              throw failure;
            });
    try {
      Map<String, JsonNode> said = run(client, box);
      assertEquals("authorization_pending", said.get("asked").path("pending").asText());
      assertEquals(said.get("asked").path("theirs"), said.get("asked").path("mine"));
      assertEquals(200, said.get("granted").path("status").asInt());
      assertEquals("DPoP", said.get("granted").path("type").asText());
      assertTrue(said.get("granted").path("bound").asBoolean());
      assertTrue(said.get("granted").path("length").asInt() <= 420);
      assertEquals(201, said.get("sold").path("status").asInt(), said.get("sold")::toString);
      assertEquals(200, said.get("sold").path("again").asInt());
      assertTrue(said.get("sold").path("same").asBoolean());
      assertEquals(200, said.get("renewed").path("status").asInt());
      assertTrue(said.get("renewed").path("other").asBoolean());
      assertEquals(403, said.get("revoked").path("status").asInt());
      assertEquals("invalid_grant", said.get("revoked").path("renewal").asText());
    } finally {
      box.stop();
    }
  }

  private Map<String, JsonNode> run(Path client, Appliance box) throws Exception {
    Path site = folder.resolve("site");
    ProcessBuilder node =
        new ProcessBuilder(
                "node",
                "stock-client.mjs",
                "https://localhost:" + box.ports().https(),
                "http://127.0.0.1:" + box.ports().admin(),
                Files.readString(site.resolve("box").resolve("admin.token")).strip())
            .directory(client.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    node.environment().put("NODE_EXTRA_CA_CERTS", site.resolve("fleet/fleet.pem").toString());
    Process process = node.start();
    Map<String, JsonNode> said = new LinkedHashMap<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode step = MAPPER.readTree(line);
        said.put(step.path("step").asText(), step);
      }
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the client came to an end");
    assertEquals(0, process.exitValue(), said::toString);
    return said;
  }

  private static boolean fetched(Path client) throws IOException, InterruptedException {
    Files.createDirectories(client);
    return done(
            client,
            List.of(
                "node",
                "--eval",
                "process.exit(+process.versions.node.split('.')[0] < 20 ? 1 : 0)"))
        && done(
            client, List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", JOSE));
  }

  private static boolean done(Path folder, List<String> command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
