package dev.roadcase.tests.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Talks to a box as a stranger does who was given the fleet's certificate. The JDK and Jackson,
 * nothing of ours: the outside checker uses it too.
 */
final class BoxClient implements OutsideChecker.Answers, AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI base;
  private final HttpClient http;
  private final Map<String, OutsideDevice> devices = new ConcurrentHashMap<>();

  BoxClient(URI base, Path trust) {
    this.base = base;
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .sslContext(trusting(trust))
            .build();
  }

  @Override
  public OutsideChecker.Answer receipt(String token) throws IOException, InterruptedException {
    return send(request("/receipts/" + token).GET());
  }

  @Override
  public OutsideChecker.Answer sell(String credential, String jws)
      throws IOException, InterruptedException {
    return post("/sales", Optional.of(credential), Map.of("sale", jws));
  }

  OutsideChecker.Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  /** With a device's token and proof, if there is a {@link OutsideDevice#credential}. */
  OutsideChecker.Answer post(String path, Optional<String> credential, Map<String, String> body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)));
    if (credential.isEmpty()) {
      return send(request);
    }
    OutsideDevice device = devices.computeIfAbsent(credential.get(), OutsideDevice::of);
    return answer(device.send(this::send, "POST", base.resolve(path), request));
  }

  /** The status of the crew's panel, for a browser that was let in by a ticket. */
  int panel(String ticket) throws IOException, InterruptedException {
    HttpResponse<Void> entered =
        http.send(
            request("/crew")
                .header("Origin", "https://" + base.getRawAuthority())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("ticket=" + ticket))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    String cookie = entered.headers().firstValue("set-cookie").orElse("").replaceAll(";.*", "");
    return http.send(
            request("/crew").header("Cookie", cookie).GET().build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
  }

  private OutsideChecker.Answer send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return answer(send(request.build()));
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static OutsideChecker.Answer answer(HttpResponse<byte[]> response) throws IOException {
    JsonNode body = MAPPER.readTree(response.body());
    return new OutsideChecker.Answer(
        response.statusCode(), body, response.headers().firstValue("retry-after").orElse(""));
  }

  private static SSLContext trusting(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "fleet", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(pem + " cannot be trusted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
