package dev.roadcase.tests.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many phones behind one router are one address. */
class OneRouterTest {
  private static final int STREAMS_OF_A_LINE = 100;
  private static final int STREAMS_OF_ONE = 200;

  @Test
  void aRequestBeyondTheShareWaitsAndIsAnswered(@TempDir Path folder) throws Exception {
    List<RawHttp2> slow = new ArrayList<>();
    try (Victim box = new Victim(folder)) {
      for (int i = 0; i < STREAMS_OF_ONE / STREAMS_OF_A_LINE; i++) {
        RawHttp2 phone = new RawHttp2(box, "127.0.6.1", 0);
        slow.add(phone);
        int last = 0;
        for (int stream = 0; stream < STREAMS_OF_A_LINE; stream++) {
          last = phone.ask(asked(box, "GET", "/healthz"));
        }
        assertEquals("200", phone.status(last));
      }
      try (RawHttp2 next = new RawHttp2(box, "127.0.6.1")) {
        int first = next.ask(asked(box, "GET", "/healthz"));
        int second = next.ask(asked(box, "GET", "/healthz"));
        // What has a body does not wait; its refusal says that the two before it were looked at.
        assertEquals("reset 7", next.end(next.begin(asked(box, "POST", "/pairings"))));
        slow.removeFirst().close();
        assertEquals("200", next.end(first), "a browser would show a gap");
        assertEquals("200", next.end(second));
      }
    } finally {
      for (RawHttp2 phone : slow) {
        phone.close();
      }
    }
  }

  private static List<Entry<String, String>> asked(Victim box, String method, String path)
      throws IOException {
    return List.of(
        Map.entry(":method", method),
        Map.entry(":scheme", "https"),
        Map.entry(":authority", box.uri("/").getRawAuthority()),
        Map.entry(":path", path));
  }
}
