package dev.roadcase.tests.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.tests.fault.BoxProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crowd that takes all that each bound leaves it, at both doors and by both protocols at once,
 * and reads nothing. The box has the heap that it ships with.
 */
class UnreadCrowdTest {
  private static final int LINES = 40;
  private static final int STREAMS = 100;
  private static final int PIPELINES = 100;
  private static final int PIPELINED = 400;
  private static final int SALES = 20;

  /** What a box of 128 MiB may have the most for strangers: a third of it, bodies left out. */
  private static final double HELD = 128 / 3.0 * 0.75 * (1 << 20);

  private static final double HELD_LEAST = 2 << 20;

  @TempDir private static Path folder;
  private static Victim box;
  private static BoxProcess process;

  @BeforeAll
  static void open() throws Exception {
    box = new Victim(folder, Victim.roster(), TwentyGuestsTest.products());
    process = BoxProcess.start(box.config(), Map.of());
    box.at(process.https(), process.visitors(), process.local());
  }

  @AfterAll
  static void close() throws Exception {
    process.close();
    box.close();
  }

  @Test
  void allThatStrangersHoldIsLessThanTheHeap() throws Exception {
    Stranger till = Stranger.paired(box, "till");
    assertEquals(201, till.sell(1).status());
    List<AutoCloseable> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < LINES; i++) {
        crowd.add(windowOfNothing(i));
      }
      for (int i = 0; i < PIPELINES; i++) {
        crowd.add(pipeline(i, false));
        crowd.add(pipeline(i, true));
      }
      double most = 0;
      for (int sale = 2; sale < SALES + 2; sale++) {
        assertEquals(201, till.sell(sale).status(), "a till waits for a crowd");
        double held = box.counter("roadcase_held_octets");
        assertTrue(held <= HELD, "strangers hold " + held);
        most = Math.max(most, held);
      }
      assertTrue(most >= HELD_LEAST, "the crowd holds nothing: " + most);
      assertEquals(200, box.get("/healthz").status());
      assertTrue(process.alive(), "an unread crowd has ended the box");
    } catch (IOException e) {
      throw new AssertionError("an unread crowd has ended the box: " + process.said(), e);
    } finally {
      for (AutoCloseable one : crowd) {
        one.close();
      }
    }
    Together.until(() -> box.counter("roadcase_held_octets") == 0, "all of it was given back");
  }

  private static RawHttp2 windowOfNothing(int number) throws IOException {
    RawHttp2 line = new RawHttp2(box, "127.0.11." + (1 + number), 0);
    for (int stream = 0; stream < STREAMS; stream++) {
      line.ask(
          List.of(
              Map.entry(":method", "GET"),
              Map.entry(":scheme", "https"),
              Map.entry(":authority", box.uri("/").getRawAuthority()),
              Map.entry(":path", page(stream))));
    }
    return line;
  }

  private static Socket pipeline(int number, boolean secured) throws IOException {
    InetAddress from = InetAddress.getByName("127.0.12." + (1 + number % 40));
    int port = secured ? box.uri("/").getPort() : box.visitors();
    Socket socket =
        secured
            ? box.trust().getSocketFactory().createSocket("127.0.0.1", port, from, 0)
            : new Socket("127.0.0.1", port, from, 0);
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < PIPELINED; i++) {
      requests.append("GET ").append(page(i)).append(" HTTP/1.1\r\nHost: box\r\n\r\n");
    }
    socket.getOutputStream().write(requests.toString().getBytes(US_ASCII));
    return socket;
  }

  private static String page(int cursor) {
    return "/catalogue/items?limit=1000&cursor=" + cursor;
  }
}
