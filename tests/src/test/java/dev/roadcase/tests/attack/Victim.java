package dev.roadcase.tests.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.Appliance;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.config.ConfigFile;
import dev.roadcase.app.export.Export;
import dev.roadcase.app.export.OwnDisk;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.FleetPlan;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.pack.PackDraft;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.secret.Argon2id;
import dev.roadcase.wire.x509.KeyStores;
import dev.roadcase.wire.x509.KitFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The box that is attacked, as it ships, with a pack, two people with PINs, and its crew. */
final class Victim implements AutoCloseable {
  static final Currency EUR = Currency.getInstance("EUR");
  static final TaxRate RATE = new TaxRate(210_000);
  static final Sku LEMONADE = new Sku("LEMONADE");
  static final long PRICE = 350;
  static final String ANNAS_PIN = "081547";
  static final SecureRandom CHANCE = new SecureRandom();

  private final Path folder;
  private final Fleet fleet;
  private final Instant now = Instant.now();
  private final List<Item> more;
  private final SSLContext trust;
  private final HttpClient http;
  private @Nullable Appliance box;
  private URI https = URI.create("https://127.0.0.1");
  private URI local = URI.create("http://127.0.0.1");
  private URI http1 = URI.create("http://127.0.0.1");

  /** A box that is up. */
  Victim(Path folder) throws IOException {
    this(folder, roster());
    start();
  }

  /** One that has not been started yet. */
  Victim(Path folder, Roster roster) throws IOException {
    this(folder, roster, List.of());
  }

  /** One that has more to sell than lemonade, and has not been started yet. */
  Victim(Path folder, Roster roster, List<Item> more) throws IOException {
    this.folder = folder;
    this.more = more;
    fleet =
        Fleet.init(
            folder.resolve("fleet"),
            FleetPlan.throwAway(new FleetId("prey"), "saturday", now.plus(2, ChronoUnit.DAYS)),
            now,
            CHANCE);
    fleet.addKit(new KitId("kit-1"), List.of(), List.of(), now, CHANCE);
    pack(1, roster);
    trust = trusting(fleet);
    http = client("127.0.0.1");
    Files.writeString(
        config(),
        """
        identity = "fleet/kits/kit-1"
        data_dir = "box"
        pack = "show.rcpack"
        mode = "live"
        [listen]
        https = "127.0.0.1:0"
        http = "127.0.0.1:0"
        admin = "127.0.0.1:0"
        [clock]
        trust = "system"
        [auth]
        issuer = "https://localhost"
        """);
  }

  static Roster roster() {
    return roster(Set.of(Role.values()));
  }

  /** The usual duties for some of the roles, and two people. */
  static Roster roster(Set<Role> roles) {
    Map<Role, Roster.Duty> duties = new EnumMap<>(Roster.USUAL.roles());
    duties.keySet().retainAll(roles);
    return new Roster(
        duties,
        List.of(person("anna", ANNAS_PIN, Scope.PRICES), person("bob", "471108", Scope.REFUND)));
  }

  private static Roster.Staff person(String id, String pin, Scope scope) {
    return new Roster.Staff(
        id, "Who is " + id, Set.of(scope), Argon2id.PIN.hash(pin.toCharArray(), CHANCE));
  }

  /** Writes a pack; the box takes it at its next start. */
  void pack(long version, Roster roster) throws IOException {
    Item lemonade =
        new Item(
            LEMONADE,
            "lemonade",
            "Lemonade",
            List.of(),
            "",
            new Money(PRICE, EUR),
            "standard",
            Stock.UNTRACKED);
    PackDraft draft =
        new PackDraft(
            version,
            now,
            EUR,
            true,
            Map.of("standard", RATE),
            Duration.ZERO,
            fleet.upstream().ackKey().publicKey(),
            Stream.concat(Stream.of(lemonade), more.stream()).toList(),
            Optional.empty(),
            Optional.of(roster),
            Optional.empty());
    Files.write(folder.resolve("show.rcpack"), PackFile.write(draft, fleet.show()));
  }

  void start() throws IOException {
    box =
        Appliance.start(
            ConfigFile.read(config()),
            failure -> {
              throw failure;
            });
    http1 = URI.create("http://127.0.0.1:" + box.ports().http());
    at(
        URI.create("https://127.0.0.1:" + box.ports().https()),
        URI.create("http://127.0.0.1:" + box.ports().admin()));
  }

