package dev.roadcase.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.journal.JournalFailure;
import dev.roadcase.app.logging.LogFormat;
import dev.roadcase.core.clock.TimeKeeper;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Revocations;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.Tender;
import dev.roadcase.wire.fact.SaleJson;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.pack.AssetSource;
import dev.roadcase.wire.pack.PackDraft;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.token.IssuerUrl;
import dev.roadcase.wire.token.PairingJws;
import dev.roadcase.wire.token.Prover;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.KeyStores;
import dev.roadcase.wire.x509.KitFolder;
import dev.roadcase.wire.x509.Pem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A fleet of one kit in a temporary folder, with a pack, a box in this process, and tills. */
public final class TestSite implements AutoCloseable {
  public static final IssuerUrl ISSUER = new IssuerUrl("https://localhost");

  public static final Currency EUR = Currency.getInstance("EUR");
  public static final Sku SHIRT = new Sku("SHIRT-M");
  public static final Sku PRESSING = new Sku("TESTPRESS-20");
  public static final Sku LEMONADE = new Sku("LEMONADE");

  public final Path folder;
  public final Issuer show;
  public final FleetRoot root;
  public final SigningKey upstreamKey;
  public final List<JournalFailure> never = new CopyOnWriteArrayList<>();
  private final SecureRandom chance = new SecureRandom();
  private final HttpClient http;
  private BoxConfig.Limits limits =
      new BoxConfig.Limits(2048, 512, 512, 64, Duration.ofSeconds(75), 24L << 20);
  private Appliance appliance;

  public TestSite(Path folder) throws IOException {
    this.folder = folder;
    Instant now = Instant.now();
    Issuer fleet = Issuer.root(new FleetId("test"), SigningKey.make(chance), now, chance);
    show =
        fleet.show("saturday", SigningKey.make(chance), now.plus(Duration.ofDays(2)), now, chance);
    root = FleetRoot.of(fleet.certificate());
    upstreamKey = SigningKey.make(chance);
    Path identity = Files.createDirectories(folder.resolve("identity"));
    SigningKey kitKey = SigningKey.make(chance);
    Pem.write(KitFolder.keyFile(identity), kitKey);
    Pem.write(
        KitFolder.chainFile(identity),
        List.of(
            show.kit(new KitId("kit-1"), kitKey.publicKey(), List.of(), List.of(), now, chance),
            show.certificate()));
    Pem.write(KitFolder.rootFile(identity), List.of(fleet.certificate()));
    writePack(1, 2500);
    http = browser();
  }

  /** A client with connections of its own, which trusts this fleet and speaks HTTP/2. */
  public HttpClient browser() {
    return HttpClient.newBuilder().sslContext(trusting(root)).build();
  }

  public Path packFile() {
    return folder.resolve("show.rcpack");
  }

  /** A pack in which a shirt costs {@code shirtPrice}. */
  public void writePack(long version, long shirtPrice) throws IOException {
    PackDraft draft =
        new PackDraft(
            version,
            Instant.now(),
            EUR,
            true,
            Map.of("standard", new TaxRate(210_000)),
            Duration.ZERO,
            upstreamKey.publicKey(),
            List.of(
                item(SHIRT, "Shirt", shirtPrice, new Stock.Tracked(Quantity.pieces(1000))),
                item(
                    PRESSING, "Signed test pressing", 4000, new Stock.Tracked(Quantity.pieces(20))),
                item(LEMONADE, "Lemonade", 350, Stock.UNTRACKED)));
    Files.write(packFile(), PackFile.write(draft, show));
  }

  /** A pack with a roster, or with keys that count no more. */
  public void writePack(long version, Optional<Roster> roster, Optional<Revocations> revocations)
      throws IOException {
    PackDraft draft =
        new PackDraft(
            version,
            Instant.now(),
            EUR,
            true,
            Map.of("standard", new TaxRate(210_000)),
            Duration.ZERO,
            upstreamKey.publicKey(),
            List.of(item(LEMONADE, "Lemonade", 350, Stock.UNTRACKED)),
            Optional.empty(),
            roster,
            revocations);
    Files.write(packFile(), PackFile.write(draft, show));
  }

