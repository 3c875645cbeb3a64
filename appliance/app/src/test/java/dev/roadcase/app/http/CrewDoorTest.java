package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets onto the panel, and whose forms are taken. */
class CrewDoorTest {
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

  @Test
  void whoLooksAtATicketDoesNotUseItUp() throws Exception {
    String ticket = ticket();
    String address = "/crew?ticket=" + ticket;
    for (int i = 0; i < 3; i++) {
      Answer head = site.send(site.https(address).method("HEAD", BodyPublishers.noBody()));
      Answer get = site.get(address);
      for (Answer answer : new Answer[] {head, get}) {
        assertEquals(200, answer.status());
        assertEquals(Optional.empty(), answer.raw().headers().firstValue("set-cookie"));
        assertEquals(Optional.of("no-store"), answer.raw().headers().firstValue("cache-control"));
      }
      String page = new String(get.raw().body(), StandardCharsets.UTF_8);
      assertTrue(page.contains("value=\"" + ticket + "\"") && page.contains("<button"), page);
    }
    Answer entered = site.enter(ticket);
    assertEquals(303, entered.status());
    assertEquals(Optional.of("no-store"), entered.raw().headers().firstValue("cache-control"));
    assertTrue(entered.raw().headers().firstValue("set-cookie").isPresent());
    assertEquals(401, site.enter(ticket).status(), "once");
    assertEquals(401, site.get(address).status());
  }

  @Test
  void aFormOfAnotherSiteIsNotTheCrewsHand() throws Exception {
    String cookie =
        site.enter(ticket())
            .raw()
            .headers()
            .firstValue("set-cookie")
            .orElseThrow()
            .replaceAll(";.*", "");
    String host = "127.0.0.1:" + site.appliance().ports().https();
    String own = "https://" + host;
    assertEquals(303, change(cookie, "Origin: " + own));
    assertEquals(303, change(cookie, "Sec-Fetch-Site: same-origin\r\nOrigin: " + own));
    assertEquals(303, change(cookie, "Referer: " + own + "/crew/prices"));
    assertEquals(303, change(cookie, "X: what is no browser says nothing"));
    assertEquals(403, change(cookie, "Origin: http://" + host));
    assertEquals(403, change(cookie, "Origin: null"));
    assertEquals(403, change(cookie, "Origin:"));
    assertEquals(403, change(cookie, "Origin: " + own + ".evil.example"));
    assertEquals(403, change(cookie, "Origin: " + own + "\r\nOrigin: https://evil.example"));
    assertEquals(403, change(cookie, "Origin: https://evil.example\r\nOrigin: " + own));
    assertEquals(403, change(cookie, "Sec-Fetch-Site: cross-site"));
    assertEquals(403, change(cookie, "Sec-Fetch-Site: same-site"));
    assertEquals(403, change(cookie, "Sec-Fetch-Site: cross-site\r\nOrigin: " + own));
    assertEquals(403, change(cookie, "Referer: https://evil.example/"));
    assertEquals(403, change(cookie, "Referer: http://" + host + "/"));
  }

  private static int change(String cookie, String headers) throws Exception {
    String form = "sku=SHIRT-M&seen=2500&price=25.00&q=";
    String answer =
        site.raw(
            "POST /crew/prices HTTP/1.1\r\nHost: 127.0.0.1:"
                + site.appliance().ports().https()
                + "\r\nCookie: "
                + cookie
                + "\r\n"
                + headers
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + form.length()
                + "\r\nConnection: close\r\n\r\n"
                + form);
    return Integer.parseInt(answer.substring(9, 12));
  }

  private static String ticket() throws Exception {
    return site.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
  }
}
