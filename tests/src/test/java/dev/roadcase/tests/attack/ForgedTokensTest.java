package dev.roadcase.tests.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.tests.attack.Victim.Answer;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Jwk;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.ChildToken;
import dev.roadcase.wire.token.IssuerToken;
import dev.roadcase.wire.token.Party;
import dev.roadcase.wire.token.Ticket;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens that somebody made or changed. He has more luck than any forger: wherever a good signature
 * helps he has the issuer's own key, and a token that stands in the book.
 */
class ForgedTokensTest {
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  @TempDir private static Path folder;
  private static Victim box;
  private static SigningKey issuer;
  private static Stranger till;
  private static String header;
  private static String payload;

  @BeforeAll
  static void letIn() throws Exception {
    box = new Victim(folder);
    issuer = box.issuer();
    till = Stranger.paired(box, "till");
    header = part(till.token, 0);
    payload = part(till.token, 1);
  }

  @AfterAll
  static void close() {
    box.close();
  }

  /** What all others are compared with: without a change the same forger comes in. */
  @Test
  void theForgersToolsAreGood() throws Exception {
    assertEquals(till.token, signed(issuer, header, payload));
    assertEquals(200, till.get("/box", till.token).status());
  }

  @Test // 1
  void noAlgorithmIsNoAlgorithm() throws Exception {
    for (String alg : List.of("none", "None", "nOnE", "NONE", "", "null")) {
      String other = header.replace("ES256", alg);
      String whole = signed(issuer, other, payload);
      refused(whole);
      refused(whole.substring(0, whole.lastIndexOf('.') + 1));
      refused(whole.substring(0, whole.lastIndexOf('.')));
    }
  }

  @Test // 2
  void thePublishedKeyIsNobodysSharedSecret() throws Exception {
    JsonNode key = box.get("/.well-known/jwks.json").body().path("keys").path(0);
    for (String secret :
        List.of(key.toString(), key.path("x").asText(), key.path("kid").asText())) {
      for (String alg : List.of("HS256", "ES256")) {
        String input = input(header.replace("ES256", alg), payload);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        refused(input + "." + base64(mac.doFinal(input.getBytes(US_ASCII))));
      }
    }
  }

  @Test // 3
  void noOtherSignatureIsLookedAt() throws Exception {
    for (String[] kind :
        new String[][] {
          {"RS256", "RSA", "SHA256withRSA"},
          {"ES384", "EC", "SHA384withECDSAinP1363Format"},
          {"EdDSA", "Ed25519", "Ed25519"}
        }) {
      KeyPair own = KeyPairGenerator.getInstance(kind[1]).generateKeyPair();
      String input = input(header.replace("ES256", kind[0]), payload);
      Signature signature = Signature.getInstance(kind[2]);
      signature.initSign(own.getPrivate());
      signature.update(input.getBytes(US_ASCII));
      refused(input + "." + base64(signature.sign()));
      refused(signed(issuer, header.replace("ES256", kind[0]), payload));
    }
  }

  @Test // 4
  void aKeyIdIsSixCharactersAndNoPathNoQueryNoBook() throws Exception {
    String kid = Json.MAPPER.readTree(header).path("kid").asText();
    for (String other :
        List.of(
            "../../../etc/passwd",
            "..%2f..%2fissuer.json",
            "' OR '1'='1",
            "x'; DROP TABLE facts; --",
            "",
            kid + kid,
            kid.toLowerCase(java.util.Locale.ROOT) + "\\u0000")) {
      refused(signed(issuer, header.replace(kid, other), payload));
    }
    refused(signed(issuer, header.replace(",\"kid\":\"" + kid + "\"", ""), payload));
    refused(signed(issuer, header.replace("}", ",\"kid\":\"" + kid + "\"}"), payload));
    refused(signed(issuer, header.replace("}", ",\"\\u006bid\":\"" + kid + "\"}"), payload));
    String huge = signed(issuer, header.replace(kid, "x".repeat(1 << 20)), payload);
    tooLarge(huge);
  }

