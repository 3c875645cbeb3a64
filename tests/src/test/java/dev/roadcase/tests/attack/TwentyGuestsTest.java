package dev.roadcase.tests.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.auth.PairingDesk;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.tests.attack.Victim.Answer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests who do the dearest thing at every route, and take every place, while a till sells. */
class TwentyGuestsTest {
  private static final int GUESTS = 20;
  private static final int PRODUCTS = 1_000;
  private static final int SALES = 40;

  /** Octets of ready answers of one view that a box keeps, and of all that lie beside its heap. */
  private static final double KEPT = 8 << 20;

  private static final double DIRECT = 60 << 20;

  /** A page of the catalogue: 256 KiB of items, and its frame. */
  private static final int PAGE = 258 << 10;

  /** What a guest may be told. Anything else is a mistake of the box. */
  private static final Set<Integer> FINE =
      Set.of(200, 206, 303, 304, 400, 401, 404, 405, 406, 416, 429, 503);

  @TempDir private static Path folder;
  private static Victim box;

  @BeforeAll
  static void open() throws Exception {
    box = new Victim(folder, Victim.roster(), products());
    box.start();
  }

  @AfterAll
  static void close() {
    box.close();
  }

  static List<Item> products() {
    List<Item> items = new ArrayList<>();
    Random chance = new Random(11);
    for (int i = 0; i < PRODUCTS; i++) {
      StringBuilder text = new StringBuilder();
      while (text.length() < 1_500) {
        text.append(Integer.toString(chance.nextInt(60_000), 36)).append(' ');
      }
      items.add(
          new Item(
              new Sku("P-" + i),
              "product-" + i,
              "Product number " + i,
              List.of(),
              text.toString(),
              new Money(1_000 + i, Victim.EUR),
              "standard",
              Stock.UNTRACKED));
    }
    return items;
  }

  @Test
  void whatLiesReadyIsWeighed() throws Exception {
    // Nothing is sold meanwhile, so that all of it is of one view.
    for (int i = 0; i < PRODUCTS; i++) {
      for (String lite : List.of("", "?lite=1")) {
        assertEquals(200, guest(0, "GET", "/products/product-" + i + lite, "").status);
      }
    }
    double kept = box.counter("roadcase_answers_octets{of=\"kept\"}");
    assertTrue(kept > KEPT / 2, "the pages are kept at all: " + kept);
    assertTrue(kept <= KEPT, "answers are kept without end: " + kept);
  }

  @Test
  void aPageOfTheCatalogueHasAnEndAndNothingIsLeftOut() throws Exception {
    for (int limit : new int[] {1, 137, 200, 1000}) {
      int items = 0;
      String next = "0";
      for (int pages = 0; !next.equals("null") && pages < 2 * PRODUCTS / limit + 20; pages++) {
        Said page = guest(1, "GET", "/catalogue/items?limit=" + limit + "&cursor=" + next, "");
        assertEquals(200, page.status);
        assertTrue(page.octets <= PAGE, "a page has no end: " + page.octets);
        items += (int) page.body.lines().mapToLong(TwentyGuestsTest::skus).sum();
        next = page.body.replaceAll("(?s).*\"next\":\"?([0-9]+|null).*", "$1");
        if (limit == 1 && pages == 3) {
          items = PRODUCTS + 1;
          break;
        }
      }
      assertEquals(PRODUCTS + 1, items, "limit " + limit);
    }
  }

  private static long skus(String line) {
    return line.split("\"sku\":", -1).length - 1;
  }

  @Test
  void guestsDoTheDearestThingAtEveryRouteAndATillSells() throws Exception {
    Stranger till = Stranger.paired(box, "till");
    assertEquals(201, till.sell(1).status());
    List<String> targets = new DearTargets(box.visitors()).all();
    assertTrue(targets.size() > 60, targets::toString);
    AtomicBoolean over = new AtomicBoolean();
    List<Answer> sales = new ArrayList<>();
    List<String> wrong =
        Together.all(
                GUESTS + 1,
                i ->
                    () -> {
                      if (i == GUESTS) {
                        try {
                          for (int sale = 2; sale < SALES + 2; sale++) {
                            sales.add(till.sell(sale));
                          }
                        } finally {
                          over.set(true);
                        }
                        return List.<String>of();
                      }
                      return dearest(i, targets, over);
                    })
            .stream()
            .flatMap(List::stream)
            .toList();
    assertEquals(List.of(), wrong);
    assertEquals(SALES, sales.size());
    for (Answer sale : sales) {
      assertEquals(201, sale.status(), sale::text);
    }
    assertTrue(box.counter("roadcase_answers_octets{of=\"kept\"}") <= KEPT);
    assertTrue(box.counter("roadcase_answers_octets{of=\"direct\"}") <= DIRECT);
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    assertTrue(direct < 160 << 20, "memory beside the heap: " + direct);
    assertEquals(200, box.get("/healthz").status());
  }

