package dev.roadcase.tests.bench;

import static dev.roadcase.tests.bench.Workbench.freePort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.pack.Item;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.PairingJws;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.KeyStores;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The real box in a process of its own, on a fresh data folder, started by {@code roadcase box} as
 * on any machine. Its upstream does not answer: the internet is down.
 */
final class BenchBox implements AutoCloseable {
  /** A journal without a snapshot is replayed whole. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * How a box is started, besides what it ships with.
   *
   * @param launcher the script that starts it: this checkout's, or another's
   * @param under a program that the box runs under, such as strace
   * @param jvmOptions more options for its JVM; they win over the shipped ones
   * @param environment more variables
   * @param configuration more lines of its roadcase.toml
   */
  record Start(
      Path launcher,
      List<String> under,
      String jvmOptions,
      Map<String, String> environment,
      String configuration) {
    Start launcher(Path script) {
      return new Start(script, under, jvmOptions, environment, configuration);
    }

    Start under(List<String> program) {
      return new Start(launcher, program, jvmOptions, environment, configuration);
    }

    Start jvmOptions(String options) {
      return new Start(launcher, under, options, environment, configuration);
    }

    Start environment(Map<String, String> variables) {
      return new Start(launcher, under, jvmOptions, variables, configuration);
    }

    Start configuration(String lines) {
      return new Start(launcher, under, jvmOptions, environment, lines);
    }
  }

  /** As {@code roadcase box} starts it on any machine. */
  static final Start SHIPPED = new Start(Path.of("roadcase"), List.of(), "", Map.of(), "");

  /** What it took to come up: until the first 200 to {@code /healthz}, by the clock and in CPU. */
  record CameUp(double wallMillis, double cpuMillis) {}

  private final Stall stall;
  private final Path folder;
  private final Process process;
  private final long startedAt = System.nanoTime();
  private final int https = freePort();
  private final int http = freePort();
  private final int admin = freePort();
  private final HttpClient client;
  private CameUp cameUp = new CameUp(0, 0);

  private BenchBox(Stall stall, Path folder, Start start) throws IOException {
    this.stall = stall;
    this.folder = Files.createDirectories(folder);
    this.client = HttpClient.newBuilder().sslContext(trusting(stall.root())).build();
    Path config = folder.resolve("roadcase.toml");
    Files.writeString(config, configuration() + start.configuration());
    List<String> command = new ArrayList<>(start.under());
    command.add(start.launcher().toAbsolutePath().toString());
    command.addAll(List.of("box", "--config", config.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("box.log").toFile());
    builder.environment().putAll(start.environment());
    builder.environment().merge("ROADCASE_JAVA_OPTS", start.jvmOptions(), (a, b) -> a + " " + b);
    process = builder.start();
  }

  /** Starts a box and returns when it is ready. */
  static BenchBox start(Stall stall, Path folder, Start start)
      throws IOException, InterruptedException {
    BenchBox box = new BenchBox(stall, folder, start);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!box.healthy() || !Files.exists(box.data().resolve("admin.port"))) {
      if (!box.process.isAlive() || System.nanoTime() > deadline) {
        box.close();
        throw new IOException(
            "the box did not come up:\n" + Files.readString(folder.resolve("box.log")));
      }
      Thread.sleep(5);
    }
    return box;
  }

