package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The box and its static twin, as two processes at one door. */
class TwinTest {
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(60);

  /** In the system's own place: the name of a socket must not be long. */
  @TempDir private Path folder;

  private Path config;
  private Path data;
  private int port;
  private TwinProcess twin;

  @BeforeEach
  void aSite() throws Exception {
    Site site = new Site(folder);
    data = site.folder.resolve("d");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    config = site.config("box", "kit-1", data, "127.0.0.1:0");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("http = \"127.0.0.1:0\"", "http = \"127.0.0.1:" + port + "\""));
  }

  @AfterEach
  void end() throws Exception {
    if (twin != null) {
      twin.close();
    }
  }

  @Test
  void afterAKillTheShopIsThereWithinASecondAndTheBoxGetsItsDoorBack() throws Exception {
    twin = new TwinProcess(config);
    BoxProcess box = BoxProcess.start(config, Map.of());
    try {
      waitFor(LONG, page -> page.contains("data-changes"));
      waitUntil(LONG, () -> Files.exists(data.resolve("static/shop.zip")));
      for (int round = 0; round < 3; round++) {
        box.kill();
        long away = waitFor(A_SECOND, page -> page.contains("Prices as of"));
        assertTrue(get("/products/lemonade").contains("Prices as of"));
        assertTrue(get("/screens/shop.css").startsWith("HTTP/1.1 200"));
        box = BoxProcess.launch(config, Map.of());
        box.open();
        // Its doors are open when it says so: the first answer is its own.
        String live = get("/");
        assertTrue(live.contains("data-changes"), live);
        System.out.println("after kill -9 the twin answered within " + away + " ms");
      }
    } finally {
      box.close();
    }
  }

  /** Two processes cannot listen at once; what is left is the moment between the two. */
  @Test
  void whileTheBoxTakesItsDoorBackVisitorsWaitForAMomentAtTheMost() throws Exception {
    try (BoxProcess first = BoxProcess.start(config, Map.of())) {
      waitUntil(LONG, () -> Files.exists(data.resolve("static/shop.zip")));
      first.stop();
    }
    twin = new TwinProcess(config);
    waitFor(LONG, page -> page.contains("Prices as of"));
    for (int round = 0; round < 3; round++) {
      try (BoxProcess box = BoxProcess.launch(config, Map.of())) {
        Gap gap = untilTheBoxAnswers();
        System.out.println("at the box's return " + gap);
        assertTrue(gap.millis() < 300, gap::toString);
        box.open();
        box.stop();
      }
      waitFor(LONG, page -> page.contains("Prices as of"));
    }
  }

  /**
   * How a visitor fared who asked all the time.
   *
   * @param millis the longest time from an attempt that failed to one that did not
   */
  private record Gap(long millis, int pages, int failed) {
    @Override
    public String toString() {
      return pages + " pages, " + failed + " refused or cut, for " + millis + " ms at the most";
    }
  }

  private Gap untilTheBoxAnswers() {
    long end = System.nanoTime() + LONG.toNanos();
    long failing = 0;
    long longest = 0;
    int pages = 0;
    int failed = 0;
    while (System.nanoTime() < end) {
      long attempt = System.nanoTime();
      try {
        String page = get("/");
        if (page.contains("</html>")) {
          // From the first who was turned away to the first who was let in again, however slowly a
          // box that has just come up then answers.
          longest = failing == 0 ? longest : Math.max(longest, attempt - failing);
          failing = 0;
          pages++;
          if (page.contains("data-changes")) {
            return new Gap(longest / 1_000_000, pages, failed);
          }
          continue;
        }
      } catch (IOException e) {
        // Refused, or cut.
      }
      failed++;
      failing = failing == 0 ? attempt : failing;
    }
    throw new AssertionError("the box did not take its door back");
  }

  @Test
  void aTwinThatIsAskedToStopSaysThatAllIsWell() throws Exception {
    try (BoxProcess box = BoxProcess.start(config, Map.of())) {
      waitUntil(LONG, () -> Files.exists(data.resolve("static/shop.zip")));
      box.stop();
    }
    twin = new TwinProcess(config);
    waitFor(LONG, page -> page.contains("Prices as of"));
    assertEquals(0, twin.stop(), () -> twin.said().toString());
    assertFalse(Files.exists(data.resolve("twin.sock")), "its socket stays behind");
  }

  @Test
  void aTwinThatComesLaterLeavesTheDoorToTheBoxAndStandsInAllTheSame() throws Exception {
    try (BoxProcess box = BoxProcess.start(config, Map.of())) {
      twin = new TwinProcess(config);
      waitUntil(LONG, () -> Files.exists(data.resolve("twin.sock")));
      waitUntil(LONG, () -> Files.exists(data.resolve("static/shop.zip")));
      assertTrue(get("/").contains("data-changes"));
      assertEquals(0, box.stop());
    }
    waitFor(Duration.ofSeconds(3), page -> page.contains("Prices as of"));
  }

  @Test
  void theTwinShowsTheShopAndNothingElse() throws Exception {
    try (BoxProcess box = BoxProcess.start(config, Map.of())) {
      waitUntil(LONG, () -> Files.exists(data.resolve("static/shop.zip")));
      box.stop();
    }
    twin = new TwinProcess(config);
    waitFor(LONG, page -> page.contains("Prices as of"));
    for (String path :
        List.of(
            "/../journal.db",
            "/static/../journal.db",
            "/products/..%2f..%2f..%2fjournal.db",
            "/products/%2e%2e%2f%2e%2e%2fkey",
            "/screens/../key",
            "/screens/..%2fkey",
            "/assets/../../../etc/passwd",
            "/assets/%00",
            "/types",
            "/key",
            "/admin.token",
            "/sales",
            "/catalogue/items",
            "/pages/99999")) {
      String answer = get(path);
      assertTrue(answer.matches("(?s)HTTP/1.1 (503|400|404) .*"), path + ": " + answer);
      assertFalse(answer.contains("SQLite") || answer.contains("root:"), path);
    }
    assertTrue(get("/receipts/abc").toLowerCase(Locale.ROOT).contains("retry-after: 5"));
    assertTrue(
        ask("POST / HTTP/1.1\r\nHost: box\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .startsWith("HTTP/1.1 405"));
    String head = ask("HEAD / HTTP/1.1\r\nHost: box\r\nConnection: close\r\n\r\n");
    assertTrue(head.startsWith("HTTP/1.1 200") && !head.contains("<html"), head);
  }

  @Test
  void anotherProgramAtTheDoorIsStillARefusal() throws Exception {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      twin = new TwinProcess(config);
      waitUntil(LONG, () -> Files.exists(data.resolve("twin.sock")));
      BoxProcess box = BoxProcess.launch(config, Map.of());
      assertEquals(69, box.ended(), String.join("\n", box.said()));
    }
  }

  @Test
  void aSecondTwinAndAPortThatNobodyKnowsAreRefused() throws Exception {
    twin = new TwinProcess(config);
    waitUntil(LONG, () -> Files.exists(data.resolve("twin.sock")));
    try (TwinProcess second = new TwinProcess(config)) {
      assertEquals(75, second.ended(), second.said().toString());
    }
    Files.writeString(config, Files.readString(config).replace(":" + port, ":0"));
    try (TwinProcess third = new TwinProcess(config)) {
      assertEquals(78, third.ended(), third.said().toString());
      assertTrue(third.said().toString().contains("names a port"));
    }
  }

  /** Milliseconds until the front is as wanted. */
  private long waitFor(Duration atMost, Predicate<String> wanted) throws Exception {
    long start = System.nanoTime();
    waitUntil(
        atMost,
        () -> {
          try {
            return wanted.test(get("/"));
          } catch (IOException e) {
            return false;
          }
        });
    return (System.nanoTime() - start) / 1_000_000;
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Looks at a real process's outside, which tells nobody when it has changed. */
  private void waitUntil(Duration atMost, Condition condition) throws Exception {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "not within " + atMost + "; the twin said " + (twin == null ? "nothing" : twin.said()));
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private String get(String path) throws IOException {
    return TwinProcess.get(port, path);
  }

  private String ask(String request) throws IOException {
    return TwinProcess.ask(port, request);
  }
}
