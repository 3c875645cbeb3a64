package dev.roadcase.tests.browser;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.DeviceSession;
import dev.roadcase.wire.token.Prover;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** A device that asks to be let in (RFC 8628), as a stranger's app would: by docs/auth.md alone. */
final class Guest {
  private static final String CHANCE = "a-chance-of-32-characters-or-so--";

  private final DeviceSession.Transport transport;
  private final URI box;
  private final SigningKey key = SigningKey.make(new SecureRandom());
  private final Prover prover = new Prover(key, new SecureRandom());
  private final JsonNode told;

  Guest(DeviceSession.Transport transport, URI box, String name, boolean commits)
      throws IOException, InterruptedException {
    this.transport = transport;
    this.box = box;
    told =
        post(
            "/oauth/device_authorization",
            "client_id=till&device_name="
                + encoded(name)
                + (commits
                    ? "&commitment=" + Hash.of(CHANCE.getBytes(StandardCharsets.US_ASCII)).value()
                    : ""));
  }

  /** Asks how it stands; "" once it is in. */
  String poll() throws IOException, InterruptedException {
    return post(
            "/oauth/token",
            "grant_type="
                + encoded("urn:ietf:params:oauth:grant-type:device_code")
                + "&device_code="
                + told.path("device_code").asText()
                + "&reveal="
                + CHANCE)
        .path("error")
        .asText();
  }

  /** What its own screen shows. */
  String digits() {
    String over =
        String.join(
            "|",
            "roadcase sas 1",
            told.path("box_key").asText(),
            key.publicKey().thumbprint(),
            told.path("box_nonce").asText(),
            CHANCE);
    byte[] hash =
        Base64.getUrlDecoder().decode(Hash.of(over.getBytes(StandardCharsets.UTF_8)).value());
    return "%06d".formatted(Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), 1_000_000));
  }

  private JsonNode post(String path, String form) throws IOException, InterruptedException {
    URI uri = box.resolve(path);
    for (int i = 1; ; i++) {
      HttpResponse<byte[]> answer =
          transport.send(
              HttpRequest.newBuilder(uri)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("DPoP", prover.proof("POST", uri, Optional.empty()))
                  .POST(HttpRequest.BodyPublishers.ofString(form))
                  .build());
      boolean nonce = prover.noted(answer.headers().firstValue("DPoP-Nonce"));
      JsonNode said = Json.MAPPER.readTree(answer.body());
      if (i == 3 || !nonce || !said.path("error").asText().equals("use_dpop_nonce")) {
        return said;
      }
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
