package dev.roadcase.tests.attack;

import static java.net.http.HttpResponse.BodyHandlers.discarding;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.core.auth.PairingDesk;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.tests.attack.Victim.Answer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is on the Wi-Fi, has no business with the box, and would like to have some. */
class GuestAttacksTest {
  private static final String REVEAL = "ABEiM0RVZneImaq7zN3u_w";

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

  @Test // 22, races
  void aCodeThatFiftyPhonesHavePhotographedLetsOneIn() throws Exception {
    String code = box.code("till", false);
    List<Answer> answers = Together.all(50, i -> () -> new Stranger(box).pair(code));
    assertEquals(1, answers.stream().filter(a -> a.status() == 201).count());
    for (Answer answer : answers) {
      if (answer.status() != 201) {
        assertTrue(
            List.of("pairing-code-used", "too-many-tries").contains(answer.problem()),
            answer::text);
      }
    }
  }

  @Test // 22
  void whoPhotographedThePanelsCodeStillStandsBeforeTheCrew() throws Exception {
    String code = box.code("till", true);
    Stranger owner = new Stranger(box);
    Stranger thief = new Stranger(box);
    Answer first = owner.pair(code, "the bar's till");
    Answer second = thief.pair(code, "a thief's phone");
    assertEquals(202, first.status());
    assertEquals(202, second.status(), "it is of no use to know a code");
    String right = box.waiting("the bar's till").path("id").asText();
    String wrong = box.waiting("a thief's phone").path("id").asText();
    assertEquals(200, box.admin("POST", "/waiting/" + right + "/let-in", "").status());
    assertEquals(
        "pairing-code-used",
        box.admin("POST", "/waiting/" + wrong + "/let-in", "").problem(),
        "one code, one device, even when the crew's finger slips");
    assertEquals(200, poll(owner, first.body(), "").status());
    assertEquals("access_denied", poll(thief, second.body(), "").error());
    assertEquals("invalid_grant", thief.renew().error());
  }

  @Test // 22
  void aFloodOfWrongCodesKeepsNobodyOut() throws Exception {
    double before = box.counter("roadcase_journal_facts_total");
    for (int i = 0; i < 60; i++) {
      Answer answer = new Stranger(box).pair("ZZZZZZZZ%02d".formatted(i));
      assertTrue(answer.status() == 403 || answer.status() == 429, answer::text);
    }
    assertTrue(box.counter("roadcase_journal_facts_total") - before < 20, "and writes no book");
    assertEquals(201, new Stranger(box).pair(box.code("till", false)).status());
  }

  @Test // 22
  void whoHasHimselfTurnedAwaySixtyTimesKeepsNobodyOut() throws Exception {
    Stranger guest = new Stranger(box);
    for (int i = 0; i <= PairingDesk.PLACES; i++) {
      JsonNode asked = ask(guest, "kiosk", "guest", "").body();
      assertEquals("access_denied", poll(guest, asked, REVEAL).error());
    }
    Stranger till = new Stranger(box);
    Answer own = ask(till, "till", "the crew's own", commitment());
    assertEquals(200, own.status());
    assertEquals("authorization_pending", poll(till, own.body(), REVEAL).error());
    String id = box.waiting("the crew's own").path("id").asText();
    assertEquals(200, box.admin("POST", "/waiting/" + id + "/let-in", "").status());
  }

  @Test // 22
  void whoAsksIsNobodyUntilTheCrewSaysSo() throws Exception {
    Stranger guest = new Stranger(box);
    JsonNode asked = ask(guest, "crew", "trust me", commitment()).body();
    assertEquals("crew", box.waiting("trust me").path("role").asText(), "the panel says as what");
    assertEquals("authorization_pending", poll(guest, asked, REVEAL).error());
    Stranger thief = new Stranger(box);
    assertEquals("expired_token", poll(thief, asked, REVEAL).error(), "a code of another's key");
    for (String name : List.of("", " ", "a\nb", "a\u001b[2J", "a\u0000", "x".repeat(41))) {
      Answer answer = ask(new Stranger(box), "till", name.isEmpty() ? " " : name, "");
      assertEquals("invalid_request", answer.error(), name);
    }
    box.admin("POST", "/waiting/" + box.waiting("trust me").path("id").asText() + "/turn-away", "");
    assertEquals("access_denied", poll(guest, asked, "").error());
  }

  @Test // 23
  void aFakeKitShowsOtherDigitsWhateverItChooses() throws Exception {
    Stranger till = new Stranger(box);
    Answer asked = ask(till, "till", "between", commitment());
    String seen =
        PairingDesk.digits(
            new Stranger(box).key.publicKey(),
            till.key.publicKey(),
            asked.body().path("box_nonce").asText(),
            REVEAL);
    poll(till, asked.body(), REVEAL);
    JsonNode waiting = box.waiting("between");
    assertTrue(waiting.path("digits").asText().matches("[0-9]{6}"));
    assertNotEquals(seen, waiting.path("digits").asText());
    box.admin("POST", "/waiting/" + waiting.path("id").asText() + "/turn-away", "");
  }

