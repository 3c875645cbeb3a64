package dev.roadcase.app.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.app.http.Form;
import dev.roadcase.core.auth.PairingDesk;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.AccessToken;
import dev.roadcase.wire.token.ChildToken;
import dev.roadcase.wire.token.DpopProof;
import dev.roadcase.wire.token.Prover;
import dev.roadcase.wire.token.StatusList;
import dev.roadcase.wire.token.TimeToken;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker over HTTPS, as an OAuth client meets it. */
class OAuthTest {
  @TempDir private static Path folder;
  private static TestSite site;
  private static final SecureRandom CHANCE = new SecureRandom();

  @BeforeAll
  static void open() throws Exception {
    site = new TestSite(folder).start();
  }

  @AfterAll
  static void close() throws Exception {
    site.close();
  }

  /** A client that knows the RFCs and a key. */
  private static final class Client {
    final SigningKey key = SigningKey.make(CHANCE);
    final DeviceId id = DeviceId.of(key.publicKey());
    final Prover prover = new Prover(key, CHANCE);
    String token = "";

    Answer form(String path, Map<String, String> form) throws Exception {
      URI uri = uri(path);
      for (int i = 1; ; i++) {
        Answer answer =
            send(path, form, Map.of("DPoP", prover.proof("POST", uri, Optional.empty())));
        boolean nonce = prover.noted(answer.raw().headers().firstValue("DPoP-Nonce"));
        if (!nonce || answer.status() == 200 || i == 3) {
          return answer;
        }
      }
    }

    Answer renew() throws Exception {
      return kept(
          form(
              "/oauth/token", Map.of("grant_type", "client_credentials", "client_id", id.value())));
    }

    Answer kept(Answer answer) {
      if (answer.status() == 200) {
        token = answer.body().path("access_token").asText();
      }
      return answer;
    }

    Answer box() throws Exception {
      return get("/box", Optional.of(token));
    }

    Answer get(String path, Optional<String> with) throws Exception {
      for (int i = 1; ; i++) {
        HttpRequest.Builder request =
            site.https(path).GET().header("DPoP", prover.proof("GET", uri(path), with));
        with.ifPresent(text -> request.header("Authorization", "DPoP " + text));
        Answer answer = site.send(request);
        boolean nonce = prover.noted(answer.raw().headers().firstValue("DPoP-Nonce"));
        if (answer.status() != 401 || !nonce || i == 3) {
          return answer;
        }
      }
    }
  }

  @Test
  void aDeviceIsLetInByTheCrewThatComparedSixDigits() throws Exception {
    Client till = new Client();
    String reveal = "ABEiM0RVZneImaq7zN3u_w";
    Answer asked =
        till.form(
            "/oauth/device_authorization",
            Map.of(
                "client_id",
                "till",
                "device_name",
                "Bar ü <b>",
                "commitment",
                Hash.of(reveal.getBytes(StandardCharsets.US_ASCII)).value()));
    assertEquals(200, asked.status(), asked.body()::toString);
    assertTrue(asked.body().path("user_code").asText().matches("[A-Z]{4}-[A-Z]{4}"));
    Map<String, String> poll =
        Map.of(
            "grant_type",
            OAuthRoutes.DEVICE_CODE,
            "device_code",
            asked.body().path("device_code").asText(),
            "reveal",
            reveal);
    assertEquals(
        "authorization_pending", till.form("/oauth/token", poll).body().path("error").asText());
    assertEquals("slow_down", till.form("/oauth/token", poll).body().path("error").asText());
    JsonNode waiting = waiting("Bar ü <b>");
    String shown = boxDigits(asked.body(), till.key.publicKey(), reveal);
    assertEquals(shown, waiting.path("digits").asText());
    assertEquals(
        200,
        site.admin("POST", "/waiting/" + waiting.path("id").asText() + "/let-in", "").status());
    Answer in = till.kept(till.form("/oauth/token", poll));
    assertEquals(200, in.status(), in.body()::toString);
    assertEquals("DPoP", in.body().path("token_type").asText());
    assertEquals("sell refund watch", in.body().path("scope").asText());
    assertEquals(900, in.body().path("expires_in").asInt());
    assertEquals(200, till.box().status());
    assertTrue(till.token.length() <= 640, "a token has " + till.token.length());
  }

