package dev.roadcase.tests.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.token.DpopProof;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strangers who hold every request by HTTP/2 that strangers may have under way. */
class StreamPlacesTest {
  /** RFC 9113, 7: it may be sent again. */
  private static final String REFUSED = "reset 7";

  private static final int STREAMS_OF_A_LINE = 100;
  private static final int PLACES = 1_000;
  private static final int PLACES_OF_ONE = 200;
  private static final Optional<String> NONE = Optional.empty();

  @TempDir private static Path folder;
  private static Victim box;
  private static Stranger till;
  private static String cookie;
  private static final List<RawHttp2> crowd = new ArrayList<>();

  @BeforeAll
  static void fill() throws Exception {
    box = new Victim(folder);
    till = Stranger.paired(box, "till");
    assertEquals(201, till.sell(1).status());
    String ticket = box.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
    cookie =
        box.send(
                box.request("/crew")
                    .header("Origin", box.origin())
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("ticket=" + ticket)))
            .raw()
            .headers()
            .firstValue("set-cookie")
            .orElseThrow()
            .replaceAll(";.*", "");
    for (int i = 0; i < PLACES / STREAMS_OF_A_LINE; i++) {
      // An answer of which nothing is taken keeps its place.
      String from = "127.0.4." + (1 + i * STREAMS_OF_A_LINE / PLACES_OF_ONE);
      RawHttp2 stranger = new RawHttp2(box, from, 0);
      crowd.add(stranger);
      int last = 0;
      for (int stream = 0; stream < STREAMS_OF_A_LINE; stream++) {
        last = stranger.ask(request("GET", "/healthz"));
      }
      assertEquals("200", stranger.status(last));
    }
  }

  @AfterAll
  static void close() throws IOException {
    for (RawHttp2 stranger : crowd) {
      stranger.close();
    }
    box.close();
  }

  private static List<Entry<String, String>> request(String method, String path) {
    return new ArrayList<>(
        List.of(
            Map.entry(":method", method),
            Map.entry(":scheme", "https"),
            Map.entry(":authority", box.uri("/").getRawAuthority()),
            Map.entry(":path", path)));
  }

  /** On a connection of its own; how it has ended. */
  private static String ask(
      String from, String method, String path, Map<String, String> fields, String body)
      throws IOException {
    try (RawHttp2 line = new RawHttp2(box, from)) {
      List<Entry<String, String>> head = request(method, path);
      fields.forEach((name, value) -> head.add(Map.entry(name, value)));
      if (body.isEmpty()) {
        return line.end(line.ask(head));
      }
      int stream = line.begin(head);
      line.data(stream, true, body.getBytes(US_ASCII));
      return line.end(stream);
    }
  }

  @Test
  void theCrowdHoldsAllThatStrangersMayHave() throws Exception {
    assertEquals(REFUSED, ask("127.0.4.99", "GET", "/healthz", Map.of(), ""), "HTTP/2 has no end");
  }

  @Test
  void aDeviceThatArrivesNewSells() throws Exception {
    long sequence = 2;
    // From an address of its own, and from one whose share strangers have taken.
    for (String from : List.of("127.0.4.50", "127.0.4.1")) {
      String sale =
          Json.MAPPER
              .createObjectNode()
              .put("sale", till.sale(sequence++, "AAAAAAAAAAAAAAAAAAAAAA"))
              .toString();
      String proof = till.proof("POST", box.uri("/sales").toString(), Optional.of(till.token));
      Map<String, String> fields =
          Map.of(
              "authorization",
              "DPoP " + till.token,
              "dpop",
              proof,
              "content-type",
              "application/json");
      assertEquals("201", ask(from, "POST", "/sales", fields, sale), "a device is kept out");
    }
  }

  @Test
  void aDeviceWithoutATokenFetchesOne() throws Exception {
    String proof = till.proof("POST", box.uri("/oauth/token").toString(), NONE);
    Map<String, String> fields =
        Map.of("dpop", proof, "content-type", "application/x-www-form-urlencoded");
    String form =
        Stranger.encoded(Map.of("grant_type", "client_credentials", "client_id", till.id));
    assertEquals("200", ask("127.0.4.51", "POST", "/oauth/token", fields, form));
    // A token that has ended is told so, and not that there is no room.
    String late = till.proof("GET", box.uri("/box").toString(), Optional.of("x.y.z"));
    assertEquals(
        "401",
        ask("127.0.4.52", "GET", "/box", Map.of("authorization", "DPoP x", "dpop", late), ""));
  }

  @Test
  void theCrewHasItsPanel() throws Exception {
    assertEquals("200", ask("127.0.4.53", "GET", "/crew", Map.of("cookie", cookie), ""));
    assertEquals("200", ask("127.0.4.54", "GET", "/crew", Map.of("cookie", "a=b; " + cookie), ""));
  }

  @Test
  void nobodyIsOneOfOursByLookingLikeOne() throws Exception {
    Stranger stranger = new Stranger(box);
    String uri = box.uri("/box").toString();
    String theirs = stranger.proof("GET", uri, Optional.of(till.token));
    String ours = till.proof("GET", uri, Optional.of(till.token));
    String broken = ours.substring(0, ours.length() - 4) + "AAAA";
    String forged = till.token.substring(0, till.token.length() - 4) + "AAAA";
    List<Map<String, String>> shown =
        List.of(
            Map.of("authorization", "DPoP " + till.token),
            Map.of("authorization", "Bearer " + till.token),
            Map.of("authorization", "DPoP " + till.token, "dpop", theirs),
            Map.of("authorization", "DPoP " + till.token, "dpop", broken),
            Map.of("authorization", "DPoP " + forged, "dpop", theirs),
            Map.of("authorization", "DPoP " + forged),
            Map.of("authorization", "DPoP"),
            Map.of("dpop", theirs),
            Map.of("dpop", broken),
            Map.of("dpop", "x"),
            Map.of("cookie", cookie.substring(0, cookie.length() - 4) + "AAAA"),
            Map.of("cookie", "roadcase-crew=x; " + cookie),
            Map.of("cookie", "roadcase-crew"),
            Map.of("authorization", "DPoP x", "cookie", cookie));
    for (Map<String, String> fields : shown) {
      assertEquals(REFUSED, ask("127.0.4.60", "GET", "/box", fields, ""), fields::toString);
    }
  }

  @Test
  void aBlockedDeviceIsAStranger() throws Exception {
    Stranger blocked = Stranger.paired(box, "till");
    assertEquals(200, box.admin("POST", "/devices/" + blocked.id + "/revoke", "").status());
    String proof =
        DpopProof.sign(
            blocked.key,
            Stranger.jti(),
            "GET",
            box.uri("/box").toString(),
            1,
            NONE,
            Optional.of(DpopProof.ath(blocked.token)));
    Map<String, String> fields = Map.of("authorization", "DPoP " + blocked.token, "dpop", proof);
    assertEquals(REFUSED, ask("127.0.4.61", "GET", "/box", fields, ""));
    assertTrue(till.renew().status() < 300);
  }
}
