package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.app.TestSite.TestTill;
import dev.roadcase.app.config.BoxConfig.Limits;
import dev.roadcase.wire.x509.KeyStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad guests from many addresses, and guests who do not read. */
class FloodTest {
  private static final int PLACES = 40;
  private static final int OF_ONE = 10;

  @TempDir private Path folder;
  private TestSite site;
  private TestTill till;
  private final List<Socket> flood = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    site =
        new TestSite(folder)
            .with(new Limits(PLACES, OF_ONE, 20, 10, Duration.ofSeconds(75), 1 << 20))
            .start();
    till = site.till();
  }

  @AfterEach
  void close() throws Exception {
    for (Socket socket : flood) {
      socket.close();
    }
    site.close();
  }

  @Test
  void visitorsWhoSayNothingShutNobodyOut() throws Exception {
    fill(site.appliance().ports().http(), false);
    assertEquals(200, site.send(site.http("/").GET()).status());
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.LEMONADE))).status());
    assertTrue(metric("roadcase_connections{door=\"http\"}") <= PLACES);
  }

  @Test
  void strangersAtTheDevicesDoorShutNoTillOutOldOrNew() throws Exception {
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.LEMONADE))).status());
    fill(site.appliance().ports().https(), true);
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.LEMONADE))).status());
    try (Socket another = secure("127.0.0.99")) {
      another
          .getOutputStream()
          .write("GET /healthz HTTP/1.1\r\nHost: box\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertEquals("HTTP/1.1 200", text(another, 12));
    }
  }

  @Test
  void aHundredWhoBringOneSaleAtOnceGetOneReceipt() throws Exception {
    String jws = till.sign(till.sale(TestSite.PRESSING));
    Set<String> receipts = new HashSet<>();
    int booked = 0;
    try (ExecutorService tills = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Answer> sell = () -> till.sell(jws);
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(tills.submit(sell));
      }
      for (Future<Answer> one : answers) {
        Answer answer = one.get();
        assertTrue(answer.status() == 200 || answer.status() == 201, answer.body()::toString);
        booked += answer.status() == 201 ? 1 : 0;
        receipts.add(answer.body().path("receipt").asText());
      }
    }
    assertEquals(1, booked);
    assertEquals(1, receipts.size());
    assertEquals(19_000, site.get("/catalogue/items/TESTPRESS-20").body().path("left").asLong());
  }

  @Test
  void aThousandReadyAnswersLeaveByOneLine() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", site.appliance().ports().http())) {
      socket.setSoTimeout(10_000);
      String request = "GET /catalogue/items HTTP/1.1\r\nHost: box\r\n\r\n";
      String first = answer(socket, request);
      for (int i = 0; i < 1_000; i++) {
        String next = answer(socket, request);
        assertEquals(
            first.replace("fwd=miss", "hit"), next.replace("fwd=miss", "hit"), "answer " + i);
      }
    }
  }

  @Test
  void whoStopsReadingIsClosedAndNobodyWaitsForHim() throws Exception {
    String ticket = site.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
    String cookie =
        site.enter(ticket)
            .raw()
            .headers()
            .firstValue("set-cookie")
            .orElseThrow()
            .replaceAll(";.*", "");
    try (Socket deaf = listener(1_024);
        Socket awake = listener(1 << 20)) {
      BufferedReader heard =
          new BufferedReader(new InputStreamReader(awake.getInputStream(), StandardCharsets.UTF_8));
      assertEquals(2, metric("roadcase_streams{of=\"catalogue\"}"));
      long price = 2500;
      int told = 0;
      while (metric("roadcase_streams{of=\"catalogue\"}") == 2) {
        for (int i = 0; i < 50; i++) {
          long next = price == 2500 ? 2600 : 2500;
          assertEquals(303, change(cookie, price, next).status());
          price = next;
          untilHeard(heard, "\"price\":" + price);
          told++;
        }
        assertTrue(told < 5_000, "the box keeps it all for one who does not read");
      }
      System.out.println("a listener who did not read was closed after " + told + " prices");
    }
  }

  @Test
  void theGaugesSayWhoIsThereAndHowOldTheSnapshotIs() throws Exception {
    assertTrue(metric("roadcase_connections{door=\"https\"}") >= 1);
    double before = metric("roadcase_connections{door=\"http\"}");
    try (Socket listening = listener(1 << 16)) {
      assertFalse(listening.isClosed());
      assertEquals(before + 1, metric("roadcase_connections{door=\"http\"}"));
      assertEquals(1, metric("roadcase_streams{of=\"catalogue\"}"));
    }
    assertEquals(0, metric("roadcase_streams{of=\"panel\"}"));
    assertTrue(Double.isNaN(metric("roadcase_snapshot_age")));
    site.stop();
    site.start();
    double age = metric("roadcase_snapshot_age");
    assertTrue(age >= 0 && age < 60, "" + age);
  }

  private Answer change(String cookie, long seen, long price) throws Exception {
    return site.send(
        site.form("/crew/prices", "sku=SHIRT-M&seen=" + seen + "&price=" + price / 100 + "&q=")
            .header("Cookie", cookie));
  }

  private static void untilHeard(BufferedReader heard, String what) throws IOException {
    String line;
    do {
      line = heard.readLine();
    } while (!line.contains(what));
  }

  /** Somebody who listens, and has been greeted. */
  private Socket listener(int buffer) throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(buffer);
    socket.setSoTimeout(10_000);
    socket.connect(new InetSocketAddress("127.0.0.1", site.appliance().ports().http()));
    socket
        .getOutputStream()
        .write(
            "GET /catalogue/changes HTTP/1.1\r\nHost: box\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    assertEquals("HTTP/1.1 200", text(socket, 12));
    return socket;
  }

  private double metric(String name) throws Exception {
    String page =
        new String(site.admin("GET", "/metrics", "").raw().body(), StandardCharsets.UTF_8);
    return page.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in\n" + page));
  }

  /** More connections than there are places, each address within its share. */
  private void fill(int port, boolean secure) throws Exception {
    for (int address = 2; address < 12; address++) {
      for (int i = 0; i < OF_ONE; i++) {
        String from = "127.0.0." + address;
        flood.add(secure ? secure(from) : plain(from, port));
      }
    }
  }

  private static Socket plain(String from, int port) throws Exception {
    Socket socket = new Socket("127.0.0.1", port, InetAddress.getByName(from), 0);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private Socket secure(String from) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStores.trust(site.root));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    var socket =
        (javax.net.ssl.SSLSocket)
            context
                .getSocketFactory()
                .createSocket(
                    "127.0.0.1", site.appliance().ports().https(), InetAddress.getByName(from), 0);
    socket.setSoTimeout(10_000);
    socket.startHandshake();
    return socket;
  }

  private static String answer(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder all = new StringBuilder();
    while (all.indexOf("\r\n\r\n") < 0) {
      all.append((char) socket.getInputStream().read());
    }
    String head = all.toString();
    int at = head.indexOf("content-length: ") + 16;
    int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
    return head + text(socket, length);
  }

  private static String text(Socket socket, int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
  }
}
