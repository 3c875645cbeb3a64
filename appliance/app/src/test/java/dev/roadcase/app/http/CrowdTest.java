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
  void whoSaysNothingIsClosedInTheEnd() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", site.appliance().ports().http())) {
      socket.setSoTimeout(15_000);
      assertEquals(-1, socket.getInputStream().read());
    }
  }
}
