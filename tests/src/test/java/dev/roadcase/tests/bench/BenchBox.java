package dev.roadcase.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.PairingJws;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.KeyStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

  private final Stall stall;
  private final Path folder;
  private final Process process;
  private final int https = freePort();
  private final int admin = freePort();
  private final HttpClient http;

  private BenchBox(Stall stall, Path folder, List<String> under) throws IOException {
    this.stall = stall;
    this.folder = Files.createDirectories(folder);
    this.http = HttpClient.newBuilder().sslContext(trusting(stall.root())).build();
    Path config = folder.resolve("roadcase.toml");
    Files.writeString(config, configuration());
    List<String> command = new ArrayList<>(under);
    command.add(Path.of("roadcase").toAbsolutePath().toString());
    command.addAll(List.of("box", "--config", config.toString()));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("box.log").toFile())
            .start();
  }

  /**
   * Starts a box and returns when it is ready.
   *
   * @param under a program that the box runs under, such as strace; usually none
   */
  static BenchBox start(Stall stall, Path folder, List<String> under)
      throws IOException, InterruptedException {
    BenchBox box = new BenchBox(stall, folder, under);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(box.data().resolve("admin.port"))) {
      if (!box.process.isAlive() || System.nanoTime() > deadline) {
        box.close();
        throw new IOException(
            "the box did not come up:\n" + Files.readString(folder.resolve("box.log")));
      }
      Thread.sleep(50);
    }
    return box;
  }

  /** The process that is the box: what ran before it, such as a shell, became it or is above. */
  long pid() {
    return process.descendants().reduce((first, last) -> last).orElse(process.toHandle()).pid();
  }

  int port() {
    return https;
  }

  /** Lets every till of the stall in; a line for each token, in the order of the tills. */
  void pair(Path tokens) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (SigningKey key : stall.tills()) {
      ObjectNode role = Json.MAPPER.createObjectNode().put("role", "till");
      String code = json(local("/pairing-codes").POST(body(role))).path("code").asText();
      ObjectNode request =
          Json.MAPPER.createObjectNode().put("pairing", PairingJws.sign(key, code, "till"));
      lines.add(
          json(HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + https + "/pairings"))
                  .header("Content-Type", "application/json")
                  .POST(body(request)))
              .path("token")
              .asText());
    }
    Files.write(tokens, lines);
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
    http.close();
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
    http = "127.0.0.1:0"
    admin = "127.0.0.1:%d"

    [upstream]
    url = "mqtts://127.0.0.1:%d"

    [clock]
    trust = "system"
    """
        .formatted(stall.kit().folder(), data(), stall.packFile(), https, admin, freePort());
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
        http.send(
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

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