  @Test // 5
  void aTokenNeitherBringsItsKeyNorSaysWhereToFetchIt() throws Exception {
    SigningKey own = SigningKey.make(Victim.CHANCE);
    String jwk = Jwk.write(own.publicKey()).toString();
    try (ServerSocket bait = new ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + bait.getLocalPort() + "/keys";
      for (String member :
          List.of(
              "\"jwk\":" + jwk,
              "\"jku\":\"" + url + "\"",
              "\"x5u\":\"" + url + "\"",
              "\"x5c\":[\"" + url + "\"]",
              "\"iss\":\"" + url + "\"")) {
        String more = header.replace("}", "," + member + "}");
        refused(signed(own, more, payload));
        refused(signed(issuer, more, payload));
      }
      refused(signed(own, "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"jwk\":" + jwk + "}", payload));
      bait.setSoTimeout(1);
      boolean visited = true;
      try {
        bait.accept().close();
      } catch (SocketTimeoutException e) {
        visited = false;
      }
      assertFalse(visited, "the box went where a token told it to");
    }
  }

  @Test // 6
  void nothingCriticalIsUnderstood() throws Exception {
    for (String member :
        List.of(
            "\"crit\":[]",
            "\"crit\":[\"exp\"],\"exp\":1",
            "\"b64\":false,\"crit\":[\"b64\"]",
            "\"b64\":true",
            "\"zip\":\"DEF\"")) {
      refused(signed(issuer, header.replace("}", "," + member + "}"), payload));
    }
    String unencoded =
        base64(header.replace("}", ",\"b64\":false,\"crit\":[\"b64\"]}").getBytes(UTF_8));
    refused(
        unencoded
            + "."
            + payload
            + "."
            + base64(issuer.sign((unencoded + "." + payload).getBytes(UTF_8))));
  }

  @Test // 7
  void noClaimIsSaidTwice() throws Exception {
    for (Map.Entry<String, JsonNode> claim : Json.MAPPER.readTree(payload).properties()) {
      String more = ",\"" + claim.getKey() + "\":" + claim.getValue() + "}";
      refused(signed(issuer, header, payload.substring(0, payload.length() - 1) + more));
    }
    String exp = Json.MAPPER.readTree(payload).path("exp").asText();
    refused(signed(issuer, header, payload.replace("{", "{\"exp\":99999999999,")));
    refused(
        signed(
            issuer,
            header,
            payload.replace("\"exp\":" + exp, "\"exp\":" + exp + ",\"\\u0065xp\":9")));
  }

  @Test // 8
  void anEndIsAWholeNumberThatEveryParserReadsTheSame() throws Exception {
    String exp = Json.MAPPER.readTree(payload).path("exp").asText();
    for (String other :
        List.of(
            "\"" + exp + "\"",
            "1e400",
            exp + ".0",
            exp + ".5",
            exp + "e0",
            "-" + exp,
            "-1",
            "0",
            "9223372036854775808",
            "9223372036854775807",
            "9007199254740992",
            "1" + "0".repeat(400),
            "null",
            "true",
            "[" + exp + "]",
            "NaN")) {
      refused(signed(issuer, header, payload.replace("\"exp\":" + exp, "\"exp\":" + other)));
    }
    refused(signed(issuer, header, payload.replace(",\"exp\":" + exp, "")));
    long later = Long.parseLong(exp) + 86_400;
    refused(signed(issuer, header, payload.replace("\"exp\":" + exp, "\"exp\":" + later)));
  }

  @Test // 9
  void depthAndLengthHaveAnEndAndTheBoxStaysUp() throws Exception {
    refused(
        signed(
            issuer,
            header,
            payload.replace("{\"iss\"", "{\"x\":" + "[".repeat(90) + "]".repeat(90) + ",\"iss\"")));
    refused(signed(issuer, header, payload + " ".repeat(1_600)));
    refused(signed(issuer, header + " ".repeat(1_600), payload));
    tooLarge(signed(issuer, header, "[".repeat(100_000) + "]".repeat(100_000)));
    tooLarge("A".repeat(10 << 20) + ".A.A");
    tooLarge("A".repeat(9_000));
    assertEquals(200, till.get("/box", till.token).status());
  }

