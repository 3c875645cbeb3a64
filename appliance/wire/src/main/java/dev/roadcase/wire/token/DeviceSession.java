package dev.roadcase.wire.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/**
 * A paired device's side of its talks with a box: a proof with every request, the newest nonce in
 * it, and a new token when the old one is not taken any more. For what we write ourselves, demo and
 * tests; a stock OAuth client does the same. One request at a time.
 */
public final class DeviceSession {
  /** How requests are sent. */
  @FunctionalInterface
  public interface Transport {
    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException;
  }

  private static final String JSON = "application/json";
  private static final int TRIES = 4;

  private final Prover prover;
  private final DeviceId id;
  private final Transport transport;
  private final Duration patience;
  private volatile Optional<String> token = Optional.empty();

  /**
   * A session that has no token yet.
   *
   * @param patience with one answer
   */
  public DeviceSession(
      SigningKey key, SecureRandom chance, Duration patience, Transport transport) {
    this.prover = new Prover(key, chance);
    this.id = DeviceId.of(key.publicKey());
    this.patience = patience;
    this.transport = transport;
  }

  /** The token that pairing gave. */
  public void token(String text) {
    token = Optional.of(text);
  }

  public Optional<String> token() {
    return token;
  }

  /** The device's side of a proof, for who sends by himself. */
  public Prover prover() {
    return prover;
  }

  public HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
    return send("GET", uri, "", new byte[0]);
  }

  /** Posts JSON. */
  public HttpResponse<byte[]> post(URI uri, byte[] body) throws IOException, InterruptedException {
    return send("POST", uri, JSON, body);
  }

  /**
   * Sends a request, again when the box wants a newer nonce, and once more with a new token when it
   * wants that.
   */
  private HttpResponse<byte[]> send(String method, URI uri, String type, byte[] body)
      throws IOException, InterruptedException {
    boolean renewed = false;
    for (int i = 1; ; i++) {
      Optional<String> with = token;
      HttpRequest.Builder request = request(uri, type, method, body);
      with.ifPresent(text -> request.header("Authorization", "DPoP " + text));
      HttpResponse<byte[]> answer =
          transport.send(request.header("DPoP", prover.proof(method, uri, with)).build());
      boolean nonce = prover.noted(answer.headers().firstValue("DPoP-Nonce"));
      if (answer.statusCode() != 401 || i == TRIES) {
        return answer;
      }
      if (!nonce) {
        if (renewed || with.isEmpty() || !renewed(uri.resolve("/oauth/token"))) {
          return answer;
        }
        renewed = true;
      }
    }
  }

  /**
   * Fetches a new token by the device's key; answers whether the box gave one.
   *
   * @param endpoint the box's token endpoint
   */
  public boolean renewed(URI endpoint) throws IOException, InterruptedException {
    byte[] form =
        ("grant_type=client_credentials&client_id=" + id).getBytes(StandardCharsets.US_ASCII);
    for (int i = 1; ; i++) {
      HttpResponse<byte[]> answer =
          transport.send(
              request(endpoint, "application/x-www-form-urlencoded", "POST", form)
                  .header("DPoP", prover.proof("POST", endpoint, Optional.empty()))
                  .build());
      boolean nonce = prover.noted(answer.headers().firstValue("DPoP-Nonce"));
      JsonNode said = Json.MAPPER.readTree(answer.body());
      if (answer.statusCode() == 200) {
        token(said.path("access_token").asText());
        return true;
      }
      if (!nonce || i == TRIES) {
        return false;
      }
    }
  }

  private HttpRequest.Builder request(URI uri, String type, String method, byte[] body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(patience);
    return type.isEmpty()
        ? request.method(method, BodyPublishers.noBody())
        : request.header("Content-Type", type).method(method, BodyPublishers.ofByteArray(body));
  }
}