  @Test // 23
  void whatWasSaidToAFakeKitIsOfNoUseAtTheBox() throws Exception {
    Stranger till = Stranger.paired(box, "till");
    Optional<String> nonce = till.nonce();
    int port = box.uri("/").getPort();
    for (String name :
        List.of(
            "evil.example",
            "192.0.2.66",
            "999.999.999.999",
            "1234567890123",
            "[2001:db8::66]",
            "127.0.0.1.evil.example",
            "kit-1.local.evil.example")) {
      String there = "https://" + name + ":" + port + "/box";
      String proof = till.proof(Stranger.jti(), "GET", there, 1, nonce, Optional.of(till.token));
      assertEquals("bad-proof", till.show("/box", till.token, proof).problem(), name);
      String answer =
          box.raw(
              "GET /box HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: DPoP %s\r\nDPoP: %s\r\nConnection: close\r\n\r\n"
                  .formatted(name, port, till.token, proof));
      assertTrue(answer.contains("bad-proof"), () -> name + " " + answer);
    }
  }

  @Test
  void aMachinesSecretIsNotFoundByItsNameAndOpensNoMoney() throws Exception {
    JsonNode made =
        box.admin("POST", "/clients", "{\"client\":\"c-sky\",\"scope\":\"telemetry watch\"}")
            .body();
    Stranger guest = new Stranger(box);
    Map<String, String> form = Map.of("grant_type", "client_credentials", "client_id", "c-sky");
    String wrong = machine(form, "wrong").text();
    assertEquals(
        wrong,
        machine(Map.of("grant_type", "client_credentials", "client_id", "c-sea"), "x").text());
    String secret = made.path("secret").asText();
    String token = machine(form, secret).body().path("access_token").asText();
    assertEquals("invalid_scope", machine(with(form, "scope", "sell"), secret).error());
    assertEquals(200, bearer("/box", token).status());
    assertEquals(401, guest.get("/box", token).status(), "nor by another scheme");
  }

  @Test
  void aGuestWhoAsksForTheTimeAThousandTimesIsToldToWaitAndAKioskIsNot() throws Exception {
    HttpClient kiosk = box.client("127.0.0.2");
    HttpRequest asked = box.request("/time?nonce=kiosk").build();
    AtomicInteger served = new AtomicInteger();
    List<Answer> answers =
        Together.all(
                20,
                i ->
                    () -> {
                      List<Answer> mine = new ArrayList<>();
                      for (int n = 0; n < 50; n++) {
                        mine.add(box.get("/time?nonce=n" + n));
                        if (i == 0 && n % 5 == 4) {
                          assertEquals(200, kiosk.send(asked, discarding()).statusCode());
                          served.incrementAndGet();
                        }
                      }
                      return mine;
                    })
            .stream()
            .flatMap(List::stream)
            .toList();
    assertTrue(answers.stream().allMatch(a -> a.status() == 200 || a.status() == 429));
    assertTrue(answers.stream().anyMatch(a -> a.status() == 200));
    assertTrue(
        answers.stream().anyMatch(a -> a.status() == 429),
        "twenty a second are signed for one address");
    assertEquals(10, served.get());
  }

  private static Answer machine(Map<String, String> form, String secret) throws Exception {
    return box.send(
        box.request("/oauth/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                java.net.http.HttpRequest.BodyPublishers.ofString(
                    Stranger.encoded(with(form, "client_secret", secret)))));
  }

  private static Map<String, String> with(Map<String, String> form, String name, String value) {
    Map<String, String> more = new java.util.LinkedHashMap<>(form);
    more.put(name, value);
    return more;
  }

  private static Answer bearer(String path, String token) throws Exception {
    return box.send(box.request(path).GET().header("Authorization", "Bearer " + token));
  }

  private static String commitment() {
    return Hash.of(REVEAL.getBytes(StandardCharsets.US_ASCII)).value();
  }

  private static Answer ask(Stranger who, String role, String name, String commitment)
      throws Exception {
    return who.form(
        "/oauth/device_authorization",
        Map.of("client_id", role, "device_name", name, "commitment", commitment));
  }

  private static Answer poll(Stranger who, JsonNode asked, String reveal) throws Exception {
    return who.form(
        "/oauth/token",
        Map.of(
            "grant_type",
            Stranger.DEVICE_CODE,
            "device_code",
            asked.path("device_code").asText(),
            "reveal",
            reveal));
  }
}
