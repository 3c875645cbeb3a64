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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of which no line is ours: npm's OAuth libraries, and Node's fetch. It is skipped, and
 * says so, where there is no Node 20 or npm cannot fetch them.
 */
class StockClientTest {
  private static final List<String> LIBRARIES =
      List.of(
          "dpop@2.1.2",
          "jose@6.2.17",
          "oauth4webapi@3.8.8",
          "openid-client@6.9.0",
          "simple-oauth2@5.1.0");

  /** What is refused, with a word of what the library says; docs/decisions/0172 has the reasons. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "metadata as an OpenID provider", "unexpected HTTP response status code",
          "refresh token, oauth4webapi", "unsupported_grant_type",
          "introspection, oauth4webapi", "introspection_endpoint",
          "a wrong secret, oauth4webapi", "challenge",
          "proof: critical member", "crit",
          "proof: the private key in the jwk", "\"d\"",
          "proof: another algorithm's name in the jwk", "ES256");

  private static final int STEPS = 38;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void aStockClientPairsSellsIsRevokedAndRefused() throws Exception {
    Path client = fetched();
    Appliance box = box();
    try {
      Map<String, JsonNode> said = new LinkedHashMap<>();
      for (JsonNode step :
          run(client, "stock-client.mjs", List.of(https(box), admin(box), adminToken()))) {
        said.put(step.path("step").asText(), step);
      }
      assertEquals("authorization_pending", said.get("asked").path("pending").asText());
      assertEquals(said.get("asked").path("theirs"), said.get("asked").path("mine"));
      assertEquals(200, said.get("granted").path("status").asInt());
      assertEquals("DPoP", said.get("granted").path("type").asText());
      assertTrue(said.get("granted").path("bound").asBoolean());
      assertTrue(said.get("granted").path("length").asInt() <= 640);
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

  @Test
  void everyStepOfEveryLibraryGoesThroughOrIsRefusedForAReason() throws Exception {
    Path client = fetched();
    Appliance box = box();
    try {
      List<JsonNode> steps =
          run(
              client,
              "stock-libraries.mjs",
              List.of(
                  https(box),
                  "http://127.0.0.1:" + box.ports().http(),
                  admin(box),
                  adminToken(),
                  "rc:demo/saturday"));
      List<String> wrong = new ArrayList<>();
      for (JsonNode step : steps) {
        String refusal = REFUSED.get(step.path("step").asText());
        boolean asExpected =
            refusal == null
                ? step.path("ok").asBoolean()
                : !step.path("ok").asBoolean() && step.path("got").asText().contains(refusal);
        System.out.println((step.path("ok").asBoolean() ? "through  " : "refused  ") + step);
        if (!asExpected) {
          wrong.add(step.toString());
        }
      }
      assertEquals(List.of(), wrong);
      assertEquals(STEPS, steps.size(), "steps that were tried");
    } finally {
      box.stop();
    }
  }

  private Appliance box() throws IOException {
    Path config = Stand.prepare(Files.createDirectory(folder.resolve("site")), "127.0.0.1:0");
    return Appliance.start(
        ConfigFile.read(config),
        failure -> {
          throw failure;
        });
  }

  private static String https(Appliance box) {
    return "https://localhost:" + box.ports().https();
  }

  private static String admin(Appliance box) {
    return "http://127.0.0.1:" + box.ports().admin();
  }

  private String adminToken() throws IOException {
    return Files.readString(folder.resolve("site/box/admin.token")).strip();
  }

  private List<JsonNode> run(Path client, String script, List<String> arguments) throws Exception {
    Files.copy(
        Path.of("src/test/node").resolve(script),
        client.resolve(script),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(arguments);
    ProcessBuilder node =
        new ProcessBuilder(command)
            .directory(client.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    node.environment()
        .put("NODE_EXTRA_CA_CERTS", folder.resolve("site/fleet/fleet.pem").toString());
    Process process = node.start();
    List<JsonNode> said = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(MAPPER.readTree(line));
      }
    }
    assertEquals(0, process.waitFor(), said::toString);
    return said;
  }

  /** The libraries, below target, where the next run finds them; or the test is skipped. */
  private static Path fetched() throws IOException, InterruptedException {
    Path client = Files.createDirectories(Path.of("target/stock-clients"));
    // Without it npm looks for a project in the folders above.
    Files.writeString(client.resolve("package.json"), "{\"private\":true}");
    List<String> install =
        new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"));
    install.addAll(LIBRARIES);
    boolean there =
        done(
                client,
                List.of(
                    "node",
                    "--eval",
                    "process.exit(+process.versions.node.split('.')[0] < 20 ? 1 : 0)"))
            && done(client, install);
    assumeTrue(there, "no Node 20, or npm cannot fetch " + LIBRARIES + ": skipped");
    return client;
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
