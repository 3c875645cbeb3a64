package dev.roadcase.tests.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.tests.attack.Victim.Answer;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.Jwk;
import dev.roadcase.wire.jws.SigningKey;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was opened so that stock OAuth clients come in, tried by somebody who means harm. */
class StockWaysTest {
  @TempDir private static Path folder;
  private static Victim box;
  private static Stranger till;

  @BeforeAll
  static void letIn() throws Exception {
    box = new Victim(folder);
    till = Stranger.paired(box, "till");
  }

  @AfterAll
  static void close() {
    box.close();
  }

  /** What all below are compared with. */
  @Test
  void aProofWithMembersThatNobodyKnowsIsGood() throws Exception {
    assertEquals(200, renewal(header -> {}, till.key).status());
    Answer more =
        renewal(
            header -> {
              header.put("kid", "x").put("jku", "https://evil.example/").put("typ", "DPoP+JWT");
              jwk(header).put("ext", true).put("use", "sig").putArray("key_ops").add("verify");
            },
            till.key);
    assertEquals(200, more.status(), more::text);
  }

  @Test
  void nothingCriticalIsIgnored() throws Exception {
    for (Consumer<ObjectNode> change :
        List.<Consumer<ObjectNode>>of(
            header -> header.put("x", 1).putArray("crit").add("x"),
            header -> header.putArray("crit"),
            header -> header.putNull("crit"),
            header -> header.putArray("crit").add("typ"),
            header -> header.put("b64", false).putArray("crit").add("b64"),
            header -> header.put("b64", true),
            header -> header.put("zip", "DEF"),
            header -> header.put("enc", "A256GCM"))) {
      refused(change, till.key);
    }
  }

  @Test
  void aKeyInAProofIsAPublicKeyForThisAndNothingElse() throws Exception {
    refused(header -> jwk(header).put("d", till.key.scalar()), till.key);
    refused(header -> jwk(header).put("k", "c2VjcmV0"), till.key);
    refused(header -> jwk(header).put("alg", "HS256"), till.key);
    refused(header -> jwk(header).put("use", "enc"), till.key);
    refused(header -> jwk(header).put("kty", "oct"), till.key);
    refused(header -> header.put("alg", "none"), till.key);
    refused(header -> header.put("alg", "HS256"), till.key);
    refused(header -> header.put("typ", "at+jwt"), till.key);
    refused(header -> header.put("typ", "JWT"), till.key);
    refused(header -> header.remove("jwk"), till.key);
  }