  /** Each target by GET and by HEAD, in an order of this guest's own; what was none of the fine. */
  private static List<String> dearest(int guest, List<String> targets, AtomicBoolean over)
      throws Exception {
    List<String> wrong = new ArrayList<>();
    Random chance = new Random(guest);
    int asked = 0;
    while (!over.get() || asked < 10) {
      String target = targets.get(chance.nextInt(targets.size()));
      String method = chance.nextBoolean() ? "GET" : "HEAD";
      if (guest % 5 == 4) {
        unread(guest, target);
        asked++;
        continue;
      }
      Said said = guest(guest, method, target, dearHeaders(chance));
      if (!FINE.contains(said.status)) {
        wrong.add(method + " " + target + " " + said.status);
      }
      if (method.equals("HEAD") && said.octets > 0) {
        wrong.add("a body: " + method + " " + target);
      }
      asked++;
    }
    return wrong;
  }

  private static String dearHeaders(Random chance) {
    return switch (chance.nextInt(5)) {
      case 0 -> "Accept-Encoding: gzip\r\n";
      case 1 -> "Range: bytes=0-1,2-3,5-\r\n";
      case 2 -> "If-None-Match: \"x\", W/\"y\"\r\n";
      case 3 -> "Accept: text/html\r\nAccept-Encoding: br;q=1, gzip;q=0, *;q=0.1\r\n";
      default -> "Save-Data: on\r\n";
    };
  }

  /** Asks ten times, and goes without having read. */
  private static void unread(int guest, String target) throws IOException {
    try (Socket socket = line(guest)) {
      String request = "GET " + target + " HTTP/1.1\r\nHost: box\r\n\r\n";
      socket.getOutputStream().write(request.repeat(10).getBytes(US_ASCII));
      socket.getInputStream().read();
    } catch (IOException e) {
      // Sent away, which is the box's right.
    }
  }

  /** What a guest was told. */
  private static final class Said {
    private int status;
    private long octets;
    private String body = "";
  }

  private static Socket line(int guest) throws IOException {
    Socket socket =
        new Socket("127.0.0.1", box.visitors(), InetAddress.getByName("127.0.9." + (guest + 1)), 0);
    socket.setSoTimeout(60_000);
    return socket;
  }