  /** What the device shows: it only knows what the answer to its own request told it. */
  private static String boxDigits(JsonNode asked, PublicKey own, String reveal) throws Exception {
    PublicKey box =
        dev.roadcase.wire.x509.Certificates.publicKey(
            dev.roadcase.wire.x509.KitFolder.read(site.config().identity()).chain().getFirst());
    assertEquals(box.thumbprint(), asked.path("box_key").asText());
    return PairingDesk.digits(box, own, asked.path("box_nonce").asText(), reveal);
  }

  @Test
  void whoIsTurnedAwayStaysOut() throws Exception {
    Client stranger = new Client();
    Answer asked = stranger.form("/oauth/device_authorization", Map.of("device_name", "stranger"));
    JsonNode waiting = waiting("stranger");
    site.admin("POST", "/waiting/" + waiting.path("id").asText() + "/turn-away", "");
    Answer told =
        stranger.form(
            "/oauth/token",
            Map.of(
                "grant_type",
                OAuthRoutes.DEVICE_CODE,
                "device_code",
                asked.body().path("device_code").asText()));
    assertEquals("access_denied", told.body().path("error").asText());
    assertEquals("invalid_grant", stranger.renew().body().path("error").asText());
  }

  @Test
  void aCodeThatAsksTheCrewLetsNobodyInByItself() throws Exception {
    Answer offered = site.admin("POST", "/pairing-codes", "{\"role\":\"kiosk\",\"ask\":true}");
    TestSite.TestTill kiosk = site.new TestTill(SigningKey.make(CHANCE));
    Answer asked = kiosk.tryPair(offered.body().path("code").asText());
    assertEquals(202, asked.status());
    assertTrue(asked.body().path("token").isMissingNode());
    assertFalse(asked.body().path("device_code").asText().isEmpty());
  }

  @Test
  void theBoxSaysHowNewItsKnowledgeOfRevocationsIsAndForHowLongOneMayGoUnheard() throws Exception {
    Client till = paired();
    JsonNode before = till.box().body().path("revocations");
    assertEquals(0, before.path("knownSeconds").asLong(-1), before::toString);
    assertEquals(100, before.at("/allowed/floorPercent").asInt());
    assertTrue(before.at("/allowed/refunds").asBoolean());
    assertTrue(before.at("/allowed/redeem").asBoolean());
    long elsewhere = before.path("elsewhereSeconds").asLong();
    assertTrue(elsewhere > 880 && elsewhere <= 3600, "of the token that ends last: " + elsewhere);
    assertTrue(before.path("keys").isNull(), "the show has revoked no kit's keys");

    Client other = paired();
    site.admin("POST", "/devices/" + DeviceId.of(other.key.publicKey()) + "/revoke", "");
    JsonNode after = till.box().body().path("revocations");
    assertTrue(after.at("/tokens/dead").asInt() > before.at("/tokens/dead").asInt());
    assertTrue(after.at("/tokens/list").asLong() > before.at("/tokens/list").asLong());
    assertTrue(
        after.path("elsewhereSeconds").asLong() > 880, "the bound is of the revoked one, too");
  }

  @Test
  void aDeviceRenewsByItsKeyAndBothTokensAreGood() throws Exception {
    Client till = paired();
    String first = till.token;
    assertEquals(200, till.renew().status());
    assertNotEquals(first, till.token);
    assertEquals(200, till.box().status());
    assertEquals(200, till.get("/box", Optional.of(first)).status());
  }

  @Test
  void aTokenIsOfNoUseWithoutItsKey() throws Exception {
    Client till = paired();
    Client thief = new Client();
    assertEquals("bad-proof", thief.get("/box", Optional.of(till.token)).problem());
    Answer asBearer =
        site.send(site.https("/box").GET().header("Authorization", "Bearer " + till.token));
    assertEquals(401, asBearer.status());
    Answer withoutProof =
        site.send(site.https("/box").GET().header("Authorization", "DPoP " + till.token));
    assertEquals("bad-proof", withoutProof.problem());
    assertTrue(
        withoutProof
            .raw()
            .headers()
            .firstValue("WWW-Authenticate")
            .orElse("")
            .startsWith("DPoP error=\"invalid_dpop_proof\""));
  }

