package dev.roadcase.app.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.core.auth.PairingDesk;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.Prover;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.KitFolder;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 8628, 7009 and 8414 as clients speak them that have never heard of this box. */
class StockGrantTest {
  private static final SecureRandom CHANCE = new SecureRandom();
  private static final String REVEAL = "ABEiM0RVZneImaq7zN3u_w";
  private static final String COMMITMENT =
      Hash.of(REVEAL.getBytes(StandardCharsets.US_ASCII)).value();

  @TempDir private static Path folder;
  private static TestSite site;

  @BeforeAll
  static void open() throws Exception {
    site = new TestSite(folder).start();
  }

  @AfterAll
  static void close() throws Exception {
    site.close();
  }

  /** A key, and the nonce dance. */
  private static final class Client {
    final SigningKey key = SigningKey.make(CHANCE);
    final DeviceId id = DeviceId.of(key.publicKey());
    final Prover prover = new Prover(key, CHANCE);

    Answer proved(String path, Map<String, String> form) throws Exception {
      URI uri = site.https(path).build().uri();
      for (int i = 1; ; i++) {
        Answer answer = sent(path, form, prover.proof("POST", uri, Optional.empty()));
        boolean nonce = prover.noted(answer.raw().headers().firstValue("DPoP-Nonce"));
        if (!nonce || i == 3 || !answer.body().path("error").asText().equals("use_dpop_nonce")) {
          return answer;
        }
      }
    }

    Answer redeem(Answer asked) throws Exception {
      return redeem(asked, "");
    }

    Answer redeem(Answer asked, String reveal) throws Exception {
      return proved(
          "/oauth/token",
          Map.of(
              "grant_type",
              OAuthRoutes.DEVICE_CODE,
              "client_id",
              "till",
              "device_code",
              asked.body().path("device_code").asText(),
              "reveal",
              reveal));
    }

    int box(String token) throws Exception {
      URI uri = site.https("/box").build().uri();
      for (int i = 1; ; i++) {
        Answer answer =
            site.send(
                site.https("/box")
                    .GET()
                    .header("Authorization", "DPoP " + token)
                    .header("DPoP", prover.proof("GET", uri, Optional.of(token))));
        boolean nonce = prover.noted(answer.raw().headers().firstValue("DPoP-Nonce"));
        if (answer.status() != 401 || !nonce || i == 3) {
          return answer.status();
        }
      }
    }
  }

  @Test
  void aClientThatShowsNoKeyIsBoundToTheOneThatItRedeemsItsCodeWith() throws Exception {
    Client till = new Client();
    Answer asked = asked("no key", Map.of("scope", "sell"));
    assertEquals("", waiting("no key").path("device").asText(), "nobody knows its key yet");
    assertEquals("authorization_pending", error(till.redeem(asked)));
    JsonNode waiting = waiting("no key");
    assertEquals(till.id.value(), waiting.path("device").asText(), "its first proof named it");
    assertEquals("", waiting.path("digits").asText());
    assertEquals("expired_token", error(new Client().redeem(asked)), "a thief of the code");
    letIn(waiting);
    assertEquals("expired_token", error(new Client().redeem(asked)), "approved since");
    Answer granted = till.redeem(asked);
    assertEquals(200, granted.status(), granted.body()::toString);
    assertEquals(till.id.value(), granted.body().path("device").asText());
    assertEquals(200, till.box(token(granted)));
    assertEquals("expired_token", error(new Client().redeem(asked)), "redeemed since");
  }

  @Test
  void anApprovalBeforeTheFirstPollCountsForOneKey() throws Exception {
    Client till = new Client();
    Answer asked = asked("early", Map.of());
    Answer approved = letIn(waiting("early"));
    assertTrue(approved.body().path("keyDue").asBoolean(), approved.body()::toString);
    Answer granted = till.redeem(asked);
    assertEquals(200, granted.status(), granted.body()::toString);
    assertEquals(200, till.box(token(granted)));
    assertEquals("expired_token", error(new Client().redeem(asked)));
  }

  @Test
  void whoIsTurnedAwayBeforeItsKeyIsThereStaysOut() throws Exception {
    Answer asked = asked("unwanted", Map.of());
    site.admin("POST", "/waiting/" + waiting("unwanted").path("id").asText() + "/turn-away", "");
    assertEquals("access_denied", error(new Client().redeem(asked)));
  }

