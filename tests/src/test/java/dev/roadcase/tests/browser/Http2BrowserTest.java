package dev.roadcase.tests.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The devices' door over HTTP/2 as Chromium speaks it. {@code -Droadcase.patience=300} keeps the
 * stream open for five minutes instead of longer than any deadline of a connection.
 */
class Http2BrowserTest extends AtTheStand {
  private static final int SECONDS = Integer.getInteger("roadcase.patience", 15);

  /** Counts what happens to two event streams and a poll each half second. */
  private static final String WATCH =
      """
      async seconds => {
        const seen = { opened: 0, failed: 0, polled: 0, refused: 0 };
        const streams = ['/crew/events', '/catalogue/changes'].map(at => {
          const stream = new EventSource(at);
          stream.onopen = () => seen.opened++;
          stream.onerror = () => seen.failed++;
          return stream;
        });
        const until = performance.now() + seconds * 1000;
        while (performance.now() < until || seen.opened < streams.length) {
          const answers = await Promise.all(Array.from({ length: 60 }, () =>
            fetch('/screens/look.css', { cache: 'no-store' }).then(a => a.text().then(() => a.ok))));
          answers.forEach(ok => ok ? seen.polled++ : seen.refused++);
          await new Promise(next => setTimeout(next, 500));
        }
        streams.forEach(stream => stream.close());
        seen.protocol = performance.getEntriesByType('navigation')[0].nextHopProtocol;
        return seen;
      }
      """;

  @Test
  void streamsStayOpenWhileSixtyAnswersAtOnceArrive() throws Exception {
    try (Phone phone = chromium.phone().open(stand.crew())) {
      Map<?, ?> seen = (Map<?, ?>) phone.page().evaluate(WATCH, SECONDS);
      assertEquals("h2", seen.get("protocol"));
      assertEquals(2, seen.get("opened"), () -> "streams opened, of two: " + seen);
      assertEquals(0, seen.get("failed"), () -> "streams that broke off: " + seen);
      assertEquals(0, seen.get("refused"), () -> "answers that were refused: " + seen);
    }
  }
}
