package dev.roadcase.tests.bench;

import static dev.roadcase.tests.bench.Workbench.say;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.tests.attack.DearTargets;
import dev.roadcase.tests.bench.Report.Better;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.x509.KeyStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Tills sell while twenty guests do the dearest thing at every route of the visitors' door, by GET
 * and by HEAD, ten requests at a time, without a pause; the shop has a thousand products with
 * descriptions of 1,500 letters.
 */
final class GuestsBench {
  private static final int GUESTS = 20;
  private static final int PRODUCTS = 1_000;
  private static final int TILLS = 4;
  private static final int SALES_A_SECOND = 8;
  private static final int WARM_UP = 10;
  private static final int AT_ONCE = 10;

  /** Streams that a guest keeps open. */
  private static final int STREAMS = 40;

  private static final double AIM_MILLIS = 1_000;
  private static final double AIM_MIB = 450;

  private final Path work;
  private final int window;
  private final ChildJvm java = ChildJvm.likeThis();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong asked = new AtomicLong();
  private final Map<Integer, AtomicLong> answers = new ConcurrentSkipListMap<>();

  /**
   * The bench.
   *
   * @param window seconds that are timed
   */
  GuestsBench(Path work, int window) {
    this.work = work;
    this.window = window;
  }

  void run(Report report) throws IOException, InterruptedException {
    say("twenty guests at the dearest routes, and tills that sell …");
    Path folder = Files.createDirectories(work.resolve("guests"));
    Stall stall = Stall.in(Files.createDirectories(folder.resolve("stall")), PRODUCTS);
    stall.sign((WARM_UP + window) * SALES_A_SECOND * 3 + 200);
    try (BenchBox box = BenchBox.start(stall, folder.resolve("box"), BenchBox.SHIPPED)) {
      Path tokens = folder.resolve("tokens");
      box.pair(tokens);
      Process tills =
          java.start(
              "-Xmx128m",
              OpenTills.class,
              List.of(
                  Integer.toString(box.port()),
                  stall.rootFile().toString(),
                  tokens.toString(),
                  stall.salesFile().toString(),
                  Integer.toString(TILLS),
                  Integer.toString(SALES_A_SECOND),
                  Integer.toString(WARM_UP),
                  Integer.toString(window),
                  "0"));
      List<String> targets = new DearTargets(box.visitorsPort()).all();
      List<Thread> guests = new ArrayList<>();
      for (int i = 0; i < GUESTS; i++) {
        int guest = i;
        guests.add(
            Thread.ofPlatform().daemon().start(() -> ask(guest, box.visitorsPort(), targets)));
      }
      Watched watched = watch(box, stall, tills);
      over.set(true);
      for (Thread guest : guests) {
        guest.join(10_000);
      }
      rows(report, watched, targets.size());
    }
  }

  /** What was seen of the box while it lasted. */
  private record Watched(JsonNode tills, double rss, double direct, Latencies lines) {}