  @Test
  void aProofIsGoodForOneRequestOnly() throws Exception {
    Client till = paired();
    till.box();
    URI uri = uri("/box");
    Optional<String> with = Optional.of(till.token);
    String proof = till.prover.proof("GET", uri, with);
    assertEquals(200, box(till.token, proof).status());
    assertEquals("bad-proof", box(till.token, proof).problem(), "a replay");
    assertEquals("bad-proof", box(till.token, till.prover.proof("POST", uri, with)).problem());
    assertEquals(
        "bad-proof", box(till.token, till.prover.proof("GET", uri, Optional.empty())).problem());
    for (String other :
        List.of(
            "https://127.0.0.1/box",
            uri.toString().replace("https", "http"),
            uri + "/",
            uri.toString().replace("/box", "/x/../box"),
            uri.toString().replace("/box", "/%62ox%2e"),
            uri.toString().replace("127.0.0.1", "evil.example"))) {
      String forged =
          DpopProof.sign(
              till.key,
              "jti-" + other.hashCode(),
              "GET",
              other,
              1,
              nonceOf(till),
              with.map(DpopProof::ath));
      assertEquals("bad-proof", box(till.token, forged).problem(), other);
    }
  }

  @Test
  void anotherHostThanTheBoxesIsNotTheBox() throws Exception {
    Client till = paired();
    till.box();
    URI uri = uri("/box");
    String evil = "evil.example:" + uri.getPort();
    String forged =
        DpopProof.sign(
            till.key,
            "jti-host",
            "GET",
            "https://" + evil + "/box",
            1,
            nonceOf(till),
            Optional.of(DpopProof.ath(till.token)));
    String request =
        "GET /box HTTP/1.1\r\nHost: %s\r\nAuthorization: DPoP %s\r\nDPoP: %s\r\nConnection: close\r\n\r\n"
            .formatted(evil, till.token, forged);
    assertTrue(site.raw(request).contains("bad-proof"));
  }

  @Test
  void anOldOrForeignNonceIsAskedAnew() throws Exception {
    Client till = paired();
    Client other = paired();
    other.box();
    for (Optional<String> nonce :
        List.of(Optional.<String>empty(), Optional.of("AAAA"), nonceOf(other))) {
      String proof =
          DpopProof.sign(
              till.key,
              "jti-" + nonce.hashCode(),
              "GET",
              uri("/box").toString(),
              1,
              nonce,
              Optional.of(DpopProof.ath(till.token)));
      Answer answer = box(till.token, proof);
      assertEquals("use-dpop-nonce", answer.problem());
      assertTrue(answer.raw().headers().firstValue("DPoP-Nonce").isPresent());
    }
  }

  @Test
  void aLostDeviceIsOutAtOnceWithAllOfItsTokens() throws Exception {
    Client till = paired();
    assertEquals(200, till.box().status());
    site.admin("POST", "/devices/" + till.id + "/revoke", "");
    assertEquals("not-paired", till.box().problem());
    assertEquals("invalid_grant", till.renew().body().path("error").asText());
    assertTrue(list().refuses(claim(till.token)), "and the list says so");
  }

  @Test
  void whoHoldsATokenMayEndItAndNobodyElse() throws Exception {
    Client till = paired();
    String first = till.token;
    till.renew();
    Client thief = paired();
    assertEquals(
        "invalid_client",
        thief.form("/oauth/revoke", Map.of("token", first)).body().path("error").asText());
    assertEquals(200, till.form("/oauth/revoke", Map.of("token", first)).status());
    assertEquals("token-revoked", till.get("/box", Optional.of(first)).problem());
    assertEquals(200, till.box().status(), "the other one is good");
    assertEquals(
        200, till.form("/oauth/revoke", Map.of("token", "no.such.token")).status(), "RFC 7009");
  }

  @Test
  void aScopeIsANarrowingAndNeverMore() throws Exception {
    Client till = paired();
    Answer less =
        till.form(
            "/oauth/token",
            Map.of(
                "grant_type", "client_credentials", "client_id", till.id.value(), "scope", "sell"));
    assertEquals("sell", less.body().path("scope").asText());
    till.kept(less);
    assertEquals("not-allowed", till.box().problem());
    for (String scope : List.of("sell prices", "admin", "sell sell", "sell  refund", "SELL")) {
      Answer more =
          till.form(
              "/oauth/token",
              Map.of(
                  "grant_type",
                  "client_credentials",
                  "client_id",
                  till.id.value(),
                  "scope",
                  scope));
      assertEquals("invalid_scope", more.body().path("error").asText(), scope);
    }
  }

