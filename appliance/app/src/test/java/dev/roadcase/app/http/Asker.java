package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.PairingJws;
import dev.roadcase.wire.token.Prover;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** A device that asks to be let in as RFC 8628 has it, and can say which digits it shows. */
public final class Asker {
  static final String CHANCE = "chance-of-the-device-for-now";

  final SigningKey key = SigningKey.make(new SecureRandom());
  final DeviceId id = DeviceId.of(key.publicKey());
  private final TestSite site;
  private final Prover prover = new Prover(key, new SecureRandom());
  private JsonNode told = Json.MAPPER.createObjectNode();

  public Asker(TestSite site, String name, String role, boolean commits) throws Exception {
    this.site = site;
    String form = "client_id=" + role + "&device_name=" + encoded(name);
    if (commits) {
      form += "&commitment=" + Hash.of(CHANCE.getBytes(StandardCharsets.US_ASCII)).value();
    }
    told = post("/oauth/device_authorization", form).body();
  }

  private Asker(TestSite site) {
    this.site = site;
  }

  /** One that brings a one-time code, scanned or typed in. */
  public static Asker withCode(TestSite site, String code, String name) throws Exception {
    Asker asker = new Asker(site);
    String commitment = Hash.of(CHANCE.getBytes(StandardCharsets.US_ASCII)).value();
    Answer answer =
        site.send(
            site.https("/pairings")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        Json.MAPPER
                            .createObjectNode()
                            .put("pairing", PairingJws.sign(asker.key, code, name, commitment))
                            .toString())));
    assertEquals(202, answer.status(), answer.body()::toString);
    asker.told = answer.body();
    return asker;
  }

  /** Asks how it stands; "" is a token, anything else why there is none. */
  public String poll() throws Exception {
    String form =
        "grant_type="
            + encoded("urn:ietf:params:oauth:grant-type:device_code")
            + "&device_code="
            + told.path("device_code").asText();
    return post("/oauth/token", form + "&reveal=" + CHANCE).body().path("error").asText();
  }

  public String code() {
    return told.path("user_code").asText();
  }

  /** As its own screen shows them: computed here from the words of docs/auth.md. */
  public String digits() {
    return digitsFor(key.publicKey());
  }

  /** As a device with that key shows them when it is told the same. */
  public String digitsFor(PublicKey device) {
    String over =
        String.join(
            "|",
            "roadcase sas 1",
            told.path("box_key").asText(),
            device.thumbprint(),
            told.path("box_nonce").asText(),
            CHANCE);
    byte[] hash =
        Base64.getUrlDecoder().decode(Hash.of(over.getBytes(StandardCharsets.UTF_8)).value());
    return "%06d".formatted(Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), 1_000_000));
  }

  private Answer post(String path, String form) throws Exception {
    for (int i = 1; ; i++) {
      URI uri = site.https(path).build().uri();
      Answer answer =
          site.send(
              site.https(path)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("DPoP", prover.proof("POST", uri, Optional.empty()))
                  .POST(HttpRequest.BodyPublishers.ofString(form)));
      boolean nonce = prover.noted(answer.raw().headers().firstValue("DPoP-Nonce"));
      if (i == 3 || !nonce || !answer.body().path("error").asText().equals("use_dpop_nonce")) {
        return answer;
      }
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