  private Watched watch(BenchBox box, Stall stall, Process tills)
      throws IOException, InterruptedException {
    double rss = 0;
    double direct = 0;
    Latencies lines = new Latencies();
    try (BufferedReader said = tills.inputReader()) {
      SaleWindow.expect("begin", said.readLine());
      AtomicBoolean sold = new AtomicBoolean();
      List<String> result = new ArrayList<>();
      Thread reader =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                said.lines().forEach(result::add);
                sold.set(true);
              });
      SSLContext trust = trusting(stall);
      while (!sold.get()) {
        rss = Math.max(rss, box.reading().rss() / 1048576.0);
        long begin = System.nanoTime();
        newLine(trust, box.port());
        lines.add((System.nanoTime() - begin) / 1_000);
        direct =
            Math.max(
                direct, box.counters().getOrDefault("roadcase_answers_octets{of=\"direct\"}", 0.0));
        Thread.sleep(250);
      }
      reader.join();
      if (result.size() < 2 || !result.getFirst().equals("end")) {
        throw new IOException("the tills say " + result);
      }
      return new Watched(Json.MAPPER.readTree(result.get(1)), rss, direct / 1048576.0, lines);
    }
  }

  private void rows(Report report, Watched seen, int targets) {
    JsonNode tills = seen.tills();
    report.row("20_guests_sale_p50_ms", "ms", tills.path("p50").asDouble(), Better.LOWER);
    report.aimed(
        "20_guests_sale_p95_ms", "ms", tills.path("p95").asDouble(), Better.LOWER, AIM_MILLIS);
    report.row("20_guests_sale_slowest_ms", "ms", tills.path("most").asDouble(), Better.LOWER);
    report.row("20_guests_sales", "sales", tills.path("sales").asDouble(), Better.NEITHER);
    report.row(
        "20_guests_other_answers_to_tills",
        "answers",
        tills.path("otherAnswers").size(),
        Better.LOWER);
    report.row("20_guests_new_tls_line_p95_ms", "ms", seen.lines().millis(95), Better.LOWER);
    report.aimed("20_guests_box_rss", "MiB", seen.rss(), Better.LOWER, AIM_MIB);
    report.row("20_guests_answers_beside_the_heap", "MiB", seen.direct(), Better.LOWER);
    report.row("20_guests_requests_per_s", "1/s", asked.get() / (double) window, Better.NEITHER);
    Map<Integer, Long> told = new TreeMap<>();
    answers.forEach((status, n) -> told.put(status, n.get()));
    report.remark(
        "Guests: %d, each with an address of its own, %d requests at a time out of %d targets, by GET and HEAD,"
                .formatted(GUESTS, AT_ONCE, targets)
            + " without a pause; every fifth does not read. %d products. They were told %s."
                .formatted(PRODUCTS, told)
            + " Tills: %d, %d sales a second together, latencies from the moment the customer came."
                .formatted(TILLS, SALES_A_SECOND)
            + " A new TLS line is a handshake and GET /healthz at the devices' door.");
  }

  private void ask(int guest, int port, List<String> targets) {
    Random chance = new Random(guest);
    Deque<Socket> listening = new ArrayDeque<>();
    while (!over.get()) {
      String target = targets.get(chance.nextInt(targets.size()));
      try {
        if (stream(target)) {
          Socket socket = line(guest, port);
          listening.addLast(socket);
          send(socket, request(chance, target, false));
          if (listening.size() > STREAMS) {
            listening.removeFirst().close();
          }
        } else {
          many(guest, port, chance, targets);
        }
      } catch (IOException e) {
        // Sent away.
        answers.computeIfAbsent(0, _ -> new AtomicLong()).incrementAndGet();
      }
    }
  }

  /** Ten requests on one line, read to the end or not at all. */
  private void many(int guest, int port, Random chance, List<String> targets) throws IOException {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < AT_ONCE; i++) {
      String target = targets.get(chance.nextInt(targets.size()));
      // What comes behind a stream would never be answered.
      requests.append(request(chance, stream(target) ? "/" : target, i == AT_ONCE - 1));
    }
    try (Socket socket = line(guest, port)) {
      send(socket, requests.toString());
      if (guest % 5 == 4) {
        socket.getInputStream().read();
      } else {
        count(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
  }

  private static boolean stream(String target) {
    return target.contains("/events") || target.startsWith("/catalogue/changes");
  }

  private static String request(Random chance, String target, boolean last) {
    return (chance.nextBoolean() ? "GET " : "HEAD ")
        + target
        + " HTTP/1.1\r\nHost: box\r\nAccept-Encoding: gzip\r\n"
        + (last ? "Connection: close\r\n\r\n" : "\r\n");
  }

  private static Socket line(int guest, int port) throws IOException {
    Socket socket =
        new Socket("127.0.0.1", port, InetAddress.getByName("127.0.9." + (guest + 1)), 0);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private void send(Socket socket, String requests) throws IOException {
    socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
    asked.addAndGet(requests.split(" HTTP/1.1\r\n", -1).length - 1);
  }

  private void count(String said) {
    int at = -1;
    while ((at = said.indexOf("HTTP/1.1 ", at + 1)) >= 0 && at + 12 <= said.length()) {
      String status = said.substring(at + 9, at + 12);
      if (status.matches("[2-5][0-9]{2}")) {
        answers.computeIfAbsent(Integer.valueOf(status), _ -> new AtomicLong()).incrementAndGet();
      }
    }
  }

  private static void newLine(SSLContext trust, int port) throws IOException {
    try (SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write("GET /healthz HTTP/1.1\r\nHost: box\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readNBytes(12);
    }
  }

  private static SSLContext trusting(Stall stall) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(KeyStores.trust(stall.root()));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }
}