  /** A pack of these goods, with these looks. */
  public void writePack(long version, List<Item> items, Looks looks, AssetSource pictures)
      throws IOException {
    PackFile.write(
        new PackDraft(
            version,
            Instant.now(),
            EUR,
            true,
            Map.of("standard", new TaxRate(210_000)),
            Duration.ZERO,
            upstreamKey.publicKey(),
            items,
            Optional.of(looks)),
        show,
        pictures,
        packFile());
  }

  /** The config with other limits, from the next start on. */
  public TestSite with(BoxConfig.Limits limits) {
    this.limits = limits;
    return this;
  }

  public BoxConfig config() {
    return new BoxConfig(
        folder.resolve("identity"),
        folder.resolve("data"),
        Mode.REHEARSAL,
        Optional.of(packFile()),
        new BoxConfig.Listen("127.0.0.1", 0),
        new BoxConfig.Listen("127.0.0.1", 0),
        new BoxConfig.Listen("127.0.0.1", 0),
        Optional.empty(),
        TimeKeeper.Trust.SYSTEM,
        Duration.ofHours(12),
        // Stays over a restart, as the ports do not.
        Optional.of(ISSUER),
        BoxConfig.Hardware.NONE,
        limits,
        new BoxConfig.DiskRoom(1 << 20, 1 << 20),
        LogFormat.HUMAN);
  }

  public TestSite start() throws IOException {
    return start(config());
  }

  /** With a configuration that differs from the usual one. */
  public TestSite start(BoxConfig config) throws IOException {
    appliance = Appliance.start(config, never::add);
    return this;
  }

  public void stop() {
    appliance.stop();
  }

  public Appliance appliance() {
    return appliance;
  }

  private final Map<String, Prover> provers = new ConcurrentHashMap<>();

  public TestTill till() throws Exception {
    return new TestTill(SigningKey.make(chance)).pair(code("till"));
  }

  public String code(String role) throws Exception {
    return admin("POST", "/pairing-codes", "{\"role\":\"" + role + "\"}")
        .body()
        .path("code")
        .asText();
  }

  public record Answer(int status, HttpResponse<byte[]> raw, JsonNode body) {
    public String problem() {
      return body.path("type").asText().replace("urn:roadcase:problem:", "");
    }
  }

