package dev.roadcase.tests.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.PemTrustOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Asks a box for a till's first nonce, by a request that it refuses for the lack of one. */
final class Nonces implements Function<BenchTill, Optional<String>> {
  private final HttpClient client;
  private final int port;

  Nonces(Vertx vertx, int port, String root) {
    this.port = port;
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setTrustOptions(new PemTrustOptions().addCertPath(root))
                .setVerifyHost(true));
  }

  @Override
  public Optional<String> apply(BenchTill till) {
    try {
      return client
          .request(HttpMethod.POST, port, "127.0.0.1", till.target().getRawPath())
          .compose(request -> send(request, till))
          .map(response -> Optional.ofNullable(response.getHeader("DPoP-Nonce")))
          .await(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the box gave no nonce within ten seconds", e);
    }
  }

  private static Future<HttpClientResponse> send(HttpClientRequest request, BenchTill till) {
    request.putHeader("DPoP", till.proof());
    return till.hasToken()
        ? request
            .putHeader("Authorization", "DPoP " + till.token())
            .putHeader("Content-Type", "application/json")
            .send("{\"sale\":\"a.b.c\"}")
        : request.putHeader("Content-Type", "application/x-www-form-urlencoded").send(till.form());
  }
}
