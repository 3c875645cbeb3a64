package dev.roadcase.tests.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.Appliance;
import dev.roadcase.app.config.ConfigFile;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.Tender;
import dev.roadcase.provisioning.demo.DemoPack;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.FleetPlan;
import dev.roadcase.wire.fact.SaleJson;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.DeviceSession;
import dev.roadcase.wire.token.PairingJws;
import dev.roadcase.wire.x509.KeyStores;
import java.io.IOException;
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
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A box with the demo's pack, live, in this process; nothing upstream answers. */
public final class Stand implements AutoCloseable {
  private final Path folder;
  private final Appliance box;
  private final HttpClient http;

  Stand(Path folder) throws IOException {
    this.folder = folder;
    box =
        Appliance.start(
            ConfigFile.read(prepare(folder, "127.0.0.1:0")),
            failure -> {
              throw failure;
            });
    http = client(folder);
  }

  /** Writes keys, pack and configuration of a box; its visitors' door is at {@code http}. */
  public static Path prepare(Path folder, String http) throws IOException {
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
    return secure("/crew?ticket=" + admin("/crew-tickets", "").path("ticket").asText());
  }

  /** A till pairs and sells one piece; answers the receipt's token. */
  String sell(String sku) throws IOException, InterruptedException {
    SigningKey key = SigningKey.make(new SecureRandom());
    DeviceId till = DeviceId.of(key.publicKey());
    DeviceSession session = pair(key, "till");
    JsonNode item = send(request(shop("/catalogue/items/" + sku)).GET());
    long price = item.path("price").asLong();
    long tax = new TaxRate(item.path("tax").path("ppm").asInt()).containedIn(price);
    Sale sale =
        new Sale(
            new DeviceSequence(till, 1),
            "AAAAAAAAAAAAAAAAAAAAAA",
            1,
            List.of(new Line(new Sku(sku), Quantity.pieces(1), price, tax)),
            Tender.CASH,
            price,
            Currency.getInstance("EUR"));
    String jws = CompactJws.sign(key, SaleJson.SALE_TYP, till.value(), SaleJson.write(sale));
    return read(session.post(secure("/sales"), json(Map.of("sale", jws)))).path("receipt").asText();
  }

  /** A device of that name, let in by a code of the box's own command line. */
  DeviceSession pair(SigningKey key, String name) throws IOException, InterruptedException {
    String code = admin("/pairing-codes", "{\"role\":\"till\"}").path("code").asText();
    JsonNode paired =
        send(
            request(secure("/pairings"))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofByteArray(
                        json(Map.of("pairing", PairingJws.sign(key, code, name))))));
    DeviceSession session =
        new DeviceSession(key, new SecureRandom(), Duration.ofSeconds(20), this::exchange);
    session.token(paired.path("token").asText());
    return session;
  }

  /** A device that asks to be let in, and waits for the crew. */
  Guest guest(String name) throws IOException, InterruptedException {
    return new Guest(this::exchange, secure("/"), name, true);
  }

  /** One that commits itself to nothing, as a stock client of RFC 8628. */
  Guest guestWithoutDigits(String name) throws IOException, InterruptedException {
    return new Guest(this::exchange, secure("/"), name, false);
  }

  private JsonNode admin(String path, String body) throws IOException, InterruptedException {
    String token = Files.readString(folder.resolve("box").resolve("admin.token")).strip();
    return send(
        request(URI.create("http://127.0.0.1:" + box.ports().admin() + path))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<byte[]> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofByteArray());
  }

  private static byte[] json(Map<String, String> body) throws IOException {
    return Json.MAPPER.writeValueAsBytes(body);
  }

  private static HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address);
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return read(exchange(request.build()));
  }

  private static JsonNode read(HttpResponse<byte[]> answer) throws IOException {
    if (answer.statusCode() >= 300) {
      throw new IOException(answer.uri() + " answered " + new String(answer.body(), UTF_8));
    }
    return Json.MAPPER.readTree(answer.body());
  }

  private static HttpClient client(Path folder) throws IOException {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(KeyStores.trust(Fleet.open(folder.resolve("fleet")).root()));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return HttpClient.newBuilder().sslContext(context).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    box.stop();
    http.close();
  }
}