  @Test // 10
  void aTokenHasOneSpelling() throws Exception {
    String[] parts = till.token.split("\\.");
    for (int i = 0; i < 3; i++) {
      for (String other :
          List.of(
              parts[i] + "=",
              parts[i] + "==",
              parts[i] + "%3D",
              parts[i].substring(0, 8) + " " + parts[i].substring(8),
              parts[i].substring(0, 8) + "%09" + parts[i].substring(8),
              parts[i] + "A",
              "")) {
        refused(with(parts, i, other));
      }
      if (parts[i].length() % 4 != 0) {
        refused(with(parts, i, spareBits(parts[i])));
      }
      String alphabet = parts[i].replace('-', '+').replace('_', '/');
      if (!alphabet.equals(parts[i])) {
        refused(with(parts, i, alphabet));
      }
    }
    refused("." + till.token);
    refused(till.token + ".");
    refused(till.token + "~");
  }

  @Test // 11
  void aSignatureIsTwoNumbersInRangeInSixtyFourOctets() throws Exception {
    String input = till.token.substring(0, till.token.lastIndexOf('.') + 1);
    byte[] good = Base64.getUrlDecoder().decode(till.token.substring(input.length()));
    BigInteger r = new BigInteger(1, Arrays.copyOf(good, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(good, 32, 64));
    BigInteger most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    for (BigInteger[] odd :
        new BigInteger[][] {
          {BigInteger.ZERO, BigInteger.ZERO},
          {BigInteger.ZERO, s},
          {r, BigInteger.ZERO},
          {N, s},
          {N, N},
          {r.add(N).min(most), s},
          {most, most},
          {s, r}
        }) {
      refused(input + base64(rs(odd[0], odd[1])));
    }
    byte[] a = r.toByteArray();
    byte[] b = s.toByteArray();
    byte[] der = new byte[6 + a.length + b.length];
    System.arraycopy(
        new byte[] {0x30, (byte) (4 + a.length + b.length), 2, (byte) a.length}, 0, der, 0, 4);
    System.arraycopy(a, 0, der, 4, a.length);
    System.arraycopy(new byte[] {2, (byte) b.length}, 0, der, 4 + a.length, 2);
    System.arraycopy(b, 0, der, 6 + a.length, b.length);
    refused(input + base64(der));
  }

  @Test // 11
  void theOtherSignatureOfARevokedTokenIsRevokedToo() throws Exception {
    Stranger lost = Stranger.paired(box, "till");
    String twin = twin(lost.token);
    assertNotEquals(lost.token, twin);
    assertEquals(200, lost.get("/box", twin).status(), "JWS allows it: it is the same token");
    assertEquals(200, lost.form("/oauth/revoke", Map.of("token", lost.token)).status());
    assertEquals("token-revoked", lost.get("/box", twin).problem());
    assertEquals("token-revoked", lost.get("/box", lost.token).problem());
  }

  @Test // 12
  void nothingElseThatTheBoxSignsOpensTheDoor() throws Exception {
    JsonNode claims = Json.MAPPER.readTree(payload);
    Party show = Party.of(claims.path("aud").asText());
    Map<String, String> others = new LinkedHashMap<>();
    others.put("a status list", box.get("/oauth/status-lists/1").text());
    others.put("the time", box.get("/time?nonce=abc").text());
    others.put("a tree head", till.get("/audit/head", till.token).text());
    others.put("a proof", till.proof("GET", box.uri("/box").toString(), Optional.empty()));
    others.put("a sale", till.sale(77, "AAAAAAAAAAAAAAAAAAAAAA"));
    others.put("a ticket", new Ticket("AAAAAAAAAAAAAAAA", show).signedBy(issuer));
    others.put(
        "an issuer key", new IssuerToken(issuer.publicKey(), 1, 2_000_000_000).signedBy(issuer));
    others.put(
        "a cookie", CompactJws.sign(issuer, "crew+jwt", kid(issuer), payload.getBytes(UTF_8)));
    String child =
        ChildToken.lend(
            till.key,
            till.token,
            Set.of(Scope.WATCH),
            claims.path("exp").asLong() - 9,
            till.key.publicKey());
    others.put("a child alone", child.substring(child.indexOf('~') + 1));
    for (Map.Entry<String, String> other : others.entrySet()) {
      assertTrue(other.getValue().split("\\.").length == 3, other::getKey);
      assertEquals("bad-token", till.get("/box", other.getValue()).problem(), other.getKey());
    }
    for (String typ : List.of("JWT", "at+JWT", "application/at+jwt", "rt+jwt", "tkt+jwt", "")) {
      refused(signed(issuer, header.replace("at+jwt", typ), payload));
    }
  }

  @Test // 12
  void anAccessTokenIsNothingButAnAccessToken() throws Exception {
    Answer asProof =
        box.send(
            box.request("/box")
                .GET()
                .header("Authorization", "DPoP " + till.token)
                .header("DPoP", till.token));
    assertEquals("bad-proof", asProof.problem());
    Answer asCookie =
        box.send(box.request("/crew").GET().header("Cookie", "roadcase-crew=" + till.token));
    assertEquals(401, asCookie.status());
    Answer asCode = till.pair(till.token);
    assertEquals("malformed", asCode.problem());
    Answer asAdmin =
        box.send(box.request("/devices").GET().header("Authorization", "Bearer " + till.token));
    assertEquals(404, asAdmin.status(), "the local door is not here");
  }

  @Test // 13
  void anotherKitsAndTheLastShowsTokensAreForOthers() throws Exception {
    SigningKey otherKit = SigningKey.make(Victim.CHANCE);
    refused(signed(otherKit, header.replace(kid(issuer), kid(otherKit)), payload));
    refused(signed(otherKit, header, payload));
    JsonNode claims = Json.MAPPER.readTree(payload);
    for (String[] change :
        new String[][] {
          {"iss", "rc:prey/kit-1"},
          {"iss", "https://kit-2.local:8443"},
          {"aud", "rc:prey/friday"},
          {"aud", "rc:other/saturday"}
        }) {
      refused(signed(issuer, header, with(claims, change[0], change[1])));
    }
    // All of it another issuer's, and not the name alone: its list goes with it.
    String iss = claims.path("iss").asText();
    for (String other :
        List.of("https://kit-2.local:8443", iss.replace("localhost", "127.0.0.1"), iss + "1")) {
      assertNotEquals(iss, other);
      refused(signed(issuer, header, payload.replace(iss, other)));
    }
  }

  @Test // 14
  void namesAreExactAndOneOfThem() throws Exception {
    JsonNode claims = Json.MAPPER.readTree(payload);
    String iss = claims.path("iss").asText();
    String aud = claims.path("aud").asText();
    for (String[] change :
        new String[][] {
          {"\"" + iss + "\"", "[\"" + iss + "\"]"},
          {"\"" + aud + "\"", "[\"" + aud + "\",\"rc:prey/friday\"]"},
          {iss, iss + "/"},
          {iss, iss + "\\u0000"},
          {iss, iss.replace("localhost", "l\\u043ecalhost")},
          {aud, aud.toUpperCase(java.util.Locale.ROOT)},
          {aud, aud.replace("a", "\\u0430")},
          {"\"sell ", "\"s\\u0435ll "},
          {"sell ", "sell\\u00a0"},
          {"sell ", "sell\\t"},
          {"sell ", "sell  "},
          {"sell ", "sell,"},
          {"sell ", "SELL "},
          {"sell ", "sell sell "},
          {till.id, till.id + " "},
          {till.id, till.id.replace("d-", "\\uff44-")}
        }) {
      String other = payload.replace(change[0], change[1]);
      assertNotEquals(payload, other, change[0]);
      refused(signed(issuer, header, other));
    }
    for (String scope :
        List.of(
            "sell\nprices", "sell\u00a0refund", "sell\trefund", "s\u0435ll", "*", "sell prices")) {
      assertEquals("invalid_scope", till.renew(Map.of("scope", scope)).error(), scope);
    }
  }

  @Test // 14, 27
  void aClaimThatIsNotWhatWasIssuedIsNobodys() throws Exception {
    Stranger other = Stranger.paired(box, "kiosk");
    JsonNode claims = Json.MAPPER.readTree(payload);
    int jti = claims.path("jti").asInt();
    for (String place :
        List.of("-1", "131072", "999999", "1e3", "007", "", "2147483648", "" + (jti ^ 1))) {
      refused(signed(issuer, header, with(claims, "jti", place)));
    }
    refused(signed(issuer, header, placed(claims, jti ^ 1)));
    refused(signed(issuer, header, with(claims, "sub", other.id)));
    refused(signed(issuer, header, payload.replace(till.id, other.id)));
    refused(signed(issuer, header, with(claims, "client_id", other.id)));
    refused(signed(issuer, header, with(claims, "client_id", "till")));
    String uri = claims.at("/status/status_list/uri").asText();
    for (String elsewhere : List.of(uri + "0", uri.replace("https", "http"), "")) {
      refused(signed(issuer, header, payload.replace(uri, elsewhere)));
    }
    String gen = "\"gen\":" + claims.path("gen").asLong();
    for (String generation : List.of("-1", "0", "2", "9007199254740991")) {
      refused(signed(issuer, header, payload.replace(gen, "\"gen\":" + generation)));
    }
    assertEquals(200, till.get("/box", till.token).status());
  }

  @Test // 15
  void whatIsLentIsNeverMore() throws Exception {
    Stranger friend = new Stranger(box);
    Stranger narrow = Stranger.paired(box, "till");
    narrow.renew(Map.of("scope", "watch"));
    long end = Json.MAPPER.readTree(part(narrow.token, 1)).path("exp").asLong();
    String fair = lend(narrow, narrow.token, Set.of(Scope.WATCH), end, friend);
    assertEquals(200, friend.get("/box", fair).status(), "the fair one is good");
    List<String> unfair = new ArrayList<>();
    unfair.add(lend(narrow, narrow.token, Set.of(Scope.WATCH, Scope.SELL), end, friend));
    unfair.add(lend(narrow, narrow.token, Set.of(Scope.REFUND), end, friend));
    unfair.add(lend(narrow, narrow.token, Set.of(Scope.WATCH), end + 1, friend));
    unfair.add(lend(narrow, narrow.token, Set.of(Scope.WATCH), 9_007_199_254_740_991L, friend));
    unfair.add(lend(friend, narrow.token, Set.of(Scope.WATCH), end, friend));
    String child = fair.substring(fair.indexOf('~'));
    unfair.add(till.token + child);
    unfair.add(narrow.token + child + child);
    String deep = fair;
    for (int i = 0; i < 2; i++) {
      deep = lend(friend, deep, Set.of(Scope.WATCH), end, friend);
    }
    unfair.add(deep);
    unfair.add(narrow.token + "~".repeat(50));
    unfair.add(narrow.token + child.repeat(50).substring(0, 1_200));
    narrow.renew(Map.of("scope", "watch"));
    unfair.add(narrow.token + child);
    for (String chain : unfair) {
      assertEquals("bad-token", friend.get("/box", chain).problem(), chain);
    }
    assertEquals("not-allowed", friend.sell(1, "AAAAAAAAAAAAAAAAAAAAAA", fair).problem());
  }

  @Test // 15
  void whoBorrowsATokenHasNotBecomeTheDevice() throws Exception {
    Stranger friend = new Stranger(box);
    long end = Json.MAPPER.readTree(payload).path("exp").asLong();
    String lent = lend(till, till.token, Set.of(Scope.SELL), end, friend);
    assertEquals("bad-signature", friend.sell(1, "AAAAAAAAAAAAAAAAAAAAAA", lent).problem());
    assertEquals("invalid_grant", friend.renew().error());
    assertEquals("invalid_client", friend.renew(Map.of("client_id", till.id)).error());
    assertEquals("invalid_client", friend.form("/oauth/revoke", Map.of("token", lent)).error());
    assertEquals(200, till.get("/box", till.token).status());
  }

  @Test // 16
  void whatIsEncryptedIsNotOpenedHoweverManyRoundsItAsksFor() throws Exception {
    String jwe =
        base64(
            "{\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":2147483647,\"p2s\":\"AAAA\",\"enc\":\"A128GCM\",\"zip\":\"DEF\",\"kid\":\"%s\"}"
                .formatted(kid(issuer))
                .getBytes(UTF_8));
    refused(jwe + ".AAAA.AAAA.AAAA.AAAA");
    refused(jwe + "." + base64(payload.getBytes(UTF_8)) + "." + till.token.split("\\.")[2]);
    refused(signed(issuer, part(jwe + ".", 0), payload));
  }

  private static void refused(String token) throws Exception {
    Answer answer = till.get("/box", token);
    assertEquals("bad-token 401", answer.problem() + " " + answer.status(), token);
  }

  /** More than any header may have: refused before anybody looks, and nobody is hurt. */
  private static void tooLarge(String token) throws Exception {
    String answer;
    try {
      answer =
          box.raw(
              "GET /box HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: DPoP "
                  + token
                  + "\r\n\r\n");
    } catch (java.io.IOException e) {
      answer = "HTTP/1.1 431 closed in the middle";
    }
    assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/1.1 4(00|13|31) .*"), answer);
  }

  private static String lend(
      Stranger from, String chain, Set<Scope> scopes, long end, Stranger to) {
    return ChildToken.lend(from.key, chain, scopes, end, to.key.publicKey());
  }

  private static String kid(SigningKey key) {
    return Jwk.keyId(key.publicKey());
  }

  private static String part(String token, int index) {
    return new String(Base64.getUrlDecoder().decode(token.split("\\.")[index]), UTF_8);
  }

  private static String input(String head, String body) {
    return base64(head.getBytes(UTF_8)) + "." + base64(body.getBytes(UTF_8));
  }

  private static String signed(SigningKey key, String head, String body) {
    String input = input(head, body);
    return input + "." + base64(key.sign(input.getBytes(US_ASCII)));
  }

  private static String with(JsonNode claims, String name, String value) {
    return ((ObjectNode) claims.deepCopy()).put(name, value).toString();
  }

  /** Of another place, by all that says so. */
  private static String placed(JsonNode claims, int place) {
    ObjectNode other = (ObjectNode) claims.deepCopy();
    ((ObjectNode) other.at("/status/status_list")).put("idx", place);
    return other.put("jti", Integer.toString(place)).toString();
  }

  private static String with(String[] parts, int index, String part) {
    String[] other = parts.clone();
    other[index] = part;
    return String.join(".", other);
  }

  static String twin(String token) {
    int dot = token.lastIndexOf('.') + 1;
    byte[] good = Base64.getUrlDecoder().decode(token.substring(dot));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(good, 32, 64));
    return token.substring(0, dot)
        + base64(rs(new BigInteger(1, Arrays.copyOf(good, 32)), N.subtract(s)));
  }

  private static String spareBits(String text) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(text.charAt(text.length() - 1));
    return text.substring(0, text.length() - 1) + alphabet.charAt(last ^ 1);
  }

  private static byte[] rs(BigInteger r, BigInteger s) {
    byte[] out = new byte[64];
    for (int i = 0; i < 2; i++) {
      byte[] number = (i == 0 ? r : s).toByteArray();
      int from = Math.max(0, number.length - 32);
      System.arraycopy(
          number, from, out, 32 * (i + 1) - (number.length - from), number.length - from);
    }
    return out;
  }

  private static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
