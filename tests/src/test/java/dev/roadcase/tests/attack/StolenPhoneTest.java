package dev.roadcase.tests.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.tests.attack.Victim.Answer;
import dev.roadcase.wire.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does with a phone that is paired, or with what he has seen of its talks. */
class StolenPhoneTest {
  @TempDir private static Path folder;
  private static Victim box;

  @BeforeAll
  static void open() throws Exception {
    box = new Victim(folder);
  }

  @AfterAll
  static void close() {
    box.close();
  }

  @Test // 17
  void aTokenThatWasReadOffTheAirOpensNothingOfMoney() throws Exception {
    Stranger till = Stranger.paired(box, "till");
    Stranger thief = new Stranger(box);
    assertEquals("bad-proof", thief.sell(1, "AAAAAAAAAAAAAAAAAAAAAA", till.token).problem());
    assertEquals("bad-proof", thief.get("/box", till.token).problem());
    for (String scheme : List.of("Bearer ", "bearer ", "Basic ", "")) {
      Answer answer =
          box.send(box.request("/box").GET().header("Authorization", scheme + till.token));
      assertEquals(401, answer.status(), scheme);
    }
    Answer inTheQuery = box.get("/box?access_token=" + till.token);
    assertEquals("no-token", inTheQuery.problem());
    Answer inTheBody =
        box.send(
            box.request("/sales")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"sale\":\"a.b.c\",\"access_token\":\"" + till.token + "\"}")));
    assertNotEquals(201, inTheBody.status());
  }

  @Test // 18
  void oneProofIsOneRequestAlsoAHundredTimesAtOnceAndInItsOtherSpelling() throws Exception {
    Stranger till = Stranger.paired(box, "till");
    till.nonce();
    String proof = till.proof("GET", box.uri("/box").toString(), Optional.of(till.token));
    String twin = ForgedTokensTest.twin(proof);
    List<Answer> answers =
        Together.all(100, i -> () -> till.show("/box", till.token, i % 2 == 0 ? proof : twin));
    assertEquals(1, answers.stream().filter(a -> a.status() == 200).count());
    assertTrue(
        answers.stream()
            .filter(a -> a.status() != 200)
            .allMatch(a -> a.problem().equals("bad-proof")));
  }

  @Test // 18
  void aProofIsForOneMethodOneAddressAndOneToken() throws Exception {
    Stranger till = Stranger.paired(box, "till");
    String here = box.uri("/box").toString();
    Optional<String> nonce = till.nonce();
    Optional<String> token = Optional.of(till.token);
    List<String> bad = new ArrayList<>();
    for (String htu :
        List.of(
            here.replace("/box", "/sales"),
            here.replace("/box", "/sales/../box"),
            here.replace("/box", "/./box"),
            here.replace("/box", "/%2e/box"),
            here.replace("/box", "/x%2f..%2fbox"),
            here.replace("/box", "//box"),
            here.replace("/box", "/BOX"),
            here.replace("/box", "/box;a=b"),
            here.replace("https:", "http:"),
            here.replaceFirst(":[0-9]+/", "/"),
            here.replaceFirst(":[0-9]+/", ":443/"),
            here.replace("127.0.0.1", "localhost"),
            here.replace("127.0.0.1", "user@127.0.0.1"),
            here + "/",
            "/box",
            "*")) {
      bad.add(till.proof(Stranger.jti(), "GET", htu, 1, nonce, token));
    }
    bad.add(till.proof(Stranger.jti(), "POST", here, 1, nonce, token));
    bad.add(till.proof(Stranger.jti(), "HEAD", here, 1, nonce, token));
    bad.add(till.proof(Stranger.jti(), "GET", here, 1, nonce, Optional.empty()));
    bad.add(till.proof(Stranger.jti(), "GET", here, 1, nonce, Optional.of(till.token + "~")));
    for (String proof : bad) {
      Answer answer = till.show("/box", till.token, proof);
      assertEquals("bad-proof", answer.problem(), proof);
    }
    Answer twice =
        box.send(
            box.request("/box")
                .GET()
                .header("Authorization", "DPoP " + till.token)
                .header("DPoP", till.proof("GET", here, token))
                .header("DPoP", till.proof("GET", here, token)));
    assertEquals("bad-proof", twice.problem(), "exactly one proof");
    String mixedCase = here.replace("https", "HTTPS") + "?x=1#y";
    String good = till.proof(Stranger.jti(), "GET", mixedCase, 1, nonce, token);
    assertEquals(200, till.show("/box", till.token, good).status(), "RFC 9449 §4.3, 9");
  }

  @Test // 19, 29, 30
  void aNonceIsForItsKeyAndNobodysClockIsAsked() throws Exception {
    Stranger till = Stranger.paired(box, "till");
    Stranger other = Stranger.paired(box, "till");
    String here = box.uri("/box").toString();
    Optional<String> token = Optional.of(till.token);
    String foreign = till.proof(Stranger.jti(), "GET", here, 1, other.nonce(), token);
    assertEquals("use-dpop-nonce", till.show("/box", till.token, foreign).problem());
    for (long iat : List.of(0L, -1L, 2_147_483_648L, 4_294_967_296L, 9_007_199_254_740_991L)) {
      String proof = till.proof(Stranger.jti(), "GET", here, iat, till.nonce(), token);
      assertEquals(200, till.show("/box", till.token, proof).status(), "iat " + iat);
    }
    String before = box.get("/time?nonce=abc").text();
    Answer dated =
        box.send(
            box.request("/time?nonce=abc")
                .GET()
                .header("Date", "Fri, 31 Dec 2099 23:59:59 GMT")
                .header("If-Modified-Since", "Fri, 31 Dec 2099 23:59:59 GMT"));
    assertTrue(lo(dated.text()) - lo(before) < 60_000, "who asks does not say what time it is");
  }

  @Test // 20
  void aCopiedProfileIsSeenAndASecondBodyUnderOneNumberStopsBoth() throws Exception {
    Stranger till = Stranger.paired(box, "till");
    Stranger copy = new Stranger(box, till.key);
    copy.renew();
    for (int i = 0; i < 6; i++) {
      till.get("/box", till.token);
      copy.get("/box", copy.token);
    }
    Together.until(() -> box.device(till.id).path("twoPlaces").asBoolean(), "the crew is asked");
    assertEquals(201, till.sell(1).status(), "and the till goes on meanwhile");
    assertEquals(409, copy.sell(1, "BBBBBBBBBBBBBBBBBBBBBA", copy.token).status());
    assertEquals("suspended", till.sell(2).problem());
    assertEquals("suspended", copy.sell(3).problem());
    assertEquals("invalid_grant", copy.renew().error());
  }

  @Test // 20
  void noSaleIsTakenAfterTheAnswerThatSuspended() throws Exception {
    Stranger till = Stranger.paired(box, "till");
    till.nonce();
    AtomicLong sequence = new AtomicLong(10);
    AtomicBoolean suspended = new AtomicBoolean();
    assertEquals(201, till.sell(1).status());
    List<Answer> late = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    Together.all(
        24,
        i ->
            (Callable<Void>)
                () -> {
                  for (int n = 0; n < 10; n++) {
                    boolean after = suspended.get();
                    Answer answer = till.sell(sequence.incrementAndGet());
                    if (answer.status() == 201) {
                      synchronized (late) {
                        taken.add(answer.body().path("receipt").asText());
                        if (after) {
                          late.add(answer);
                        }
                      }
                    }
                    if (i == 0 && n == 5) {
                      assertEquals(
                          409, till.sell(1, "CCCCCCCCCCCCCCCCCCCCCA", till.token).status());
                      suspended.set(true);
                    }
                  }
                  return null;
                });
    assertTrue(suspended.get());
    assertEquals(List.of(), late, "sales that were taken of a suspended till");
    List<String> log = box.log(folder.resolve("stick"));
    int suspension = line(log, "\"sequence-reused\"", till.id);
    for (String receipt : taken) {
      assertTrue(
          line(log, "\"sale-taken\"", receipt) < suspension,
          "it was on its way when the till was suspended, and came after that");
    }
    assertEquals("suspended", box.device(till.id).path("standing").asText());
  }

  @Test // races
  void aHundredRenewalsOfOneKeyAtOnceAreAHundredTokensOrAClearNo() throws Exception {
    Stranger till = Stranger.paired(box, "till");
    till.nonce();
    List<Answer> answers = Together.all(100, i -> () -> till.renew());
    Set<String> places = new HashSet<>();
    for (Answer answer : answers) {
      assertEquals(200, answer.status(), answer::text);
      String token = answer.body().path("access_token").asText();
      places.add(claims(token).path("jti").asText());
    }
    assertEquals(100, places.size(), "no place is given away twice");
    box.admin("POST", "/devices/" + till.id + "/revoke", "");
    for (Answer answer : answers) {
      String token = answer.body().path("access_token").asText();
      assertEquals("not-paired", till.get("/box", token).problem());
    }
  }

  @Test // races
  void whoRenewsWhileHeIsPutOutIsOut() throws Exception {
    for (int round = 0; round < 5; round++) {
      Stranger till = Stranger.paired(box, "till");
      till.nonce();
      AtomicBoolean out = new AtomicBoolean();
      List<Boolean> late =
          Together.all(
              16,
              i ->
                  () -> {
                    if (i == 0) {
                      assertEquals(
                          200, box.admin("POST", "/devices/" + till.id + "/revoke", "").status());
                      out.set(true);
                      return false;
                    }
                    boolean lateOne = false;
                    for (int n = 0; n < 4; n++) {
                      boolean after = out.get();
                      lateOne |= after & till.renew().status() == 200;
                    }
                    return lateOne;
                  });
      assertFalse(late.contains(true), "a token after the answer to the crew");
      assertEquals("not-paired", till.get("/box", till.token).problem());
      for (com.fasterxml.jackson.databind.JsonNode token :
          box.admin("GET", "/tokens", "").body().path("tokens")) {
        if (token.path("sub").asText().equals(till.id)) {
          assertEquals("revoked", token.path("standing").asText());
        }
      }
    }
  }

  @Test
  void aThiefPutsNobodyElseOutAndHearsNothingOfTheCrew() throws Exception {
    Stranger thief = Stranger.paired(box, "kiosk");
    Stranger till = Stranger.paired(box, "till");
    assertEquals(
        "invalid_client", thief.form("/oauth/revoke", Map.of("token", till.token)).error());
    assertEquals(200, till.get("/box", till.token).status());
    for (String path :
        List.of(
            "/devices", "/tokens", "/waiting", "/clients", "/metrics", "/crew", "/crew/devices")) {
      int status = thief.get(path, thief.token).status();
      assertTrue(status == 404 || status == 401 || status == 405, path + " " + status);
    }
    assertEquals("not-allowed", thief.get("/box", thief.token).problem(), "a kiosk sells");
    assertEquals(
        "invalid_scope", thief.renew(Map.of("scope", "sell refund")).error(), "and no more");
    assertEquals("invalid_client", thief.renew(Map.of("client_id", till.id)).error());
  }

  @Test // 24, 31
  void theListOnlyGoesForwardAndSaysAllOfAStorm() throws Exception {
    List<Stranger> many = Together.all(40, i -> () -> Stranger.paired(box, "kiosk"));
    long before = claims(box.get("/oauth/status-lists/1").text()).path("seq").asLong();
    Together.all(40, i -> () -> box.admin("POST", "/devices/" + many.get(i).id + "/revoke", ""));
    long after = claims(box.get("/oauth/status-lists/1").text()).path("seq").asLong();
    assertTrue(after >= before + 40, before + " … " + after);
    for (Stranger one : many) {
      assertEquals("not-paired", one.get("/box", one.token).problem());
    }
  }

  private static int line(List<String> log, String type, String what) {
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i).contains(type) && log.get(i).contains(what)) {
        return i;
      }
    }
    throw new AssertionError("the log has no " + type + " of " + what);
  }

  static com.fasterxml.jackson.databind.JsonNode claims(String token) throws Exception {
    return Json.MAPPER.readTree(java.util.Base64.getUrlDecoder().decode(token.split("\\.")[1]));
  }

  private static long lo(String time) throws Exception {
    return claims(time).path("lo").asLong();
  }
}
