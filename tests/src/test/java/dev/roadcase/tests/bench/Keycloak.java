package dev.roadcase.tests.bench;

import static dev.roadcase.tests.bench.Workbench.freePort;
import static dev.roadcase.tests.bench.Workbench.remove;
import static dev.roadcase.tests.bench.Workbench.say;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.tests.bench.BenchBox.CameUp;
import dev.roadcase.tests.bench.TokenWindow.Run;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The authorization server that everybody knows, on this machine for the length of a run: its own
 * distribution from Maven Central, its own settings, an H2 file, plain HTTP on loopback, ES256.
 */
final class Keycloak implements AutoCloseable {
  static final String NAME = "Keycloak 26.7.3";

  private static final String ARTIFACT = "org.keycloak:keycloak-quarkus-dist:26.7.3:tar.gz";
  private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";
  private static final String FOLDER = "keycloak-26.7.3";
  private static final String REALM = "bench";
  private static final String CLIENT = "c-bench";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final double MIB = 1 << 20;

  /**
   * What was measured.
   *
   * @param runs by connections
   * @param firstToken from its second start on: the first one makes the database
   */
  record Figures(
      Map<Integer, Run> runs,
      CameUp firstToken,
      double idleMiB,
      double loadedMiB,
      int tokenLength) {}

  /** The load of the bench. */
  interface Load {
    Map<Integer, Run> on(int port, URI endpoint, String client, String secret, long pid)
        throws IOException, InterruptedException;
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = freePort();
  private final long startedAt = System.nanoTime();
  private final Process process;

  private Keycloak(Path home, String password) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("bin/kc.sh").toString(),
                "start",
                "--optimized",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + freePort(),
                "--hostname-strict=false")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("bench.log").toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", password);
    process = builder.start();
  }

  /** Fetches it, measures it, stops it. Nothing, with a remark that says why, if that fails. */
  static Optional<Figures> measured(Path folder, Report report, Load load, int settle)
      throws InterruptedException {
    try {
      Optional<Path> home = unpacked(folder);
      if (home.isEmpty()) {
        report.remark("Keycloak could not be fetched by Maven: its column is missing.");
        return Optional.empty();
      }
      Figures figures = measured(home.get(), load, settle);
      report.remark(
          NAME
              + ": optimized build, H2 file, local cache, one realm with one client, ES256 access"
              + " tokens, one run after as much warm-up; it answers over plain HTTP, the box over"
              + " HTTPS, and it writes nothing down for a token.");
      return Optional.of(figures);
    } catch (IOException e) {
      report.remark("Keycloak did not do as it was asked, its column is missing: " + e);
      return Optional.empty();
    }
  }

  private static Figures measured(Path home, Load load, int settle)
      throws IOException, InterruptedException {
    byte[] chance = new byte[18];
    new SecureRandom().nextBytes(chance);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(chance);
    try (Keycloak first = new Keycloak(home, password)) {
      first.awaitHealth(home);
      first.furnish(password);
    }
    try (Keycloak keycloak = new Keycloak(home, password)) {
      keycloak.awaitHealth(home);
      int length = keycloak.token(password).length();
      CameUp firstToken =
          new CameUp(
              (System.nanoTime() - keycloak.startedAt) / 1e6,
              ProcessReading.of(keycloak.pid()).cpuMillis());
      say("Keycloak: %.0f ms, %.0f CPU-ms", firstToken.wallMillis(), firstToken.cpuMillis());
      double idle = keycloak.settled(settle);
      Map<Integer, Run> runs =
          load.on(keycloak.port, keycloak.endpoint(REALM), CLIENT, password, keycloak.pid());
      return new Figures(runs, firstToken, idle, keycloak.settled(settle), length);
    }
  }

  private static Optional<Path> unpacked(Path folder) throws IOException, InterruptedException {
    Optional<String> maven = Tools.find("mvn", "maven");
    Files.createDirectories(folder);
    say("fetching %s …", ARTIFACT);
    if (maven.isEmpty()
        || Tools.run(
                maven.get(),
                "-B",
                "-q",
                "-f",
                Files.writeString(folder.resolve("pom.xml"), POM).toString(),
                COPY,
                "-Dartifact=" + ARTIFACT,
                "-DoutputDirectory=" + folder)
            .isEmpty()) {
      return Optional.empty();
    }
    Path archive = folder.resolve("keycloak-quarkus-dist-26.7.3.tar.gz");
    if (Tools.run("tar", "-xzf", archive.toString(), "-C", folder.toString()).isEmpty()) {
      throw new IOException("its archive cannot be unpacked");
    }
    remove(archive);
    Path home = folder.resolve(FOLDER);
    say("building Keycloak …");
    Process build =
        new ProcessBuilder(
                home.resolve("bin/kc.sh").toString(), "build", "--db=dev-file", "--cache=local")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("bench.log").toFile())
            .start();
    if (build.waitFor() != 0) {
      throw new IOException("kc.sh build: " + Files.readString(home.resolve("bench.log")));
    }
    return Optional.of(home);
  }

  /** So that Maven looks at no other project on the way up. */
  private static final String POM =
      """
      <project>
        <modelVersion>4.0.0</modelVersion>
        <groupId>dev.roadcase.bench</groupId>
        <artifactId>keycloak</artifactId>
        <version>1</version>
        <packaging>pom</packaging>
      </project>
      """;

  private void awaitHealth(Path home) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("it did not come up: " + Files.readString(home.resolve("bench.log")));
      }
      Thread.sleep(20);
    }
  }

  private boolean answers() throws InterruptedException {
    try {
      return http.send(
                  HttpRequest.newBuilder(at("/realms/master")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** A realm and a client, by its admin REST API. */
  private void furnish(String password) throws IOException, InterruptedException {
    String admin =
        form(
            "master",
            "grant_type=password&client_id=admin-cli&username=admin&password=" + password);
    ObjectNode realm =
        Json.MAPPER
            .createObjectNode()
            .put("realm", REALM)
            .put("enabled", true)
            .put("sslRequired", "none")
            .put("defaultSignatureAlgorithm", "ES256")
            .put("accessTokenLifespan", 3600);
    create("/admin/realms", admin, realm);
    ObjectNode client =
        Json.MAPPER
            .createObjectNode()
            .put("clientId", CLIENT)
            .put("secret", password)
            .put("protocol", "openid-connect")
            .put("publicClient", false)
            .put("serviceAccountsEnabled", true)
            .put("standardFlowEnabled", false);
    client.putObject("attributes").put("access.token.signed.response.alg", "ES256");
    create("/admin/realms/" + REALM + "/clients", admin, client);
  }

  private void create(String path, String admin, ObjectNode what)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(at(path))
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(what.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  private String token(String secret) throws IOException, InterruptedException {
    return form(
        REALM, "grant_type=client_credentials&client_id=" + CLIENT + "&client_secret=" + secret);
  }

  private String form(String realm, String form) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(endpoint(realm))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    JsonNode said = Json.MAPPER.readTree(answer.body());
    if (answer.statusCode() != 200) {
      throw new IOException("it gives no token: " + said);
    }
    return said.path("access_token").asText();
  }

  private URI endpoint(String realm) {
    return at("/realms/" + realm + "/protocol/openid-connect/token");
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** The JVM behind the script. */
  private long pid() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .filter(one -> one.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElse(process.toHandle())
        .pid();
  }

  private double settled(int seconds) throws IOException, InterruptedException {
    Thread.sleep(seconds * 1000L);
    return ProcessReading.of(pid()).rss() / MIB;
  }

  @Override
  public void close() {
    ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroy);
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