  @Test
  void aLentTokenIsNarrowerAndDiesWithItsParent() throws Exception {
    Client till = paired();
    Client borrower = new Client();
    long expires = claim(till.token).expires() - 10;
    String chain =
        ChildToken.lend(
            till.key, till.token, Set.of(Scope.WATCH), expires, borrower.key.publicKey());
    assertEquals(200, borrower.get("/box", Optional.of(chain)).status());
    assertEquals("bad-proof", till.get("/box", Optional.of(chain)).problem(), "it was lent");
    assertEquals(
        "bad-proof", borrower.get("/box", Optional.of(till.token)).problem(), "not the parent");
    till.form("/oauth/revoke", Map.of("token", till.token));
    assertEquals("token-revoked", borrower.get("/box", Optional.of(chain)).problem());
  }

  @Test
  void aMachineComesInByItsSecretForWhatIsNoMoney() throws Exception {
    JsonNode made =
        site.admin("POST", "/clients", "{\"client\":\"c-weather\",\"scope\":\"telemetry watch\"}")
            .body();
    String secret = made.path("secret").asText();
    assertEquals(
        409,
        site.admin("POST", "/clients", "{\"client\":\"c-weather\",\"scope\":\"watch\"}").status());
    assertEquals(
        400, site.admin("POST", "/clients", "{\"client\":\"c-x\",\"scope\":\"sell\"}").status());
    Map<String, String> form =
        Map.of(
            "grant_type", "client_credentials", "client_id", "c-weather", "client_secret", secret);
    Answer answer = send("/oauth/token", form, Map.of());
    assertEquals("Bearer", answer.body().path("token_type").asText(), answer.body()::toString);
    String token = answer.body().path("access_token").asText();
    assertEquals(
        200,
        site.send(site.https("/box").GET().header("Authorization", "Bearer " + token)).status());
    assertEquals(
        "not-allowed",
        site.send(
                site.https("/sales")
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + token)
                    .POST(BodyPublishers.ofString("{\"sale\":\"a.b.c\"}")))
            .problem());
    Map<String, String> wrong = new HashMap<>(form);
    wrong.put("client_secret", secret + "x");
    Answer refused = send("/oauth/token", wrong, Map.of());
    assertEquals(401, refused.status());
    assertEquals("invalid_client", refused.body().path("error").asText());
    site.admin("POST", "/clients/c-weather/remove", "");
    assertEquals(401, send("/oauth/token", form, Map.of()).status());
    assertEquals(
        403,
        site.send(site.https("/box").GET().header("Authorization", "Bearer " + token)).status());
  }

  @Test
  void whatTheTokenEndpointCannotReadIsSaidInOAuthsWords() throws Exception {
    assertEquals("invalid_request", error("", "text/plain"));
    assertEquals("invalid_request", error("grant_type=", FORM));
    assertEquals("invalid_request", error("grant_type=a&grant_type=b", FORM));
    assertEquals("invalid_request", error("grant_type=%zz", FORM));
    assertEquals("unsupported_grant_type", error("grant_type=password", FORM));
    assertEquals("invalid_client", error("grant_type=client_credentials&client_id=x", FORM));
    assertEquals(413, raw("x=" + "a".repeat(Form.MAX), FORM).statusCode());
  }

  @Test
  void introspectionIsForTheBoxAlone() throws Exception {
    Client till = paired();
    assertTrue(introspected(till.token).path("active").asBoolean());
    assertEquals(till.id.value(), introspected(till.token).path("sub").asText());
    assertFalse(introspected("a.b.c").path("active").asBoolean());
    till.form("/oauth/revoke", Map.of("token", till.token));
    assertFalse(introspected(till.token).path("active").asBoolean());
    assertEquals(404, raw("token=x", FORM, "/oauth/introspect").statusCode());
  }

  @Test
  void theListIsSignedAndTheTimeTooForANonce() throws Exception {
    StatusList list = list();
    assertTrue(list.head().expires() > list.head().issued());
    HttpResponse<byte[]> time = site.send(site.https("/time?nonce=abc").GET()).raw();
    TimeToken token =
        TimeToken.verified(text(time), "abc", OAuthTest::issuerKey).orElseThrow().value();
    assertTrue(token.lo() <= System.currentTimeMillis() && token.hi() > token.lo());
    assertEquals("malformed", site.get("/time").problem());
    assertEquals("malformed", site.get("/time?nonce=" + "a".repeat(65)).problem());
  }

  @Test
  void theMetadataNamesWhatThereIs() throws Exception {
    JsonNode metadata = site.get("/.well-known/oauth-authorization-server").body();
    String issuer = TestSite.ISSUER.value();
    assertEquals(issuer, metadata.path("issuer").asText());
    assertEquals(issuer + "/oauth/token", metadata.path("token_endpoint").asText());
    assertEquals("ES256", metadata.path("dpop_signing_alg_values_supported").path(0).asText());
    JsonNode keys = site.get("/.well-known/jwks.json").body().path("keys");
    assertTrue(keys.size() >= 2, "the present one, and the next");
    assertTrue(keys.path(0).path("d").isMissingNode());
  }

  @Test
  void aFloodOfBadTokensWritesFewFacts() throws Exception {
    double before = facts();
    for (int i = 0; i < 200; i++) {
      site.send(site.https("/box").GET().header("Authorization", "DPoP a.b." + i));
    }
    assertTrue(facts() - before < 10, "one line a kind and a minute");
  }

  private static final String FORM = "application/x-www-form-urlencoded";

  private static Client paired() throws Exception {
    Client client = new Client();
    Answer answer =
        site.post(
            "/pairings",
            Optional.empty(),
            TestSite.object(
                "pairing",
                dev.roadcase.wire.token.PairingJws.sign(client.key, site.code("till"), "a till")));
    client.token = answer.body().path("token").asText();
    return client;
  }

  private static Answer box(String token, String proof) throws Exception {
    return site.send(
        site.https("/box").GET().header("Authorization", "DPoP " + token).header("DPoP", proof));
  }

  /** A nonce that this client may use now. */
  private static Optional<String> nonceOf(Client client) throws Exception {
    String proof =
        DpopProof.sign(
            client.key,
            "n" + CHANCE.nextLong(),
            "GET",
            uri("/box").toString(),
            1,
            Optional.empty(),
            Optional.of(DpopProof.ath(client.token)));
    return box(client.token, proof).raw().headers().firstValue("DPoP-Nonce");
  }

  private static JsonNode waiting(String name) throws Exception {
    for (JsonNode one : site.admin("GET", "/waiting", "").body().path("waiting")) {
      if (one.path("name").asText().equals(name)) {
        return one;
      }
    }
    throw new AssertionError(name + " does not wait");
  }

  private static JsonNode introspected(String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + site.appliance().ports().admin() + "/oauth/introspect"))
            .header("Authorization", "Bearer " + site.adminToken())
            .header("Content-Type", FORM)
            .POST(BodyPublishers.ofString("token=" + token));
    return site.send(request).body();
  }

  private static double facts() throws Exception {
    String page = text(site.admin("GET", "/metrics", "").raw());
    return page.lines()
        .filter(line -> line.startsWith("roadcase_journal_facts_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static StatusList list() throws Exception {
    String jwt = text(site.send(site.https("/oauth/status-lists/1").GET()).raw());
    return StatusList.verified(jwt, OAuthTest::issuerKey).orElseThrow().value();
  }

  private static dev.roadcase.core.auth.Claim claim(String token) {
    return AccessToken.verified(token, OAuthTest::issuerKey).orElseThrow().value().claim();
  }

  private static Es256 issuerKey(String kid) {
    try {
      for (JsonNode key : site.get("/.well-known/jwks.json").body().path("keys")) {
        if (key.path("kid").asText().equals(kid)) {
          return new Es256(new PublicKey(key.path("x").asText(), key.path("y").asText()));
        }
      }
      throw new AssertionError("no key " + kid);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Answer send(String path, Map<String, String> form, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        site.https(path).header("Content-Type", FORM).POST(BodyPublishers.ofString(encoded(form)));
    headers.forEach(request::header);
    return site.send(request);
  }

  private static String error(String body, String type) throws Exception {
    return dev.roadcase.wire.json.Json.MAPPER
        .readTree(raw(body, type).body())
        .path("error")
        .asText();
  }

  private static HttpResponse<byte[]> raw(String body, String type) throws Exception {
    return raw(body, type, "/oauth/token");
  }

  private static HttpResponse<byte[]> raw(String body, String type, String path) throws Exception {
    return site.send(
            site.https(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)))
        .raw();
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(e ->
            URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static URI uri(String path) {
    return URI.create("https://127.0.0.1:" + site.appliance().ports().https() + path);
  }
}
