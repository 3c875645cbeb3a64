package dev.roadcase.app.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.secret.Argon2id;
import dev.roadcase.wire.token.PairingJws;
import dev.roadcase.wire.token.Prover;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A staff member's PIN over a device's key. */
class PinTest {
  private static final SecureRandom CHANCE = new SecureRandom();

  /** Cheap: what is tried here is what stands before the hash. */
  private static final Argon2id CHEAP = new Argon2id(64, 1);

  @TempDir private Path folder;
  private TestSite site;
  private final SigningKey key = SigningKey.make(CHANCE);
  private final Prover prover = new Prover(key, CHANCE);
  private final DeviceId till = DeviceId.of(key.publicKey());

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(folder);
    Roster roster =
        new Roster(
            Map.of(Role.TILL, new Roster.Duty(Set.of(Scope.SELL), Duration.ofMinutes(15))),
            List.of(
                new Roster.Staff(
                    "anna",
                    "Anna",
                    Set.of(Scope.REFUND),
                    CHEAP.hash("0815".toCharArray(), CHANCE))));
    site.writePack(1, Optional.of(roster), Optional.empty());
    site.start();
    site.post(
        "/pairings",
        Optional.empty(),
        TestSite.object("pairing", PairingJws.sign(key, site.code("till"), "a till")));
  }

  @AfterEach
  void close() throws Exception {
    site.close();
  }

  @Test
  void thePinAddsWhatItsOwnerMayDo() throws Exception {
    assertEquals("sell", renew("").path("scope").asText());
    assertEquals("sell refund", renew("&staff=anna&pin=0815").path("scope").asText());
  }

  @Test
  void aWrongPinAndAnUnknownNameAreToldTheSame() throws Exception {
    assertEquals(renew("&staff=anna&pin=0816"), renew("&staff=nobody&pin=0815"));
    assertEquals(
        "invalid_grant",
        renew("&staff=anna&pin=")
            .path("error")
            .asText()
            .replace("invalid_request", "invalid_grant"));
  }

  @Test
  void fiveWrongOnesAreTheEndForAMinuteAlsoOverARestart() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertEquals("invalid_grant", renew("&staff=anna&pin=000" + i).path("error").asText());
    }
    assertEquals("slow_down", renew("&staff=anna&pin=0815").path("error").asText());
    site.stop();
    site.start();
    assertEquals("slow_down", renew("&staff=anna&pin=0815").path("error").asText());
    assertEquals("sell", renew("").path("scope").asText(), "selling goes on");
    assertTrue(
        site.admin("POST", "/devices/" + till + "/unlock", "").body().path("unlocked").asBoolean());
    assertEquals("sell refund", renew("&staff=anna&pin=0815").path("scope").asText());
  }

  @Test
  void whatThePackKnowsOfPinsIsServedToNobody() throws Exception {
    for (String path : List.of("/manifest.json", "/catalogue/items", "/", "/crew")) {
      HttpResponse<byte[]> answer = site.send(site.https(path).GET()).raw();
      assertFalse(new String(answer.body(), StandardCharsets.UTF_8).contains("argon2"), path);
    }
  }

  private com.fasterxml.jackson.databind.JsonNode renew(String more) throws Exception {
    URI uri = URI.create("https://127.0.0.1:" + site.appliance().ports().https() + "/oauth/token");
    for (int i = 1; ; i++) {
      HttpResponse<byte[]> answer =
          site.send(
                  site.https("/oauth/token")
                      .header("Content-Type", "application/x-www-form-urlencoded")
                      .header("DPoP", prover.proof("POST", uri, Optional.empty()))
                      .POST(
                          BodyPublishers.ofString(
                              "grant_type=client_credentials&client_id=" + till + more)))
              .raw();
      if (!prover.noted(answer.headers().firstValue("DPoP-Nonce")) || i == 3) {
        return Json.MAPPER.readTree(answer.body());
      }
    }
  }
}