  /** One request on a line of its own. Of a stream only the beginning is read. */
  private static Said guest(int guest, String method, String target, String headers)
      throws IOException {
    try (Socket socket = line(guest)) {
      socket
          .getOutputStream()
          .write(
              (method + " " + target + " HTTP/1.1\r\nHost: box\r\n" + headers + "\r\n")
                  .getBytes(US_ASCII));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int octet = in.read();
        if (octet < 0) {
          throw new IOException("cut off: " + method + " " + target + " " + head);
        }
        head.append((char) octet);
      }
      Said said = new Said();
      said.status = Integer.parseInt(head.substring(9, 12));
      String names = head.toString().toLowerCase(java.util.Locale.ROOT);
      if (method.equals("GET") && said.status != 304 && !names.contains("text/event-stream")) {
        int at = names.indexOf("content-length: ");
        long length =
            at < 0 ? 0 : Long.parseLong(names.substring(at + 16, names.indexOf('\r', at)));
        byte[] body = in.readNBytes((int) length);
        said.octets = body.length;
        said.body = new String(body, ISO_8859_1);
      }
      return said;
    }
  }

  @Test
  void listenersAtTheVisitorsDoorLeaveADeviceItsPlace() throws Exception {
    for (String stream : List.of("/oauth/status-lists/1/events", "/catalogue/changes")) {
      List<Socket> guests = new ArrayList<>();
      try {
        boolean full = false;
        for (int i = 0; !full && i < 700; i++) {
          Socket socket =
              new Socket(
                  "127.0.0.1", box.visitors(), InetAddress.getByName("127.0.8." + (1 + i / 60)), 0);
          socket.setSoTimeout(60_000);
          guests.add(socket);
          socket
              .getOutputStream()
              .write(("GET " + stream + " HTTP/1.1\r\nHost: box\r\n\r\n").getBytes(US_ASCII));
          full = new String(socket.getInputStream().readNBytes(12), US_ASCII).endsWith("503");
        }
        assertTrue(full, "the places of a door have an end");
        try (Socket device =
            box.trust().getSocketFactory().createSocket("127.0.0.1", box.uri("/").getPort())) {
          device.setSoTimeout(60_000);
          device
              .getOutputStream()
              .write(("GET " + stream + " HTTP/1.1\r\nHost: box\r\n\r\n").getBytes(US_ASCII));
          assertEquals(
              "HTTP/1.1 200",
              new String(device.getInputStream().readNBytes(12), US_ASCII),
              "guests have taken the device's place at " + stream);
        }
      } finally {
        for (Socket socket : guests) {
          socket.close();
        }
      }
    }
  }

  @Test
  void aHeadOfAStreamEnds() throws Exception {
    for (String stream : List.of("/oauth/status-lists/1/events", "/catalogue/changes")) {
      try (Socket socket = line(3)) {
        String both =
            "HEAD "
                + stream
                + " HTTP/1.1\r\nHost: box\r\n\r\n"
                + "GET /healthz HTTP/1.1\r\nHost: box\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(both.getBytes(US_ASCII));
        String answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        assertTrue(answers.startsWith("HTTP/1.1 405"), answers);
        assertTrue(answers.contains("HTTP/1.1 200"), "the next one waits: " + answers);
      }
    }
  }

  @Test
  void aFullDeskKeepsNobodyOutWhoBringsTheCrewsCode() throws Exception {
    HttpClient[] guests = new HttpClient[PairingDesk.PLACES / PairingDesk.OF_ONE_ADDRESS];
    for (int i = 0; i < guests.length; i++) {
      guests[i] = box.client("127.0.7." + (i + 1));
    }
    int waiting = 0;
    for (HttpClient guest : guests) {
      for (int i = 0; i < PairingDesk.OF_ONE_ADDRESS; i++) {
        waiting += waits(guest) ? 1 : 0;
      }
    }
    assertEquals(PairingDesk.PLACES, waiting);
    Answer late =
        new Stranger(box)
            .form(
                "/oauth/device_authorization",
                Map.of("client_id", "till", "device_name", "one more"));
    assertEquals(429, late.status());
    Answer crew = new Stranger(box).pair(box.code("till", true), "the crew's till");
    assertEquals(202, crew.status(), () -> "guests keep the crew's till out: " + crew.text());
    String code = box.code("till", true);
    int seen = 0;
    while (new Stranger(box).pair(code, "who has seen it").status() == 202) {
      seen++;
      assertTrue(seen <= PairingDesk.OF_ONE_CODE, "one code takes every place");
    }
    Answer all = box.admin("POST", "/waiting/turn-away", "");
    assertTrue(all.body().path("turnedAway").asInt() > PairingDesk.PLACES, all::text);
    assertEquals(0, box.admin("GET", "/waiting", "").body().path("waiting").size());
    assertEquals(202, new Stranger(box).pair(box.code("till", true), "afterwards").status());
    box.admin("POST", "/waiting/turn-away", "");
  }

  private static boolean waits(HttpClient guest) throws Exception {
    Stranger phone = new Stranger(box);
    java.util.Optional<String> nonce = phone.nonce();
    String form = "client_id=till&device_name=guest";
    HttpRequest request =
        box.request("/oauth/device_authorization")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "DPoP",
                phone.proof(
                    Stranger.jti(),
                    "POST",
                    box.uri("/oauth/device_authorization").toString(),
                    1,
                    nonce,
                    java.util.Optional.empty()))
            .POST(BodyPublishers.ofString(form))
            .build();
    return guest.send(request, BodyHandlers.discarding()).statusCode() == 200;
  }

  @Test
  void bodiesThatNeverEndTakeNoSalesPlace() throws Exception {
    Stranger till = Stranger.paired(box, "till");
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 120; i++) {
        Socket socket =
            box.trust()
                .getSocketFactory()
                .createSocket(
                    "127.0.0.1",
                    box.uri("/").getPort(),
                    InetAddress.getByName("127.0.6." + (1 + i / 10)),
                    0);
        slow.add(socket);
        String head =
            "POST /pairings HTTP/1.1\r\nHost: box\r\nContent-Type: application/json\r\n"
                + "Content-Length: 262144\r\n\r\n{";
        socket.getOutputStream().write(head.getBytes(US_ASCII));
      }
      assertEquals(201, till.sell(1).status());
      assertEquals(201, Stranger.paired(box, "till").sell(1).status());
      double taken = box.counter("roadcase_bodies_octets");
      assertTrue(taken <= 16 << 20, "bodies without end: " + taken);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void aTicketIsNotUsedUpByALook() throws Exception {
    String ticket = box.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
    String address = "/crew?ticket=" + ticket;
    HttpRequest.Builder preview = box.request(address).method("HEAD", BodyPublishers.noBody());
    assertEquals(200, box.send(preview).status());
    assertEquals(200, box.get(address).status());
    HttpRequest.Builder button =
        box.request("/crew")
            .header("Origin", box.origin())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("ticket=" + ticket));
    assertEquals(303, box.send(button).status(), "a look has used the ticket up");
  }

  @Test
  void aFormFromElsewhereIsNotTaken() throws Exception {
    String ticket = box.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
    for (String origin : List.of("", "null", "https://evil.example")) {
      HttpRequest.Builder form =
          box.request("/crew")
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString("ticket=" + ticket));
      if (!origin.isEmpty()) {
        form.header("Origin", origin);
      }
      assertEquals(403, box.send(form).status(), "a form from elsewhere is taken");
    }
  }

  @Test
  void aSearchIsMadeOnNoEventLoop() throws Exception {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    AtomicBoolean over = new AtomicBoolean();
    Thread looks =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                Thread.getAllStackTraces()
                    .forEach((thread, stack) -> {
                      if (Arrays.stream(stack).anyMatch(TwentyGuestsTest::isSearch)) {
                        threads.add(thread.getName());
                      }
                    });
              }
            });
    try {
      for (int i = 0; threads.isEmpty() && i < 100_000; i++) {
        assertEquals(200, box.get("/?q=product+" + Integer.toString(i, 36)).status());
      }
    } finally {
      over.set(true);
      looks.join();
    }
    assertTrue(!threads.isEmpty(), "no search was seen");
    for (String thread : threads) {
      assertTrue(!thread.contains("eventloop"), "a search holds up what others ask: " + thread);
    }
  }

  private static boolean isSearch(StackTraceElement frame) {
    return frame.getClassName().startsWith("dev.roadcase.app.screens.ShopPage");
  }

  @Test
  void nobodyRenegotiates() throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            box.trust().getSocketFactory().createSocket("127.0.0.1", box.uri("/").getPort())) {
      socket.setSoTimeout(60_000);
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      byte[] request = "GET /healthz HTTP/1.1\r\nHost: box\r\n\r\n".getBytes(US_ASCII);
      socket.getOutputStream().write(request);
      assertEquals("HTTP/1.1 200", new String(socket.getInputStream().readNBytes(12), US_ASCII));
      assertThrows(
          IOException.class,
          () -> {
            socket.startHandshake();
            socket.getOutputStream().write(request);
            // What was left of the first answer, and then the second, if there is one.
            if (answers(socket.getInputStream()) > 0) {
              return;
            }
            throw new SSLException("the connection was ended");
          },
          "renegotiated");
    }
  }

  /** Answers that begin until nothing comes any more, at most one. */
  private static int answers(InputStream in) throws IOException {
    StringBuilder heard = new StringBuilder();
    while (heard.indexOf("HTTP/1.1 200") < 0) {
      int octet = in.read();
      if (octet < 0) {
        return 0;
      }
      heard.append((char) octet);
    }
    return 1;
  }

  @Test
  void whatLiesReadyHasOneHostToo() throws Exception {
    assertEquals(200, guest(5, "GET", "/catalogue/items", "").status);
    assertEquals(400, guest(5, "GET", "/catalogue/items", "Host: evil\r\n").status, "two hosts");
  }

  @Test
  void aSaleNamesAPackThatWas() throws Exception {
    Stranger till = Stranger.paired(box, "till");
    Answer never = till.sell(till.sale(1, "AAAAAAAAAAAAAAAAAAAAAA", 1L << 40), till.token);
    assertEquals("price-superseded", never.problem(), "a pack that never was");
    assertEquals(201, till.sell(2).status());
  }

  @Test
  void aStrangerDoesNotChooseADearHandshake() throws Exception {
    for (String group : List.of("ffdhe8192", "secp521r1")) {
      try (SSLSocket socket =
          (SSLSocket)
              box.trust().getSocketFactory().createSocket("127.0.0.1", box.uri("/").getPort())) {
        socket.setSoTimeout(60_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setNamedGroups(new String[] {group});
        socket.setSSLParameters(parameters);
        assertThrows(IOException.class, socket::startHandshake, group);
      }
    }
  }
}