  @Test
  void aBlockedKeyIsNotAdmittedByACodeThatWasApprovedWithoutOne() throws Exception {
    Client blocked = new Client();
    Answer first = asked("blocked", Map.of());
    letIn(waiting("blocked"));
    assertEquals(200, blocked.redeem(first).status());
    site.admin("POST", "/devices/" + blocked.id + "/revoke", "");
    Answer again = asked("blocked", Map.of());
    letIn(waiting("blocked"));
    assertEquals("invalid_grant", error(blocked.redeem(again)));
    assertEquals("invalid_grant", error(blocked.redeem(first)), "nor by what it had");
  }

  @Test
  void aKeyThatIsNamedHasDigits() throws Exception {
    Client till = new Client();
    String jkt = till.key.publicKey().thumbprint();
    Answer asked = asked("named", Map.of("dpop_jkt", jkt, "commitment", COMMITMENT));
    assertEquals(till.id.value(), asked.body().path("device").asText());
    JsonNode before = waiting("named");
    assertTrue(before.path("digitsDue").asBoolean());
    assertEquals("digits-due", letIn(before).problem());
    assertEquals("expired_token", error(new Client().redeem(asked, REVEAL)));
    assertEquals("authorization_pending", error(till.redeem(asked, REVEAL)));
    String shown =
        PairingDesk.digits(
            Certificates.publicKey(KitFolder.read(site.config().identity()).chain().getFirst()),
            till.key.publicKey(),
            asked.body().path("box_nonce").asText(),
            REVEAL);
    assertEquals(shown, waiting("named").path("digits").asText());
    letIn(waiting("named"));
    assertEquals(200, till.redeem(asked).status());
  }

  @Test
  void digitsWithoutAKeyAndTwoKeysAreRefused() throws Exception {
    assertEquals("invalid_request", error(ask("x", Map.of("commitment", COMMITMENT))));
    assertEquals("invalid_request", error(ask("x", Map.of("dpop_jkt", "short"))));
    Client one = new Client();
    String other = new Client().key.publicKey().thumbprint();
    assertEquals(
        "invalid_dpop_proof",
        error(one.proved("/oauth/device_authorization", Map.of("dpop_jkt", other))));
    Answer both =
        one.proved(
            "/oauth/device_authorization", Map.of("dpop_jkt", one.key.publicKey().thumbprint()));
    assertEquals(200, both.status());
    // A header that is there has to be a good proof.
    assertEquals(
        "invalid_dpop_proof", error(sent("/oauth/device_authorization", Map.of(), "a.b.c")));
  }

  @Test
  void aCodeGivesOneTokenAndTheSameOnceMoreIfItsAnswerWasLost() throws Exception {
    Client till = new Client();
    Answer asked = asked("once", Map.of());
    letIn(waiting("once"));
    String first = token(till.redeem(asked));
    Answer again = till.redeem(asked);
    assertEquals(first, token(again), "the same token, not another");
    int left = again.body().path("expires_in").asInt();
    assertTrue(left <= 900 && left >= 900 - PairingDesk.AGAIN.toSeconds(), left + " s");
  }

  @Test
  void theVerificationUriIsOneThatAnybodyCanOpen() throws Exception {
    Answer asked = ask("uri", Map.of());
    String issuer = metadata("https").path("issuer").asText();
    assertEquals(issuer + "/crew/devices", asked.body().path("verification_uri").asText());
    String complete = asked.body().path("verification_uri_complete").asText();
    assertTrue(complete.contains(asked.body().path("user_code").asText()), complete);
    assertTrue(URI.create(complete).isAbsolute());
  }

  @Test
  void aTokenIsEndedByItsTextAndItsDeviceGoesOn() throws Exception {
    Client till = new Client();
    Answer asked = asked("ends", Map.of());
    letIn(waiting("ends"));
    String token = token(till.redeem(asked));
    Answer ended = sent("/oauth/revoke", Map.of("token", token, "client_id", "till", "x", "y"), "");
    assertEquals(200, ended.status());
    assertEquals("application/json", ended.raw().headers().firstValue("content-type").orElse(""));
    assertEquals(0, ended.body().size());
    assertEquals(401, till.box(token));
    Answer renewed =
        till.proved(
            "/oauth/token",
            Map.of("grant_type", "client_credentials", "client_id", till.id.value()));
    assertEquals(200, till.box(token(renewed)), "the key is what counts");
    assertNotEquals(token, token(renewed));
    for (String nothing : new String[] {"no.such.token", "x"}) {
      assertEquals(200, sent("/oauth/revoke", Map.of("token", nothing), "").status());
    }
  }

