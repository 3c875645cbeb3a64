package dev.roadcase.app.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.TestTill;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing looks regularly whether the list has changed: what is written wakes the feed. */
class StatusFeedTest {
  /** Long, and shorter than the ten seconds to a heartbeat. */
  private static final long SOON_SECONDS = 8;

  @TempDir private Path folder;

  @Test
  void whatIsRevokedIsPushedWithoutALook() throws Exception {
    try (TestSite site = new TestSite(folder)) {
      site.start();
      TestTill till = site.till();
      HttpResponse<InputStream> stream =
          site.browser()
              .send(
                  site.http("/oauth/status-lists/1/events").build(),
                  HttpResponse.BodyHandlers.ofInputStream());
      BlockingQueue<String> events = new LinkedBlockingQueue<>();
      try (InputStream body = stream.body()) {
        Thread reading = Thread.ofVirtual().start(() -> read(body, events));
        assertEquals("list", events.poll(SOON_SECONDS, TimeUnit.SECONDS), "what is so now");
        assertEquals(200, site.admin("POST", "/devices/" + till.id + "/revoke", "").status());
        assertEquals("list", events.poll(SOON_SECONDS, TimeUnit.SECONDS), "what has changed");
        assertTrue(reading.isAlive());
      }
    }
  }

  private static void read(InputStream body, BlockingQueue<String> events) {
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      @Nullable String line;
      while ((line = lines.readLine()) != null) {
        if (line.startsWith("event: ")) {
          events.add(line.substring(7));
        }
      }
    } catch (IOException e) {
      // Closed by the test.
    }
  }
}
