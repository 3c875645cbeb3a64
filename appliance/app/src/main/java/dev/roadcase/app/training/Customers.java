package dev.roadcase.app.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.http.Doors;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.Tender;
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
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Tills that sell, visitors that look, a crew that watches: over the network, as strangers do. */
final class Customers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A till of the training. */
  static final class Till {
    private final SigningKey key;
    private final DeviceId id;
    private final DeviceSession session;
    private long sequence;

    private Till(SigningKey key, DeviceSession session) {
      this.key = key;
      this.id = DeviceId.of(key.publicKey());
      this.session = session;
    }
  }

  private final MadeUpShow show;
  private final Doors.Ports ports;
  private final HttpClient http;
  private final SecureRandom chance = new SecureRandom();
  private String cookie = "";

  Customers(MadeUpShow show, Doors.Ports ports) throws GeneralSecurityException {
    this.show = show;
    this.ports = ports;
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStores.trust(show.root()));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    http = HttpClient.newBuilder().sslContext(context).build();
  }

  List<Till> pair(int count) throws IOException, InterruptedException {
    List<Till> tills = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String code = json(admin("/pairing-codes", Map.of("role", "till"))).path("code").asText();
      SigningKey key = show.newKey();
      JsonNode paired =
          json(
              post(https("/pairings"), Map.of("pairing", PairingJws.sign(key, code, "till " + i))));
      DeviceSession session =
          new DeviceSession(
              key, chance, PATIENCE, request -> http.send(request, BodyHandlers.ofByteArray()));
      session.token(paired.path("token").asText());
      if (!session.renewed(URI.create(address("/oauth/token")))) {
        throw new IOException("a till got no second token");
      }
      tills.add(new Till(key, session));
    }
    return tills;
  }

  /** Each sells {@code count} times, all at once; then a retry, and a receipt is looked up. */
  void sell(List<Till> tills, int count) throws IOException, InterruptedException {
    String last = "";
    String receipt = "";
    for (int i = 0; i < count; i++) {
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (Till till : tills) {
        last = sign(till);
        answers.add(http.sendAsync(sale(till, last), BodyHandlers.ofByteArray()));
      }
      for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
        receipt = json(answer.join()).path("receipt").asText();
      }
    }
    Till till = tills.getLast();
    json(http.send(sale(till, last), BodyHandlers.ofByteArray()));
    json(send(https("/receipts/" + receipt)));
    good(send(https("/receipts/" + receipt).header("Accept", "text/html")));
  }

  /** What phones ask for. */
  void look() throws IOException, InterruptedException {
    for (String path :
        List.of("/", "/catalogue/items", "/catalogue/items/ITEM-1", "/healthz", "/readyz")) {
      good(send(request("http://127.0.0.1:" + ports.http() + path)));
      good(send(https(path).header("Accept-Encoding", "gzip")));
    }
  }

  void enterThePanel() throws IOException, InterruptedException {
    String ticket = json(admin("/crew-tickets", Map.of())).path("ticket").asText();
    good(send(https("/crew?ticket=" + ticket)));
    HttpResponse<byte[]> entered =
        send(
            https("/crew")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("ticket=" + ticket)));
    cookie = entered.headers().firstValue("set-cookie").orElse("").replaceAll(";.*", "");
    good(send(https("/crew").header("Cookie", cookie)));
  }

  void changeAPrice() throws IOException, InterruptedException {
    good(send(https("/crew/prices").header("Cookie", cookie)));
    Sku sku = MadeUpShow.sku(1);
    String form = "sku=" + sku + "&seen=" + MadeUpShow.price(sku) + "&price=9.99&q=";
    send(
        https("/crew/prices")
            .header("Cookie", cookie)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  /** The local door: status and metrics. */
  void lookAtTheBox() throws IOException, InterruptedException {
    good(send(local("/box")));
    good(send(local("/metrics")));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private String sign(Till till) {
    List<Line> lines = new ArrayList<>();
    long total = 0;
    for (int i = 0; i < 3; i++) {
      Sku sku = MadeUpShow.sku((int) till.sequence + i);
      long price = MadeUpShow.price(sku);
      lines.add(new Line(sku, Quantity.pieces(1), price, MadeUpShow.TAX.containedIn(price)));
      total += price;
    }
    Sale sale =
        new Sale(
            new DeviceSequence(till.id, ++till.sequence),
            "AAAAAAAAAAAAAAAAAAAAAA",
            1,
            lines,
            Tender.CASH,
            total,
            MadeUpShow.EUR);
    return CompactJws.sign(till.key, SaleJson.SALE_TYP, till.id.value(), SaleJson.write(sale));
  }

  private HttpRequest sale(Till till, String jws) throws IOException {
    Optional<String> token = till.session.token();
    URI here = URI.create(address("/sales"));
    return body(
            https("/sales")
                .header("Authorization", "DPoP " + token.orElseThrow())
                .header("DPoP", till.session.prover().proof("POST", here, token)),
            Map.of("sale", jws))
        .build();
  }

  private HttpResponse<byte[]> admin(String path, Map<String, String> body)
      throws IOException, InterruptedException {
    return post(local(path), body);
  }

  private HttpRequest.Builder local(String path) throws IOException {
    return request("http://127.0.0.1:" + ports.admin() + path)
        .header(
            "Authorization",
            "Bearer " + Files.readString(show.dataDir().resolve("admin.token")).strip());
  }

  private HttpRequest.Builder https(String path) {
    return request(address(path));
  }

  private String address(String path) {
    return "https://127.0.0.1:" + ports.https() + path;
  }

  private static HttpRequest.Builder request(String address) {
    return HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE);
  }

  private HttpResponse<byte[]> post(HttpRequest.Builder request, Map<String, String> body)
      throws IOException, InterruptedException {
    return send(body(request, body));
  }

  private static HttpRequest.Builder body(HttpRequest.Builder request, Map<String, String> body)
      throws IOException {
    return request
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body)));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
    return Json.MAPPER.readTree(good(answer).body());
  }

  /** A training in which something fails would teach the JVM the way of errors. */
  private static HttpResponse<byte[]> good(HttpResponse<byte[]> answer) throws IOException {
    if (answer.statusCode() >= 400) {
      throw new IOException(answer.uri() + " answered " + answer.statusCode());
    }
    return answer;
  }
}