  /** By a socket of our own: a client's first request would cost more than the box's answer. */
  private boolean healthy() throws IOException {
    if (cameUp.wallMillis > 0) {
      return true;
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http)) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write("GET /healthz HTTP/1.1\r\nHost: box\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      if (head.endsWith(" 200")) {
        double wall = (System.nanoTime() - startedAt) / 1e6;
        cameUp = new CameUp(wall, ProcessReading.of(pid()).cpuMillis());
      }
      return head.endsWith(" 200");
    } catch (ConnectException | SocketTimeoutException e) {
      return false;
    }
  }

  CameUp cameUp() {
    return cameUp;
  }

  /** The process that is the box: what ran before it, such as a shell, became it or is above. */
  long pid() {
    return process.descendants().reduce((first, last) -> last).orElse(process.toHandle()).pid();
  }

  int port() {
    return https;
  }

  /** The visitors' door: plain HTTP. */
  int visitorsPort() {
    return http;
  }

  ProcessReading reading() throws IOException {
    return ProcessReading.of(pid());
  }

  /** Lets the bench onto the crew panel; the cookie to bring along. */
  String enterThePanel() throws IOException, InterruptedException {
    String ticket = json(local("/crew-tickets").POST(body(empty()))).path("ticket").asText();
    HttpResponse<Void> entered =
        client.send(
            HttpRequest.newBuilder(crew("/crew"))
                .header("Origin", crew("").toString())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("ticket=" + ticket))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    return entered
        .headers()
        .firstValue("set-cookie")
        .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
        .orElseThrow(() -> new IOException("the panel did not let us in"));
  }

  /** Changes a price as the crew's form does. Minor units; {@code seen} is what the form showed. */
  void changePrice(String cookie, Item item, long seen, long wanted)
      throws IOException, InterruptedException {
    String form =
        "sku=%s&seen=%d&price=%d.%02d&q="
            .formatted(
                URLEncoder.encode(item.sku().value(), StandardCharsets.UTF_8),
                seen,
                wanted / 100,
                wanted % 100);
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(crew("/crew/prices"))
                .timeout(Duration.ofSeconds(30))
                .header("Cookie", cookie)
                .header("Origin", crew("").toString())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 303) {
      throw new IOException("the price was not changed: " + answer.statusCode());
    }
  }

  private URI crew(String path) {
    return URI.create("https://127.0.0.1:" + https + path);
  }

  private static ObjectNode empty() {
    return Json.MAPPER.createObjectNode();
  }

  /** Lets every till of the stall in; a line for each, in their order. */
  void pair(Path tokens) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (SigningKey key : stall.tills()) {
      ObjectNode role = Json.MAPPER.createObjectNode().put("role", "till");
      String code = json(local("/pairing-codes").POST(body(role))).path("code").asText();
      ObjectNode request =
          Json.MAPPER.createObjectNode().put("pairing", PairingJws.sign(key, code, "till"));
      String token =
          json(HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + https + "/pairings"))
                  .header("Content-Type", "application/json")
                  .POST(body(request)))
              .path("token")
              .asText();
      lines.add(BenchTill.line(https, token, key));
    }
    Files.write(tokens, lines);
  }

  /** Lets a machine in; its secret. */
  String addClient(String name) throws IOException, InterruptedException {
    ObjectNode client =
        Json.MAPPER.createObjectNode().put("client", name).put("scope", "telemetry watch");
    return json(local("/clients").POST(body(client))).path("secret").asText();
  }

  /** The token endpoint. */
  URI tokenEndpoint() {
    return crew("/oauth/token");
  }

  /** A token for a client with a secret. */
  String token(String client, String secret) throws IOException, InterruptedException {
    String answer =
        form(
            tokenEndpoint(),
            "grant_type=client_credentials&client_id=" + client + "&client_secret=" + secret);
    return Json.MAPPER.readTree(answer).path("access_token").asText();
  }

  /** What the token endpoint, or a neighbour of it, says to a form. */
  String form(URI endpoint, String form) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  /** The keys that sign tokens, as JWKS. */
  JsonNode keys() throws IOException, InterruptedException {
    return json(HttpRequest.newBuilder(crew("/.well-known/jwks.json")));
  }

  /** Since the start, by the clock and in CPU. */
  CameUp sinceStart() throws IOException {
    return new CameUp((System.nanoTime() - startedAt) / 1e6, ProcessReading.of(pid()).cpuMillis());
  }

  /** The box's counters, by Prometheus' names. */
  Map<String, Double> counters() throws IOException, InterruptedException {
    Map<String, Double> counters = new HashMap<>();
    for (String line : send(local("/metrics").GET()).lines().toList()) {
      if (!line.startsWith("#")) {
        int space = line.lastIndexOf(' ');
        counters.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
      }
    }
    return counters;
  }

  /** Stopped in good order: SIGTERM, and waited for. */
  @Override
  public void close() throws IOException {
    ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroy);
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    client.close();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private String configuration() {
    return """
    identity = "%s"
    data_dir = "%s"
    pack = "%s"
    mode = "rehearsal"

    [listen]
    https = "127.0.0.1:%d"
    http = "127.0.0.1:%d"
    admin = "127.0.0.1:%d"

    [upstream]
    url = "mqtts://127.0.0.1:%d"

    [clock]
    trust = "system"
    """
        .formatted(stall.kit().folder(), data(), stall.packFile(), https, http, admin, freePort());
  }

  private HttpRequest.Builder local(String path) throws IOException {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin + path))
        .header(
            "Authorization", "Bearer " + Files.readString(data().resolve("admin.token")).strip());
  }

  private JsonNode json(HttpRequest.Builder request) throws IOException, InterruptedException {
    return Json.MAPPER.readTree(send(request));
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("the box answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  private static HttpRequest.BodyPublisher body(ObjectNode node) {
    return HttpRequest.BodyPublishers.ofString(node.toString());
  }

  private static SSLContext trusting(FleetRoot root) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(KeyStores.trust(root));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }
}
