package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.TestTill;
import dev.roadcase.app.config.BoxConfig.Limits;
import dev.roadcase.app.line.Deadlines;
import dev.roadcase.wire.x509.KeyStores;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who begins a request and does not end it, at every door. */
class LateTest {
  @TempDir private static Path folder;
  private static TestSite site;

  @BeforeAll
  static void open() throws Exception {
    site =
        new TestSite(folder)
            .with(
                new Limits(
                    100,
                    100,
                    10,
                    10,
                    Duration.ofSeconds(60),
                    1 << 20,
                    new Deadlines(Duration.ofSeconds(2), Duration.ofSeconds(3))))
            .start();
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @Test
  void halfAHeadIsAnswered408AtEveryDoor() throws Exception {
    assertLate("GET / HTTP/1.1\r\nHost: bo", List.of(http(), https(), admin()));
  }

  @Test
  void halfABodyIsAnswered408WhereBodiesAreRead() throws Exception {
    assertLate(
        "POST /sales HTTP/1.1\r\nHost: box\r\nContent-Length: 10\r\n\r\n{",
        List.of(https(), admin()));
  }

  @Test
  void aBodyAtTheVisitorsDoorIsNotWaitedFor() throws Exception {
    try (Socket socket = http()) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              "POST /sales HTTP/1.1\r\nHost: box\r\nContent-Length: 10\r\n\r\n{"
                  .getBytes(StandardCharsets.US_ASCII));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(all.startsWith("HTTP/1.1 404 "), all);
    }
  }

  private static void assertLate(String half, List<Socket> everyDoor) throws Exception {
    for (Socket socket : everyDoor) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    }
    for (Socket socket : everyDoor) {
      try (socket) {
        String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(all.startsWith("HTTP/1.1 408 "), all);
        assertTrue(all.contains("urn:roadcase:problem:too-slow"), all);
      }
    }
  }

  @Test
  void whoTakesHisTimeBetweenRequestsIsNotLate() throws Exception {
    TestTill till = site.till();
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.LEMONADE))).status());
    try (Socket late = http()) {
      // A clock that everybody can see: when this one is late, the till's connection has rested.
      late.getOutputStream().write('G');
      assertTrue(late.getInputStream().readAllBytes().length > 0);
    }
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.LEMONADE))).status());
  }

  private static Socket http() throws Exception {
    return new Socket("127.0.0.1", site.appliance().ports().http());
  }

  private static Socket admin() throws Exception {
    return new Socket("127.0.0.1", site.appliance().ports().admin());
  }

  private static Socket https() throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStores.trust(site.root));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory().createSocket("127.0.0.1", site.appliance().ports().https());
  }
}