  @Test
  void noOtherKeyIsTakenForTheOneInTheHeader() throws Exception {
    SigningKey own = SigningKey.make(Victim.CHANCE);
    // The victim's key in the header, the thief's signature; and the other way round.
    refused(header -> header.put("kid", Jwk.keyId(own.publicKey())), own);
    refused(header -> header.put("kid", till.id), own);
    ObjectNode theirs = header(header -> header.put("kid", till.id));
    theirs.set("jwk", Jwk.write(own.publicKey()));
    String proof = input(theirs, nonce(new Stranger(box, own)));
    Answer other = renewal(proof + "." + base64(own.sign(proof.getBytes(US_ASCII))));
    assertEquals("invalid_client", other.error(), "a good proof, by nobody");
    // The public key as a shared secret.
    String input = input(header(h -> h.put("alg", "HS256")), nonce(till));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Jwk.write(till.key.publicKey()).toString().getBytes(UTF_8), "x"));
    assertEquals(
        "invalid_dpop_proof",
        renewal(input + "." + base64(mac.doFinal(input.getBytes(US_ASCII)))).error());
    assertEquals("invalid_dpop_proof", renewal(input + ".").error());
  }

  /** RFC 9449 §4.3 (8): the method of the request as it came. */
  @Test
  void aHeadHasAProofOfItsOwn() throws Exception {
    assertEquals(200, till.get("/box", till.token).status());
    for (String method : List.of("GET", "HEAD")) {
      String proof = till.proof(method, box.uri("/box").toString(), Optional.of(till.token));
      Answer head =
          box.send(
              box.request("/box")
                  .method("HEAD", BodyPublishers.noBody())
                  .header("Authorization", "DPoP " + till.token)
                  .header("DPoP", proof));
      assertEquals(method.equals("HEAD") ? 200 : 401, head.status(), "a proof for " + method);
    }
  }

  @Test
  void aCodeThatWasApprovedIsForTheKeyThatCameFirst() throws Exception {
    JsonNode asked = ask("came first");
    Stranger owner = new Stranger(box);
    Stranger thief = new Stranger(box);
    assertEquals("authorization_pending", poll(owner, asked).error());
    assertEquals("expired_token", poll(thief, asked).error(), "before the approval");
    approve("came first");
    Answer stolen = poll(thief, asked);
    assertEquals("expired_token", stolen.error(), "after it: " + stolen.text());
    assertEquals("invalid_grant", thief.renew().error());
    Answer granted = poll(owner, asked);
    assertEquals(200, granted.status(), granted::text);
    assertEquals(owner.id, granted.body().path("device").asText());
    assertEquals("expired_token", poll(thief, asked).error(), "after its token");
  }

  @Test
  void anApprovedCodeIsOneToken() throws Exception {
    JsonNode asked = ask("one token");
    approve("one token");
    Stranger owner = new Stranger(box);
    double before = box.counter("roadcase_journal_facts_total");
    Answer first = poll(owner, asked);
    Answer again = poll(owner, asked);
    assertEquals(
        first.body().path("access_token"), again.body().path("access_token"), "the same token");
    for (int i = 0; i < 20; i++) {
      poll(owner, asked);
    }
    double facts = box.counter("roadcase_journal_facts_total") - before;
    assertTrue(facts <= 4, "paired and issued once, not " + facts);
  }

  @Test
  void twentyRedemptionsAtOnceAreOneToken() throws Exception {
    JsonNode asked = ask("at once");
    approve("at once");
    Stranger owner = new Stranger(box);
    owner.nonce();
    List<Answer> all = Together.all(20, i -> () -> poll(owner, asked));
    assertEquals(
        1,
        all.stream()
            .filter(answer -> answer.status() == 200)
            .map(answer -> answer.body().path("access_token").asText())
            .distinct()
            .count());
    assertTrue(
        all.stream()
            .filter(answer -> answer.status() != 200)
            .allMatch(answer -> List.of("slow_down", "use_dpop_nonce").contains(answer.error())));
  }

  @Test
  void digitsAreNeverOverAKeyThatIsChosenLast() throws Exception {
    String commitment = "A".repeat(43);
    Answer answer =
        plain(
            "/oauth/device_authorization",
            Map.of("client_id", "till", "device_name", "late", "commitment", commitment));
    assertEquals("invalid_request", answer.error(), answer::text);
    assertTrue(box.waiting("late").isEmpty(), "and nobody stands at the desk");
  }

  @Test
  void whoHasReadATokenEndsThatTokenAndNoDevice() throws Exception {
    Stranger device = Stranger.paired(box, "till");
    String read = device.token;
    assertEquals(200, plain("/oauth/revoke", Map.of("token", read)).status());
    assertEquals("token-revoked", device.get("/box", read).problem());
    assertEquals(200, device.renew().status());
    assertEquals(200, device.get("/box", device.token).status());
    Stranger thief = new Stranger(box);
    Answer proved = thief.form("/oauth/revoke", Map.of("token", device.token));
    assertEquals("invalid_client", proved.error(), "a proof that is shown has to be the holder's");
    assertEquals(200, device.get("/box", device.token).status());
  }

  @Test
  void noHostThatSomebodySendsBecomesTheIssuer() throws Exception {
    String own = box.get("/.well-known/oauth-authorization-server").body().path("issuer").asText();
    for (String host : List.of("evil.example", "evil.example:443", "127.0.0.1", "localhost:1")) {
      String answer =
          box.raw(
              "GET /.well-known/oauth-authorization-server HTTP/1.1\r\nHost: "
                  + host
                  + "\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n"
                  + "Connection: close\r\n\r\n");
      assertTrue(answer.contains("\"issuer\":\"" + own + "\""), answer);
      assertFalse(answer.contains("evil.example"), answer);
    }
  }

  @Test
  void noOriginReadsWhatIsTheCrews() throws Exception {
    for (String path :
        List.of(
            "/crew",
            "/crew/devices",
            "/oauth/../crew/devices",
            "/oauth/%2e%2e/crew/devices",
            "/catalogue/items/%2e%2e/%2E%2E/crew")) {
      for (String method : List.of("GET", "OPTIONS")) {
        String answer =
            box.raw(
                method
                    + " "
                    + path
                    + " HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://evil.example\r\n"
                    + "Access-Control-Request-Method: POST\r\nCookie: roadcase-crew=x\r\n"
                    + "Connection: close\r\n\r\n");
        assertFalse(
            answer.toLowerCase(Locale.ROOT).contains("access-control-"),
            method + " " + path + ": " + answer);
      }
    }
    Answer box1 = box.send(box.request("/box").GET().header("Origin", "https://evil.example"));
    assertEquals(Optional.of("*"), box1.raw().headers().firstValue("Access-Control-Allow-Origin"));
    assertEquals(
        Optional.empty(), box1.raw().headers().firstValue("Access-Control-Allow-Credentials"));
  }

  private static void refused(Consumer<ObjectNode> change, SigningKey signer) throws Exception {
    ObjectNode shown = header(change);
    Answer answer = renewal(change, signer);
    assertNotEquals(200, answer.status(), shown.toString());
    assertEquals("invalid_dpop_proof", answer.error(), shown.toString());
  }

  private static Answer renewal(Consumer<ObjectNode> change, SigningKey signer) throws Exception {
    String input = input(header(change), nonce(till));
    return renewal(input + "." + base64(signer.sign(input.getBytes(US_ASCII))));
  }

  private static Answer renewal(String proof) throws Exception {
    return box.send(
        box.request("/oauth/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("DPoP", proof)
            .POST(BodyPublishers.ofString("grant_type=client_credentials&client_id=" + till.id)));
  }

  private static ObjectNode header(Consumer<ObjectNode> change) {
    ObjectNode header = Json.MAPPER.createObjectNode().put("alg", "ES256").put("typ", "dpop+jwt");
    header.set("jwk", Jwk.write(till.key.publicKey()));
    change.accept(header);
    return header;
  }

  private static ObjectNode jwk(ObjectNode header) {
    return (ObjectNode) header.get("jwk");
  }

  private static String input(ObjectNode header, String nonce) {
    ObjectNode claims =
        Json.MAPPER
            .createObjectNode()
            .put("jti", Stranger.jti())
            .put("htm", "POST")
            .put("htu", box.uri("/oauth/token").toString())
            .put("iat", 1.5)
            .put("nonce", nonce);
    return base64(header.toString().getBytes(UTF_8))
        + "."
        + base64(claims.toString().getBytes(UTF_8));
  }

  private static String nonce(Stranger who) throws Exception {
    return who.nonce().orElseThrow();
  }

  private static JsonNode ask(String name) throws Exception {
    Answer asked =
        plain("/oauth/device_authorization", Map.of("client_id", "till", "device_name", name));
    assertEquals(200, asked.status(), asked::text);
    return asked.body();
  }

  private static void approve(String name) throws Exception {
    String id = box.waiting(name).path("id").asText();
    assertEquals(200, box.admin("POST", "/waiting/" + id + "/let-in", "").status());
  }

  private static Answer poll(Stranger who, JsonNode asked) throws Exception {
    return who.form(
        "/oauth/token",
        Map.of(
            "grant_type", Stranger.DEVICE_CODE, "device_code", asked.path("device_code").asText()));
  }

  /** A form as it is, without a proof. */
  private static Answer plain(String path, Map<String, String> form) throws Exception {
    return box.send(
        box.request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(Stranger.encoded(new LinkedHashMap<>(form)))));
  }

  private static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
