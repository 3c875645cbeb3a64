package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The box as a service: what it tells systemd, and how it stops. */
@NeedsPowerCuts
class ServiceTest {
  private static final long LIMIT_MILLIS = 1_500;

  @Test
  void theWatchdogIsFedByTheWriterAndByNothingElse() throws Exception {
    try (Market market = new Market("watchdog", 2);
        Listener listener = Listener.in(market.site.folder)) {
      market.box().kill();
      Map<String, String> environment =
          new HashMap<>(market.disk.environment(ForgetfulDisk.Names.LATE));
      environment.put("NOTIFY_SOCKET", listener.socket().toString());
      environment.put("WATCHDOG_USEC", Long.toString(LIMIT_MILLIS * 1000));
      market.start(environment);
      Market.until("the box said that it is ready", () -> listener.heard("READY=1") == 1);
      Market.until("the watchdog was fed", () -> listener.heard("WATCHDOG=1") > 3);

      market.disk.tell("stall journal.db-wal");
      try (Crowd.Selling selling = market.crowd.sell(market.box())) {
        // What was on its way when the writer began to hang.
        Thread.sleep(LIMIT_MILLIS);
        int fed = listener.heard("WATCHDOG=1");
        Thread.sleep(2 * LIMIT_MILLIS);
        assertEquals(fed, listener.heard("WATCHDOG=1"), "it was fed while the writer hung");

        market.disk.heal();
        Market.until("it is fed again", () -> listener.heard("WATCHDOG=1") > fed);
        selling.stop();
      }
      assertEquals(0, market.box().stop());
      assertEquals(1, listener.heard("STOPPING=1"));
    }
  }

  @Test
  void aStopUnderLoadIsInGoodOrderAndWithinTenSeconds() throws Exception {
    try (Market market = new Market("stop", 64)) {
      try (Crowd.Selling selling = market.crowd.sell(market.box())) {
        Market.until("500 sales are made", () -> market.crowd.shown() > 500);
        long start = System.nanoTime();
        assertEquals(0, market.box().stop(), () -> String.join("\n", market.box().said()));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.toSeconds() < 10, took::toString);
        selling.join();
      }
      assertTrue(lastFact(market.disk.data()).contains("\"box-stopped\""));
      market.cutThePower();
      market.start();
      market.assertAllKept();
    }
  }

  @Test
  void aStopOnAFullDiskIsInGoodOrderToo() throws Exception {
    try (Market market = new Market("stop-full", 16)) {
      try (Crowd.Selling selling = market.crowd.sell(market.box())) {
        Market.until("100 sales are made", () -> market.crowd.shown() > 100);
        market.disk.leave(0);
        market.untilNothingIsSold();
        assertEquals(0, market.box().stop(), () -> String.join("\n", market.box().said()));
        selling.join();
      }
      assertTrue(
          lastFact(market.disk.data()).contains("\"box-stopped\""), "the reserve is for this");
      market.disk.heal();
      market.start();
      market.assertAllKept();
    }
  }

  private static String lastFact(Path data) throws Exception {
    try (Connection journal =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("journal.db"));
        Statement statement = journal.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT CAST(record AS TEXT) FROM fact ORDER BY position DESC LIMIT 1")) {
      return row.getString(1);
    }
  }

  /** What a service manager would hear, by a few lines of Python: the JDK has no such sockets. */
  private static final class Listener implements AutoCloseable {
    private static final String PROGRAM =
        """
        import socket, sys
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.bind(sys.argv[1])
        print("listening", flush=True)
        while True:
            for line in s.recv(4096).decode().split("\\n"):
                print(line, flush=True)
        """;

    private final Path socket;
    private final Process process;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private Listener(Path socket, Process process) {
      this.socket = socket;
      this.process = process;
      Thread.ofPlatform().daemon().start(this::listen);
    }

    static Listener in(Path folder) throws IOException, InterruptedException {
      // A socket's path has 107 bytes at most, wherever this is checked out.
      Path socket = Files.createTempDirectory("notify").resolve("socket");
      Process process;
      try {
        process =
            new ProcessBuilder("python3", "-c", PROGRAM, socket.toString())
                .redirectError(folder.resolve("listener.txt").toFile())
                .start();
      } catch (IOException e) {
        assumeTrue(false, "skipped: this needs python3. To install it: apt-get install python3");
        throw e;
      }
      Listener listener = new Listener(socket, process);
      Market.until("the listener listens", () -> listener.heard("listening") == 1);
      return listener;
    }

    private void listen() {
      try (BufferedReader reader = process.inputReader()) {
        reader.lines().forEach(heard::add);
      } catch (IOException e) {
        // It was closed.
      }
    }

    int heard(String word) {
      return (int) heard.stream().filter(word::equals).count();
    }

    Path socket() {
      return socket;
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      Files.deleteIfExists(socket);
      Files.deleteIfExists(socket.getParent());
    }
  }
}