  /** It runs in a process of its own, and these are its doors. */
  void at(URI devices, URI visitors, URI crew) {
    http1 = visitors;
    at(devices, crew);
  }

  private void at(URI devices, URI crew) {
    https = devices;
    local = crew;
  }

  void stop() {
    if (box != null) {
      box.stop();
      box = null;
    }
  }

  Path config() {
    return folder.resolve("roadcase.toml");
  }

  Path data() {
    return folder.resolve("box");
  }

  Path keys() {
    return folder.resolve("fleet");
  }

  /** The key that signs tokens today: what a forger has in his dreams. */
  SigningKey issuer() throws IOException {
    JsonNode file = Json.MAPPER.readTree(Files.readAllBytes(data().resolve("issuer.json")));
    return SigningKey.of(file.path("present").asText());
  }

  /** An answer: {@code body} is empty when it is no JSON. */
  record Answer(int status, HttpResponse<byte[]> raw, JsonNode body) {
    String problem() {
      return body.path("type").asText().replace("urn:roadcase:problem:", "");
    }

    String error() {
      return body.path("error").asText();
    }

    Optional<String> nonce() {
      return raw.headers().firstValue("DPoP-Nonce");
    }

    String text() {
      return new String(raw.body(), UTF_8);
    }
  }

  URI uri(String path) {
    return https.resolve(path);
  }

  /** As a browser says where its form comes from. */
  String origin() {
    return "https://" + https.getRawAuthority();
  }

  /** The visitors' door. */
  int visitors() {
    return http1.getPort();
  }

  /** TLS that trusts the fleet, for whoever speaks it by hand. */
  SSLContext trust() {
    return trust;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path));
  }

  /** Somebody at that address of this machine. */
  HttpClient client(String address) throws IOException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(20))
        .localAddress(InetAddress.getByName(address))
        .sslContext(trust)
        .build();
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofByteArray());
    boolean json =
        answer.headers().firstValue("content-type").filter(t -> t.contains("json")).isPresent();
    return new Answer(
        answer.statusCode(),
        answer,
        json ? Json.MAPPER.readTree(answer.body()) : Json.MAPPER.createObjectNode());
  }

  /** An HTTP/1.1 request as it is; all of the answer. */
  String raw(String request) throws IOException {
    try (Socket socket = trust.getSocketFactory().createSocket("127.0.0.1", https.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** What the crew does at the box's own command line. */
  Answer admin(String method, String path, String body) throws IOException, InterruptedException {
    String token = Files.readString(data().resolve("admin.token")).strip();
    return send(
        HttpRequest.newBuilder(local.resolve(path))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  String code(String role, boolean ask) throws IOException, InterruptedException {
    return admin("POST", "/pairing-codes", "{\"role\":\"%s\",\"ask\":%s}".formatted(role, ask))
        .body()
        .path("code")
        .asText();
  }

  /** What the crew sees of a device. */
  JsonNode device(String id) throws IOException, InterruptedException {
    for (JsonNode device : admin("GET", "/devices", "").body().path("devices")) {
      if (device.path("device").asText().equals(id)) {
        return device;
      }
    }
    return Json.MAPPER.createObjectNode();
  }

  JsonNode waiting(String name) throws IOException, InterruptedException {
    for (JsonNode waiting : admin("GET", "/waiting", "").body().path("waiting")) {
      if (waiting.path("name").asText().equals(name)) {
        return waiting;
      }
    }
    return Json.MAPPER.createObjectNode();
  }

  /** One of its counters, all labels together. */
  double counter(String name) throws IOException, InterruptedException {
    return admin("GET", "/metrics", "")
        .text()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** What the crew carries away: {@code roadcase box export}. */
  Path export(Path to) throws IOException {
    BoxConfig own = ConfigFile.read(config());
    Export.run(
        KitFolder.read(own.identity()),
        own.mode(),
        OwnDisk.under(own.dataDir(), own.disk()),
        Files.createDirectories(to).toString(),
        OutputStream.nullOutputStream());
    return to;
  }

  /** The site chain, a fact a line, in the order of the journal. */
  List<String> log(Path to) throws IOException {
    try (Stream<Path> all = Files.walk(export(to))) {
      return Files.readAllLines(
          all.filter(file -> file.endsWith("log.rclog")).findFirst().orElseThrow());
    }
  }

  private static SSLContext trusting(Fleet fleet) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(KeyStores.trust(fleet.root()));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
    http.shutdownNow();
  }
}
