package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.config.BoxConfig.Limits;
import java.net.Socket;
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
}
