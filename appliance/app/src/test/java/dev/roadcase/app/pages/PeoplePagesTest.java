package dev.roadcase.app.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.app.http.Doors;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad news at the doors: a page for people, a problem for machines. */
class PeoplePagesTest {
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

  @TempDir private static Path folder;
  private static TestSite site;

  @BeforeAll
  static void open() throws Exception {
    site = new TestSite(folder).start();
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /till, 404",
    "GET, /help, 404",
    "GET, /receipts/HHMM-ZKHW, 404",
    "GET, /receipts/x, 404",
    "GET, /assets/nonsense, 404",
    "GET, /screens/nonsense.css, 404",
    "GET, /catalogue/items/NO-SUCH, 404",
    "GET, /catalogue/items?limit=abc, 400",
    "POST, /, 405",
    "DELETE, /healthz, 405",
    "PUT, /trust, 405",
  })
  void atBothDoorsABrowserGetsAPageAndAMachineAProblem(String method, String path, int status)
      throws Exception {
    for (boolean secure : new boolean[] {true, false}) {
      both(method, path, status, secure);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /crew, 401",
    "GET, /crew?ticket=used-or-mistyped, 401",
    "GET, /crew/prices, 401",
    "GET, /crew/stock, 401",
    "GET, /crew/devices, 401",
    "GET, /crew/receipts?q=HHMM-ZKHW, 401",
    "GET, /crew/nothing, 404",
    "GET, /box, 401",
    "GET, /audit/head, 401",
    "GET, /sales, 405",
    "POST, /sales, 401",
  })
  void atTheDevicesDoorToo(String method, String path, int status) throws Exception {
    both(method, path, status, true);
  }

  private static void both(String method, String path, int status, boolean secure)
      throws Exception {
    String what = method + " " + path + (secure ? " over TLS" : "");
    Answer page = ask(secure, method, path, BROWSER);
    String html = text(page);
    assertEquals(status, page.status(), what);
    assertEquals("text/html; charset=utf-8", header(page, "content-type"), what);
    assertTrue(html.strip().startsWith("<!doctype html>"), what);
    assertTrue(html.contains("<h1>") && html.contains("href=\"/\""), what);
    assertFalse(html.contains("openapi"), what + " says it in the words of machines");
    assertTrue(header(page, "content-security-policy").startsWith("default-src 'none'"), what);
    for (String accept : List.of("*/*", "application/json", "application/problem+json", "")) {
      Answer problem = ask(secure, method, path, accept);
      assertEquals(status, problem.status(), what);
      assertEquals("application/problem+json", header(problem, "content-type"), what);
      assertEquals(status, problem.body().path("status").asInt(), what);
      same(page, problem, what);
    }
    if (method.equals("GET")) {
      Answer head = ask(secure, "HEAD", path, BROWSER);
      assertEquals(status, head.status(), what);
      assertEquals(0, head.raw().body().length, what);
      assertEquals(page.raw().body().length + "", header(head, "content-length"), what);
    }
  }

  private static void same(Answer page, Answer problem, String what) {
    for (String name : List.of("allow", "www-authenticate", "retry-after", "cache-control")) {
      assertEquals(header(problem, name), header(page, name), what + ": " + name);
    }
    for (Answer answer : List.of(page, problem)) {
      assertEquals("no-store", header(answer, "cache-control"), what);
      assertEquals("Accept", header(answer, "vary"), what);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mistyped-secret-word", "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"})
  void aTicketIsNotRepeatedOnThePage(String ticket) throws Exception {
    String page = text(ask(true, "GET", "/crew?ticket=" + ticket, BROWSER));
    assertFalse(page.contains("mistyped-secret-word") || page.contains("alert"), page);
    assertTrue(page.contains("was used already, is too old, or was mistyped"), page);
    assertTrue(page.contains("roadcase box crew") && page.contains("href=\"/trust\""), page);
  }

  @Test
  void theVisitorsDoorSaysWhereThePanelIsAndNoMore() throws Exception {
    for (String path : new String[] {"/crew", "/crew/devices", "/crew?ticket=secret-word"}) {
      String page = text(ask(false, "GET", path, BROWSER));
      assertTrue(page.contains("The panel is at the box's https address"), page);
      assertTrue(page.matches("(?s).*href=\"https://127\\.0\\.0\\.1:\\d+/crew\".*"), page);
      assertFalse(page.contains("secret-word"), page);
    }
  }

  @Test
  void aWrongPageOfTheCrewLeadsBackToThePanel() throws Exception {
    String page = text(ask(true, "GET", "/crew/nothing", BROWSER));
    assertTrue(page.contains("href=\"/crew\""), page);
  }

  @Test
  void aUsedTicketIsSaidToBeUsed() throws Exception {
    String ticket = site.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
    assertEquals(303, site.enter(ticket).status());
    Answer again = ask(true, "GET", "/crew?ticket=" + ticket, BROWSER);
    assertEquals(401, again.status());
    assertTrue(text(again).contains("This link was used already"));
    assertFalse(text(again).contains(ticket));
    Answer form = site.send(site.form("/crew", "ticket=" + ticket).header("Accept", BROWSER));
    assertEquals(401, form.status());
    assertTrue(text(form).contains("This link was used already"));
    assertFalse(text(form).contains(ticket));
  }

  @Test
  void aBodyThatIsTooLargeIsSaidInWordsToo() throws Exception {
    Answer answer =
        site.send(
            site.https("/sales")
                .header("Accept", BROWSER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("x".repeat(Doors.BODY_MAX + 1))));
    assertEquals(413, answer.status());
    assertTrue(text(answer).contains("too much to send"), text(answer));
  }

  @Test
  void aQueryThatCannotBeReadIsSaidInWordsToo() throws Exception {
    String answer =
        site.raw(
            "GET /?q=%zz HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400") && answer.contains("<h1>"), answer);
  }

  @Test
  void aRehearsalIsARehearsalOnEveryPage() throws Exception {
    assertTrue(text(ask(false, "GET", "/till", BROWSER)).contains("REHEARSAL"));
  }

  private static Answer ask(boolean secure, String method, String path, String accept)
      throws Exception {
    HttpRequest.Builder request = secure ? site.https(path) : site.http(path);
    if (!accept.isEmpty()) {
      request.header("Accept", accept);
    }
    return site.send(request.method(method, BodyPublishers.noBody()));
  }

  private static String header(Answer answer, String name) {
    return answer.raw().headers().firstValue(name).orElse("");
  }

  private static String text(Answer answer) {
    return new String(answer.raw().body(), StandardCharsets.UTF_8);
  }
}
