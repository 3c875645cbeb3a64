package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.config.BoxConfig.Limits;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More guests than there is room for. */
class CrowdTest {
  @TempDir private Path folder;
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site =
        new TestSite(folder).with(new Limits(40, 30, 5, 5, Duration.ofSeconds(5), 1 << 20)).start();
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void oneConnectionTooManyIsClosedAndTheOthersAreServed() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try {
      int closed = 0;
      for (int i = 0; i < 200; i++) {
        Socket socket = new Socket("127.0.0.1", site.appliance().ports().http());
        socket.setSoTimeout(2_000);
        idle.add(socket);
      }
      for (Socket socket : idle) {
        try {
          socket
              .getOutputStream()
              .write(
                  "GET /healthz HTTP/1.1\r\nHost: box\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          if (socket.getInputStream().read() < 0) {
            closed++;
          }
        } catch (java.net.SocketException e) {
          closed++;
        }
      }
      assertEquals(170, closed);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void whoSaysNothingIsCountedAsWell() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 31; i++) {
        Socket socket = new Socket("127.0.0.1", site.appliance().ports().http());
        // Shorter than the five seconds after which any idle connection of this site is closed.
        socket.setSoTimeout(3_000);
        silent.add(socket);
      }
      assertEquals(-1, silent.getLast().getInputStream().read());
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET /?q=% HTTP/1.1\r\nHost: box\r\n\r\n",
        "GET /?q=%zz HTTP/1.1\r\nHost: box\r\n\r\n"
      })
  void whatIsNoRequestIsTheCallersMistakeAndNotTheBoxs(String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", site.appliance().ports().http())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 400".length());
      assertEquals("HTTP/1.1 400", new String(answer, StandardCharsets.US_ASCII));
    }
  }

  @Test
  void whoSaysNothingIsClosedInTheEnd() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", site.appliance().ports().http())) {
      socket.setSoTimeout(15_000);
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void whoNeverFinishesHisHandshakeKeepsNobodyOut() throws Exception {
    site.stop();
    site.with(new Limits(320, 90, 5, 5, Duration.ofSeconds(5), 1 << 20)).start();
    int port = site.appliance().ports().https();
    List<Socket> silent = new ArrayList<>();
    try {
      // One address has its share, of 90 the half: who comes beyond it is sent away at once.
      for (int i = 0; i < 60; i++) {
        silent.add(from("127.0.0.9", port));
      }
      assertEquals(15, sentAway(silent));
      assertEquals(45, handshakes());
      // From many addresses: of 320 places the quarter is for handshakes, and who has stood there
      // for the longest makes room, for a crowd and for a till alike.
      for (int i = 0; i < 120; i++) {
        silent.add(from("127.0.1." + (1 + i), port));
      }
      // Connected is not yet taken off the system.
      for (int i = 0; handshakes() < 80 && i < 600; i++) {
        Thread.sleep(50);
      }
      assertEquals(80, handshakes());
      assertEquals(200, site.get("/healthz").status());
      assertEquals(201, sold());
      // Nobody stands there for longer than five seconds: the server hangs up.
      long begin = System.nanoTime();
      for (Socket socket : silent) {
        socket.setSoTimeout(15_000);
        assertEquals(true, ended(socket));
      }
      long took = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      assertEquals(true, took < 9_000, took + " ms");
      // A client may see the end before the server has counted it.
      for (int i = 0; handshakes() > 0 && i < 600; i++) {
        Thread.sleep(50);
      }
      assertEquals(0, handshakes());
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  private static Socket from(String address, int port) throws Exception {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(address, 0));
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    return socket;
  }

  private static int sentAway(List<Socket> sockets) throws Exception {
    int ended = 0;
    for (Socket socket : sockets) {
      socket.setSoTimeout(100);
      ended += ended(socket) ? 1 : 0;
    }
    return ended;
  }

  private static boolean ended(Socket socket) throws Exception {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  private int sold() throws Exception {
    TestSite.TestTill till = site.till();
    return till.sell(till.sign(till.sale(TestSite.LEMONADE))).status();
  }

  private int handshakes() throws Exception {
    String metrics =
        new String(site.admin("GET", "/metrics", "").raw().body(), StandardCharsets.UTF_8);
    String line =
        metrics
            .lines()
            .filter(l -> l.startsWith("roadcase_connections{door=\"https-handshake\""))
            .findFirst()
            .orElseThrow();
    return (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }
}