  public Answer admin(String method, String path, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + appliance.ports().admin() + path))
            .header(
                "Authorization",
                "Bearer " + Files.readString(config().dataDir().resolve("admin.token")).strip())
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Opens the crew panel by a ticket, as the button on its page does. */
  public Answer enter(String ticket) throws Exception {
    return send(form("/crew", "ticket=" + ticket));
  }

  /** One of the crew's forms, as a browser sends it from the page that it is on. */
  public HttpRequest.Builder form(String path, String body) {
    return https(path)
        .header("Origin", "https://127.0.0.1:" + appliance.ports().https())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  public HttpRequest.Builder https(String path) {
    return HttpRequest.newBuilder(
        URI.create("https://127.0.0.1:" + appliance.ports().https() + path));
  }

  public HttpRequest.Builder http(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + appliance.ports().http() + path));
  }

  public Answer get(String path) throws Exception {
    return send(https(path).GET());
  }

  /** With a proof and its nonce, if the token is a till's of this site. */
  public Answer post(String path, Optional<String> token, String body) throws Exception {
    URI uri = URI.create("https://127.0.0.1:" + appliance.ports().https() + path);
    Prover prover = token.map(provers::get).orElse(null);
    for (int i = 1; ; i++) {
      HttpRequest.Builder request =
          https(path)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body));
      token.ifPresent(t -> request.header("Authorization", "DPoP " + t));
      if (prover != null) {
        request.header("DPoP", prover.proof("POST", uri, token));
      }
      Answer answer = send(request);
      boolean nonce =
          prover != null && prover.noted(answer.raw().headers().firstValue("DPoP-Nonce"));
      if (answer.status() != 401 || !nonce || i == 3) {
        return answer;
      }
    }
  }

  /** A GET by a till, with token and proof. */
  public Answer getAs(TestTill till, String path) throws Exception {
    URI uri = https(path).build().uri();
    Prover prover = provers.get(till.token.orElseThrow());
    for (int i = 1; ; i++) {
      Answer answer =
          send(
              https(path)
                  .header("Authorization", "DPoP " + till.token.orElseThrow())
                  .header("DPoP", prover.proof("GET", uri, till.token))
                  .GET());
      boolean nonce = prover.noted(answer.raw().headers().firstValue("DPoP-Nonce"));
      if (answer.status() != 401 || !nonce || i == 3) {
        return answer;
      }
    }
  }

  public Answer send(HttpRequest.Builder request) throws Exception {
    HttpResponse<byte[]> response =
        http.send(
            request.timeout(Duration.ofSeconds(20)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    boolean json =
        response.headers().firstValue("content-type").filter(t -> t.contains("json")).isPresent()
            && response.headers().firstValue("content-encoding").isEmpty();
    return new Answer(
        response.statusCode(),
        response,
        json ? Json.MAPPER.readTree(response.body()) : Json.MAPPER.createObjectNode());
  }

  /** A till of this site. */
  public final class TestTill {
    public final SigningKey key;
    public final DeviceId id;
    public Optional<String> token = Optional.empty();
    private long sequence;

    public TestTill(SigningKey key) {
      this.key = key;
      this.id = DeviceId.of(key.publicKey());
    }

    public TestTill pair(String code) throws Exception {
      Answer answer = tryPair(code);
      if (answer.status() / 100 != 2) {
        throw new AssertionError("not paired: " + answer.body());
      }
      token = Optional.of(answer.body().path("token").asText());
      provers.put(token.get(), new Prover(key, chance));
      return this;
    }

    public Answer tryPair(String code) throws Exception {
      return post(
          "/pairings",
          Optional.empty(),
          object("pairing", PairingJws.sign(key, code, "till of the test")));
    }

    /** A sale of one piece each, with the prices of pack version 1. */
    public Sale sale(Sku... skus) {
      List<Line> lines =
          java.util.Arrays.stream(skus)
              .map(sku -> {
                long price = sku.equals(SHIRT) ? 2500 : sku.equals(PRESSING) ? 4000 : 350;
                return new Line(
                    sku, Quantity.pieces(1), price, new TaxRate(210_000).containedIn(price));
              })
              .toList();
      return new Sale(
          new DeviceSequence(id, ++sequence),
          "AAAAAAAAAAAAAAAAAAAAAA",
          1,
          lines,
          Tender.CASH,
          lines.stream().mapToLong(Line::unitPrice).sum(),
          EUR);
    }

    public String sign(Sale sale) {
      return sign(SaleJson.SALE_TYP, SaleJson.write(sale));
    }

    public String sign(String typ, byte[] payload) {
      return CompactJws.sign(key, typ, id.value(), payload);
    }

    public Answer sell(String jws) throws Exception {
      return post("/sales", token, object("sale", jws));
    }

    public Answer refund(ReceiptToken of, long amount) throws Exception {
      Refund refund =
          new Refund(
              new DeviceSequence(id, ++sequence), "AAAAAAAAAAAAAAAAAAAAAA", of, amount, EUR, "");
      return post(
          "/sales/" + of + "/refunds",
          token,
          object("refund", sign(SaleJson.REFUND_TYP, SaleJson.write(refund))));
    }
  }

  public static String object(String name, String value) {
    ObjectNode node = Json.MAPPER.createObjectNode().put(name, value);
    return node.toString();
  }

  @Override
  public void close() {
    if (appliance != null) {
      appliance.stop();
    }
    http.close();
  }

  /** Something that is sold without counting. */
  public static Item item(Sku sku, String title, long price) {
    return item(sku, title, price, Stock.UNTRACKED);
  }

  private static Item item(Sku sku, String title, long price, Stock stock) {
    return new Item(
        sku, title.toLowerCase(), title, List.of(), "", new Money(price, EUR), "standard", stock);
  }

  /** An HTTP/1.1 request as it is, to the devices' door; all of the answer. */
  public String raw(String request) throws IOException {
    try (java.net.Socket socket =
        trusting(root).getSocketFactory().createSocket("127.0.0.1", appliance.ports().https())) {
      socket
          .getOutputStream()
          .write(request.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      return new String(
          socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  public String adminToken() throws IOException {
    return Files.readString(config().dataDir().resolve("admin.token")).strip();
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
      throw new IllegalStateException(e);
    }
  }
}
