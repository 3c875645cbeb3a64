package dev.roadcase.provisioning.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.DeviceSession;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.KeyStores;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Talks to a box over HTTPS, trusting the fleet's root and nobody else. */
final class BoxClient implements AutoCloseable {
  /** A box that was killed closes the connection; one that is slow is waited for. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** An answer of the box: status and JSON body. */
  record Answer(int status, JsonNode body) {
    boolean good() {
      return status / 100 == 2;
    }

    String problem() {
      return body.path("type").asText().replace("urn:roadcase:problem:", "");
    }
  }

  private final URI base;
  private final HttpClient http;

  BoxClient(URI base, FleetRoot root) {
    this.base = base;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting(root))
            .build();
  }

  /** A device's session with this box. */
  DeviceSession session(SigningKey key, SecureRandom chance) {
    return new DeviceSession(
        key,
        chance,
        PATIENCE,
        request -> http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
  }

  Answer get(DeviceSession device, String path) throws IOException, InterruptedException {
    return answer(device.get(base.resolve(path)));
  }

  Answer post(DeviceSession device, String path, ObjectNode body)
      throws IOException, InterruptedException {
    return answer(
        device.post(base.resolve(path), body.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static Answer answer(HttpResponse<byte[]> response) throws IOException {
    return new Answer(response.statusCode(), Json.MAPPER.readTree(response.body()));
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

  @Override
  public void close() {
    http.shutdownNow();
  }
}