  @Test
  void credentialsThatAreShownAtRevocationHaveToBeRight() throws Exception {
    String secret = machine("c-one");
    String other = machine("c-two");
    String token =
        token(
            sent(
                "/oauth/token",
                Map.of(
                    "grant_type",
                    "client_credentials",
                    "client_id",
                    "c-one",
                    "client_secret",
                    secret),
                ""));
    Map<String, String> form = Map.of("token", token);
    assertEquals(401, basic("c-one", "wrong", form).status());
    assertEquals(401, basic("c-two", secret, form).status(), "another client's secret");
    assertEquals("invalid_client", error(basic("c-two", other, form)), "another's token");
    assertEquals(200, bearer(token));
    assertEquals(200, basic("c-one", secret, form).status());
    assertEquals(401, bearer(token));
  }

  @Test
  void oneIssuerIsNamedWhateverHostIsAskedAndAtBothDoors() throws Exception {
    JsonNode own = metadata("https");
    String issuer = own.path("issuer").asText();
    assertEquals(TestSite.ISSUER.value(), issuer);
    assertEquals(own, metadata("http"), "the visitors' door has the same");
    String raw =
        site.raw(
            "GET /.well-known/oauth-authorization-server HTTP/1.1\r\n"
                + "Host: evil.example\r\nConnection: close\r\n\r\n");
    assertTrue(raw.contains(issuer), raw);
    assertFalse(raw.contains("evil.example"), raw);
    String token = paired();
    JsonNode claims = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    assertEquals(issuer, claims.path("iss").asText());
    String list = claims.at("/status/status_list/uri").asText();
    assertEquals(issuer + "/oauth/status-lists/1", list);
    JsonNode lists =
        site.get(URI.create(own.path("status_list_aggregation_endpoint").asText()).getPath())
            .body();
    assertEquals(list, lists.at("/status_lists/0").asText());
    String jwt = new String(site.get("/oauth/status-lists/1").raw().body(), StandardCharsets.UTF_8);
    JsonNode said = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]));
    assertEquals(list, said.path("sub").asText());
  }

  private static String paired() throws Exception {
    Client till = new Client();
    Answer asked = asked("issuer", Map.of());
    letIn(waiting("issuer"));
    return token(till.redeem(asked));
  }

  private static String machine(String name) throws Exception {
    return site.admin("POST", "/clients", "{\"client\":\"" + name + "\",\"scope\":\"watch\"}")
        .body()
        .path("secret")
        .asText();
  }

  private static Answer basic(String id, String secret, Map<String, String> form) throws Exception {
    String pair = id + ":" + secret;
    return site.send(
        request("/oauth/revoke", form)
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(pair.getBytes(StandardCharsets.US_ASCII))));
  }

  private static int bearer(String token) throws Exception {
    return site.send(site.https("/box").GET().header("Authorization", "Bearer " + token)).status();
  }

  private static Answer asked(String name, Map<String, String> more) throws Exception {
    Answer answer = ask(name, more);
    assertEquals(200, answer.status(), answer.body()::toString);
    return answer;
  }

  private static Answer ask(String name, Map<String, String> more) throws Exception {
    // Places of one address are few: what other tests left behind is turned away.
    if (site.admin("GET", "/waiting", "").body().path("waiting").size() > 2) {
      site.admin("POST", "/waiting/turn-away", "");
    }
    Map<String, String> form = new java.util.HashMap<>(more);
    form.put("client_id", "till");
    form.put("device_name", name);
    return sent("/oauth/device_authorization", form, "");
  }

  private static Answer sent(String path, Map<String, String> form, String proof) throws Exception {
    HttpRequest.Builder request = request(path, form);
    return site.send(proof.isEmpty() ? request : request.header("DPoP", proof));
  }

  private static HttpRequest.Builder request(String path, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return site.https(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body));
  }

  private static JsonNode waiting(String name) throws Exception {
    for (JsonNode one : site.admin("GET", "/waiting", "").body().path("waiting")) {
      if (one.path("name").asText().equals(name)) {
        return one;
      }
    }
    throw new AssertionError(name + " does not wait");
  }

  private static Answer letIn(JsonNode waiting) throws Exception {
    return site.admin("POST", "/waiting/" + waiting.path("id").asText() + "/let-in", "");
  }

  private static JsonNode metadata(String scheme) throws Exception {
    String path = "/.well-known/oauth-authorization-server";
    return scheme.equals("https")
        ? site.send(site.https(path).GET()).body()
        : site.get(path).body();
  }

  private static String token(Answer answer) {
    assertEquals(200, answer.status(), answer.body()::toString);
    return answer.body().path("access_token").asText();
  }

  private static String error(Answer answer) {
    return answer.body().path("error").asText();
  }
}
