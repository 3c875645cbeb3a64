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
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Tills that sell, visitors that look, a crew that watches: over the network, as strangers do.
 *
 * <p>They ask again when a connection is closed under them or a nonce has aged: on a tenth of a
 * core a handshake takes longer than a box gives a stranger, until its classes are loaded on both
 * sides. No answer has a deadline; {@link Standstill} ends a box that does nothing any more.
 */
final class Customers implements AutoCloseable {
  /** A box that has turned an attempt away so often does not want it. */
  private static final int TRIES = 200;

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
  private static final Duration FOR_HTTP2 = Duration.ofMinutes(1);

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

  private interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  private final MadeUpShow show;
  private final Doors.Ports ports;
  private final Standstill standstill;
  private final SSLContext tls;
  private final HttpClient http;
  private final SecureRandom chance;
  private String cookie = "";

  Customers(MadeUpShow show, Doors.Ports ports, Standstill standstill, SecureRandom chance)
      throws GeneralSecurityException {
    this.chance = chance;
    this.show = show;
    this.ports = ports;
    this.standstill = standstill;
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStores.trust(show.root()));
    tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    http = client(HttpClient.Version.HTTP_1_1);
  }

  private HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder().version(version).sslContext(tls).build();
  }

  List<Till> pair(int count) throws IOException, InterruptedException {
    List<Till> tills = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "till " + i;
      // A code is good for one try: one that got no answer may have used it up.
      tills.add(untilAnswered(() -> pair(name)));
    }
    return tills;
  }

  private Till pair(String name) throws IOException, InterruptedException {
    String code = json(admin("/pairing-codes", Map.of("role", "till"))).path("code").asText();
    SigningKey key = show.newKey();
    JsonNode paired =
        json(
            once(
                body(https("/pairings"), Map.of("pairing", PairingJws.sign(key, code, name)))
                    .build()));
    DeviceSession session =
        new DeviceSession(
            key, chance, Duration.ofDays(1), request -> untilAnswered(() -> once(request)));
    session.token(paired.path("token").asText());
    if (!session.renewed(URI.create(address("/oauth/token")))) {
      throw new IOException("a till got no second token");
    }
    return new Till(key, session);
  }

  /** Each sells {@code count} times, all at once; then a retry, and a receipt is looked up. */
  void sell(List<Till> tills, int count) throws IOException, InterruptedException {
    String last = "";
    String receipt = "";
    for (int i = 0; i < count; i++) {
      List<String> signed = new ArrayList<>();
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (Till till : tills) {
        last = sign(till);
        signed.add(last);
        answers.add(http.sendAsync(sale(till, last), BodyHandlers.ofByteArray()));
      }
      for (int n = 0; n < tills.size(); n++) {
        receipt = json(sold(tills.get(n), signed.get(n), answers.get(n))).path("receipt").asText();
      }
    }
    Till till = tills.getLast();
    String again = last;
    json(sold(till, again, http.sendAsync(sale(till, again), BodyHandlers.ofByteArray())));
    json(send(https("/receipts/" + receipt)));
    good(send(https("/receipts/" + receipt).header("Accept", "text/html")));
  }

  /** The answer, or that of a retry: the same sale, with a proof that has the newest nonce. */
  private HttpResponse<byte[]> sold(
      Till till, String jws, CompletableFuture<HttpResponse<byte[]>> first)
      throws IOException, InterruptedException {
    try {
      HttpResponse<byte[]> answer = first.join();
      till.session.prover().noted(answer.headers().firstValue("DPoP-Nonce"));
      if (answer.statusCode() < 400) {
        standstill.moved();
        return answer;
      }
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof IOException)) {
        throw e;
      }
    }
    return untilAnswered(() -> {
      HttpResponse<byte[]> answer = once(sale(till, jws));
      till.session.prover().noted(answer.headers().firstValue("DPoP-Nonce"));
      return good(answer);
    });
  }

  /** What phones ask for. */
  void look() throws IOException, InterruptedException {
    for (String path :
        List.of("/", "/catalogue/items", "/catalogue/items/ITEM-1", "/healthz", "/readyz")) {
      good(send(request("http://127.0.0.1:" + ports.http() + path)));
      good(send(https(path).header("Accept-Encoding", "gzip")));
    }
  }

  /** As browsers ask, which speak HTTP/2. Not worth a training, should a box not speak it. */
  void lookByHttp2() throws InterruptedException {
    try (HttpClient browser = client(HttpClient.Version.HTTP_2)) {
      for (String path : List.of("/", "/catalogue/items/ITEM-1")) {
        browser.send(
            https(path).timeout(FOR_HTTP2).header("Accept-Encoding", "gzip").build(),
            BodyHandlers.ofByteArray());
      }
      browser.shutdownNow();
    } catch (IOException e) {
      System.out.println("no look by HTTP/2: " + e);
    }
  }

  void enterThePanel() throws IOException, InterruptedException {
    // A ticket is good for one try, as a code is.
    cookie = untilAnswered(this::panelCookie);
    good(send(https("/crew").header("Cookie", cookie)));
  }

  private String panelCookie() throws IOException, InterruptedException {
    String ticket = json(admin("/crew-tickets", Map.of())).path("ticket").asText();
    good(once(https("/crew?ticket=" + ticket).build()));
    HttpResponse<byte[]> entered =
        once(
            https("/crew")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", address(""))
                .POST(BodyPublishers.ofString("ticket=" + ticket))
                .build());
    return entered.headers().firstValue("set-cookie").orElse("").replaceAll(";.*", "");
  }

  void changeAPrice() throws IOException, InterruptedException {
    good(send(https("/crew/prices").header("Cookie", cookie)));
    Sku sku = MadeUpShow.sku(1);
    String form = "sku=" + sku + "&seen=" + MadeUpShow.price(sku) + "&price=9.99&q=";
    send(
        https("/crew/prices")
            .header("Cookie", cookie)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", address(""))
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
    return HttpRequest.newBuilder(URI.create(address));
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
    return untilAnswered(() -> once(request.copy().build()));
  }

  private HttpResponse<byte[]> once(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    standstill.moved();
    return answer;
  }

  /** Tries again for as long as the box lives. */
  private <T> T untilAnswered(Attempt<T> attempt) throws IOException, InterruptedException {
    for (int i = 1; ; i++) {
      try {
        return attempt.run();
      } catch (IOException e) {
        if (i == TRIES || !standstill.boxLives()) {
          throw e;
        }
        Thread.sleep(BETWEEN_TRIES);
      }
    }
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
