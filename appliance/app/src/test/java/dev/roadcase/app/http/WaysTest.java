package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.app.TestSite.TestTill;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which methods things are there. */
class WaysTest {
  @TempDir private static Path folder;
  private static TestSite site;
  private static String cookie;

  @BeforeAll
  static void open() throws Exception {
    site = new TestSite(folder).start();
    String ticket = site.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
    cookie =
        site.enter(ticket)
            .raw()
            .headers()
            .firstValue("set-cookie")
            .orElseThrow()
            .replaceAll(";.*", "");
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @Test
  void headSaysWhatGetWouldSayWithoutTheBody() throws Exception {
    TestTill till = site.till();
    String before = etag();
    String receipt =
        till.sell(till.sign(till.sale(TestSite.LEMONADE))).body().path("receipt").asText();
    // The window is dressed anew within a tenth of a second, and not between two looks.
    for (int i = 0; i < 500 && etag().equals(before); i++) {
      Thread.sleep(10);
    }
    List<String> everywhere =
        List.of(
            "/",
            "/?q=shirt",
            "/products/shirt",
            "/products/nothing",
            "/theme.css",
            "/screens/shop.js",
            "/openapi.yaml",
            "/manifest.json",
            "/catalogue/items",
            "/catalogue/items?limit=2",
            "/catalogue/items/SHIRT-M",
            "/catalogue/items/NO-SUCH",
            "/healthz",
            "/readyz",
            "/.well-known/jwks.json",
            "/.well-known/oauth-authorization-server",
            "/oauth/status-lists/1",
            "/assets/" + "0".repeat(64),
            "/receipts/" + receipt,
            "/no/such/thing");
    for (String path : everywhere) {
      same(path, site.http(path), site.http(path));
      same(path, site.https(path), site.https(path));
    }
    for (String path : List.of("/crew", "/crew/prices", "/crew/stock", "/box")) {
      same(
          path,
          site.https(path).header("Cookie", cookie),
          site.https(path).header("Cookie", cookie));
      same(path, site.https(path), site.https(path));
    }
    assertEquals(200, site.send(head(site.http("/manifest.json"))).status());
  }

  private static String etag() throws Exception {
    return site.send(site.http("/").GET()).raw().headers().firstValue("etag").orElse("");
  }

  private static void same(String path, HttpRequest.Builder one, HttpRequest.Builder other)
      throws Exception {
    Answer get = site.send(one.GET());
    Answer head = site.send(head(other));
    assertEquals(get.status(), head.status(), path);
    assertEquals(0, head.raw().body().length, path);
    assertEquals(lasting(get), lasting(head), path);
  }

  private static HttpRequest.Builder head(HttpRequest.Builder request) {
    return request.method("HEAD", BodyPublishers.noBody());
  }

  /** All headers, but whether the answer was ready, and a length that depends on the moment. */
  private static TreeMap<String, List<String>> lasting(Answer answer) {
    var headers = new TreeMap<>(answer.raw().headers().map());
    headers.remove("cache-status");
    headers.remove(":status");
    if (answer.raw().uri().getPath().startsWith("/crew")) {
      headers.remove("content-length");
    }
    return headers;
  }

  @ParameterizedTest
  @CsvSource({
    "/, 'GET, HEAD'",
    "/products/shirt, 'GET, HEAD'",
    "/theme.css, 'GET, HEAD'",
    "/screens/shop.js, 'GET, HEAD'",
    "/openapi.yaml, 'GET, HEAD'",
    "/catalogue/changes, GET",
    "/catalogue/items, 'GET, HEAD'",
    "/catalogue/items/SHIRT-M, 'GET, HEAD'",
    "/manifest.json, 'GET, HEAD'",
    "/healthz, 'GET, HEAD'",
    "/crew, 'GET, HEAD, POST'",
    "/crew/events, GET",
    "/crew/devices/events, GET",
    "/oauth/status-lists/1/events, GET",
    "/oauth/status-lists/1, 'GET, HEAD'",
    "/crew/prices, 'GET, HEAD, POST'",
    "/crew/stock, 'GET, HEAD, POST'",
    "/sales, POST",
  })
  void anyOtherMethodIsToldWhatThereIs(String path, String allowed) throws Exception {
    List<String> tried = new ArrayList<>(List.of("PUT", "DELETE", "PATCH", "POST", "HEAD"));
    tried.removeIf(method -> List.of(allowed.split(", ")).contains(method));
    for (String method : tried) {
      Answer answer = site.send(site.https(path).method(method, BodyPublishers.noBody()));
      assertEquals(405, answer.status(), method + " " + path);
      assertEquals(
          Optional.of(allowed), answer.raw().headers().firstValue("allow"), method + " " + path);
      assertTrue(method.equals("HEAD") || answer.problem().equals("wrong-method"));
    }
  }
}
