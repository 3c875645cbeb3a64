package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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
      waitUntil(LONG, () -> Files.exists(data.resolve("static/current/index.html")));
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

  @Test
  void aTwinThatComesLaterLeavesTheDoorToTheBoxAndStandsInAllTheSame() throws Exception {
    try (BoxProcess box = BoxProcess.start(config, Map.of())) {
      twin = new TwinProcess(config);
      waitUntil(LONG, () -> Files.exists(data.resolve("twin.sock")));
      waitUntil(LONG, () -> Files.exists(data.resolve("static/current/index.html")));
      assertTrue(get("/").contains("data-changes"));
      assertEquals(0, box.stop());
    }
    waitFor(Duration.ofSeconds(3), page -> page.contains("Prices as of"));
  }

  @Test
  void theTwinShowsTheShopAndNothingElse() throws Exception {
    try (BoxProcess box = BoxProcess.start(config, Map.of())) {
      waitUntil(LONG, () -> Files.exists(data.resolve("static/current/index.html")));
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
      assertEquals(75, second.ended(), second.said.toString());
    }
    Files.writeString(config, Files.readString(config).replace(":" + port, ":0"));
    try (TwinProcess third = new TwinProcess(config)) {
      assertEquals(78, third.ended(), third.said.toString());
      assertTrue(third.said.toString().contains("names a port"));
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
            "not within " + atMost + "; the twin said " + (twin == null ? "nothing" : twin.said));
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private String get(String path) throws IOException {
    return ask("GET " + path + " HTTP/1.1\r\nHost: box\r\nConnection: close\r\n\r\n");
  }

  private String ask(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  /** The twin as it ships. */
  private static final class TwinProcess implements AutoCloseable {
    private final Process process;
    private final List<String> said = new CopyOnWriteArrayList<>();

    TwinProcess(Path config) throws Exception {
      List<String> command = new ArrayList<>();
      command.add(ProcessHandle.current().info().command().orElseThrow());
      command.addAll(
          List.of(
              "-XX:+UseSerialGC",
              "-XX:+UseCompactObjectHeaders",
              "-XX:TieredStopAtLevel=1",
              "-Xmx16m",
              "-cp",
              String.join(":", Workshop.boxClassPath()),
              "dev.roadcase.app.Main",
              "box",
              "twin",
              "--config",
              config.toString()));
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream()))) {
              reader.lines().forEach(said::add);
            } catch (IOException e) {
              said.add(e.toString());
            }
          });
    }

    int ended() throws InterruptedException {
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
      process.destroyForcibly();
      process.waitFor();
    }
  }
}
