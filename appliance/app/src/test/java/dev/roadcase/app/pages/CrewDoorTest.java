package dev.roadcase.app.pages;

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

/** Who gets onto the panel. */
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

  private static String ticket() throws Exception {
    return site.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
  }
}
