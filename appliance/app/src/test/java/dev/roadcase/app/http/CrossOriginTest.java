package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a page of another origin may ask, as a browser finds out. */
class CrossOriginTest {
  private static final String ORIGIN = "https://till.example";
  private static final String ALLOW = "Access-Control-Allow-Origin";

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

  @Test
  void aTillOfAnotherOriginMaySendItsTokenAndItsProof() throws Exception {
    for (String path : List.of("/oauth/token", "/sales", "/box", "/pairings", "/oauth/revoke")) {
      Answer answer = preflight(path, ORIGIN);
      assertEquals(204, answer.status(), path);
      HttpHeaders headers = answer.raw().headers();
      assertEquals(Optional.of("*"), headers.firstValue(ALLOW), path);
      String allowed = headers.firstValue("Access-Control-Allow-Headers").orElse("");
      for (String header : List.of("Authorization", "DPoP", "Content-Type")) {
        assertTrue(allowed.contains(header), header);
      }
      assertTrue(
          headers.firstValue("Access-Control-Allow-Methods").orElse("").contains("POST"), path);
      neverWithCookies(headers);
    }
  }

  @Test
  void itReadsTheNonceAndTheChallengeOfARefusalToo() throws Exception {
    Answer answer = site.send(site.https("/box").GET().header("Origin", ORIGIN));
    assertEquals(401, answer.status());
    HttpHeaders headers = answer.raw().headers();
    assertEquals(List.of("*"), headers.allValues(ALLOW));
    String exposed = headers.firstValue("Access-Control-Expose-Headers").orElse("");
    assertTrue(exposed.contains("DPoP-Nonce") && exposed.contains("WWW-Authenticate"), exposed);
    neverWithCookies(headers);
  }

  /** What lies ready is the same for everybody, so that no cache gives one the other's. */
  @Test
  void whatLiesReadyIsForEverybodyOnceAtBothDoors() throws Exception {
    for (HttpRequest.Builder request :
        List.of(
            site.https("/catalogue/items"),
            site.http("/catalogue/items"),
            site.https("/catalogue/items?limit=2"),
            site.http("/openapi.yaml"),
            site.https("/.well-known/oauth-authorization-server"),
            site.http("/oauth/status-lists/1"))) {
      Answer answer = site.send(request.GET());
      assertEquals(200, answer.status());
      assertEquals(List.of("*"), answer.raw().headers().allValues(ALLOW), request.toString());
    }
  }

  @Test
  void noPageOfTheCrewsAndNoneForPeopleIsForOthers() throws Exception {
    String ticket = site.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
    String cookie =
        site.enter(ticket)
            .raw()
            .headers()
            .firstValue("set-cookie")
            .orElseThrow()
            .replaceAll(";.*", "");
    for (String path :
        List.of("/crew", "/crew/devices", "/crew/prices", "/", "/oauth/../crew/devices")) {
      Answer asked =
          site.send(site.https(path).GET().header("Origin", ORIGIN).header("Cookie", cookie));
      assertEquals(Optional.empty(), asked.raw().headers().firstValue(ALLOW), path);
      neverWithCookies(asked.raw().headers());
      Answer before = preflight(path, ORIGIN);
      assertEquals(Optional.empty(), before.raw().headers().firstValue(ALLOW), path);
      assertTrue(before.status() >= 400, path + " " + before.status());
    }
  }

  /** As the router reads them, not as they are spelt. */
  @Test
  void aPathOfTheCrewsStaysOneHoweverItIsSpelt() throws Exception {
    for (String path :
        List.of(
            "/oauth/../crew/devices",
            "/oauth/%2e%2e/crew/devices",
            "/catalogue/items/../../crew/devices",
            "//crew/devices",
            "/%63rew/devices")) {
      String answer =
          site.raw(
              "GET "
                  + path
                  + " HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: "
                  + ORIGIN
                  + "\r\nConnection: close\r\n\r\n");
      boolean crews = answer.contains("/crew") && !answer.startsWith("HTTP/1.1 404");
      assertFalse(
          crews && answer.toLowerCase(java.util.Locale.ROOT).contains("access-control-allow"),
          path + " " + answer);
    }
  }

  @Test
  void anyOriginIsToldTheSameAndNoneIsRepeated() throws Exception {
    for (String origin : List.of("null", "https://evil.example", "x y", "https://a\"b")) {
      Answer answer = preflight("/oauth/token", origin);
      assertEquals(List.of("*"), answer.raw().headers().allValues(ALLOW), origin);
      assertFalse(answer.raw().headers().map().toString().contains("evil"), origin);
    }
    Answer plain = site.send(site.https("/sales").method("OPTIONS", none()));
    assertEquals(405, plain.status(), "no preflight without an origin");
  }

  private static void neverWithCookies(HttpHeaders headers) {
    assertEquals(Optional.empty(), headers.firstValue("Access-Control-Allow-Credentials"));
  }

  private static Answer preflight(String path, String origin) throws Exception {
    return site.send(
        site.https(path)
            .method("OPTIONS", none())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "authorization,dpop,content-type"));
  }

  private static HttpRequest.BodyPublisher none() {
    return HttpRequest.BodyPublishers.noBody();
  }
}
