package dev.roadcase.provisioning.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.provisioning.process.Child;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A make-believe show day in about a minute. Eight tills sell two thousand times; meanwhile the
 * link to upstream falls silent, the mains goes and comes back, the box is killed, and a thin link
 * returns.
 */
final class Day {
  static final int TILLS = 8;
  static final int SALES = 2_000;
  static final int READINGS = 20_000;

  private static final int SALES_EACH = SALES / TILLS;
  private static final int READINGS_A_REQUEST = 200;
  private static final int RARE_TRIES_EACH = 10;
  private static final int RETRIES_EACH = 15;
  private static final int KILL_AT = SALES / 2;
  private static final int KNOCKS = 20;
  private static final int THIN_KILOBITS = 256;

  /** Between two sales of one till, so that the day has time for what happens in it. */
  private static final Duration PACE = Duration.ofMillis(70);

  /** So long after the last arrival upstream, no more is waited for. */
  private static final Duration QUIET = Duration.ofMinutes(3);

  private final Site site;
  private final PrintStream err;
  private final List<Till> tills = new ArrayList<>();
  private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();

  Day(Site site, PrintStream err) {
    this.site = site;
    this.err = err;
  }

  /** Runs it; the checker judges it afterwards. */
  void run() throws IOException, InterruptedException, ExecutionException, SQLException {
    try (Watch watch = new Watch(site.folder().resolve("watch.jsonl"), this::look);
        Telling telling = new Telling(err, SALES, this::shown)) {
      run(watch, telling);
    } finally {
      // After a day that went well nobody is at work any more; else nobody is waited for.
      hands.shutdownNow();
    }
  }

  private void run(Watch watch, Telling telling)
      throws IOException, InterruptedException, ExecutionException, SQLException {
    open(telling);
    Till sensor = site.till("sensor", "sensor", 99);
    Till lost = site.till("till-lost", "till", 98);
    CountDownLatch killed = new CountDownLatch(1);

    telling.phase("Doors open, the link is up");
    List<Future<?>> selling = sellAll(SALES_EACH / 10, killed);
    await(selling, telling);

    telling.phase("The link falls silent; nobody is told");
    site.relay().blackHole();
    watch.did("link-silent");
    selling = sellAll(SALES_EACH, killed);
    Future<?> readings = hands.submit(() -> sendReadings(sensor));
    while (shown() < KILL_AT) {
      requireUnbroken(selling);
      telling.step();
      Thread.sleep(20);
    }
    telling.phase("kill -9 in mid-sale, and a new start");
    watch.did("killed");
    site.killAndRestartBox();
    watch.did("restarted");
    killed.countDown();
    telling.phase("A till is stolen; the crew puts it out, offline");
    putOut(lost, watch);
    telling.phase("A rush for the last twenty, and retries");
    await(selling, telling);
    readings.get();

    telling.phase("A thin link returns: 256 kbit/s");
    noteWhatWaits(watch);
    site.relay().pass(THIN_KILOBITS);
    watch.did("link-up");
    tills.get(0).refundOne();
    telling.phase("A refund goes first, then the day's sales");
    awaitDrained(telling, watch);
    lost.knock();
    telling.phase("All of it is upstream");
    awaitMainsBack();
  }

  /** A till that gave up ends the day; the others would sell on and never come to the kill. */
  private static void requireUnbroken(List<Future<?>> all)
      throws ExecutionException, InterruptedException {
    for (Future<?> one : all) {
      if (one.state() == Future.State.FAILED) {
        one.get();
      }
    }
  }

  private void open(Telling telling) throws IOException, InterruptedException {
    telling.phase("Pairing eight tills and a sensor");
    for (int i = 1; i <= TILLS; i++) {
      tills.add(site.till("till-" + i, "till", i));
    }
  }

  /**
   * Each till sells until it was shown {@code upTo} receipts; the rush and the retries come after
   * the kill.
   */
  private List<Future<?>> sellAll(int upTo, CountDownLatch killed) {
    List<Future<?>> all = new ArrayList<>();
    for (Till till : tills) {
      all.add(
          hands.submit(() -> {
            sell(till, upTo, killed);
            return null;
          }));
    }
    return all;
  }

  private static void sell(Till till, int upTo, CountDownLatch killed)
      throws IOException, InterruptedException {
    boolean rushed = upTo < SALES_EACH;
    while (till.receiptsShown() < upTo) {
      if (!rushed && killed.getCount() == 0) {
        rushed = true;
        for (int i = 0; i < RETRIES_EACH; i++) {
          till.askAgain();
        }
        for (int i = 0; i < RARE_TRIES_EACH && till.receiptsShown() < upTo; i++) {
          till.sellOne(DemoPack.SCARCE);
        }
        continue;
      }
      till.sellSomething(DemoPack.SCARCE);
      Thread.sleep(PACE);
    }
  }

  private Void sendReadings(Till sensor) throws IOException, InterruptedException {
    for (int sent = 0; sent < READINGS; sent += READINGS_A_REQUEST) {
      sensor.sendReadings(READINGS_A_REQUEST);
      Thread.sleep(PACE);
    }
    return null;
  }

  /** With the link down: a thief tries his luck with the token and the key before and after. */
  private void putOut(Till lost, Watch watch) throws IOException, InterruptedException {
    lost.knock();
    site.revoke(lost.id());
    watch.did("revoked", Json.MAPPER.createObjectNode().put("device", lost.id().value()));
    for (int i = 0; i < KNOCKS; i++) {
      lost.knock();
      Thread.sleep(PACE);
    }
  }

  private void noteWhatWaits(Watch watch) throws IOException, InterruptedException {
    JsonNode queue = site.awaitBox().path("queue");
    watch.did(
        "counted",
        Json.MAPPER
            .createObjectNode()
            .put("moneyWaiting", queue.path("p0").path("waiting").asLong())
            .put("waiting", queue.path("p3").path("waiting").asLong()));
  }

  private void awaitDrained(Telling telling, Watch watch)
      throws InterruptedException, SQLException, IOException {
    boolean money = false;
    long arrived = -1;
    long since = System.nanoTime();
    while (System.nanoTime() - since < QUIET.toNanos()) {
      telling.step();
      if (!money && count("SELECT count(*) FROM sale") >= SALES) {
        money = true;
        watch.did("money-upstream");
        telling.phase("All money is upstream; readings follow");
      }
      if (money && count("SELECT count(*) FROM delta WHERE class = 'p3'") >= READINGS) {
        return;
      }
      long arrives = count("SELECT count(*) FROM delta");
      if (arrives != arrived) {
        arrived = arrives;
        since = System.nanoTime();
      }
      Thread.sleep(100);
    }
  }

  /** The scenario brings the mains back by its own clock, in a minute or so. */
  private void awaitMainsBack() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (!site.awaitBox().path("power").path("mains").asBoolean()
        && System.nanoTime() < deadline) {
      Thread.sleep(500);
    }
    Thread.sleep(1_000);
  }

  private long count(String sql) throws SQLException {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + site.upstreamDb());
        Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private ObjectNode look() throws IOException, InterruptedException {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.set("peers", Watch.peers(site.boxPid()));
    line.set("box", site.askBox());
    return line;
  }

  private int shown() {
    return tills.stream().mapToInt(Till::receiptsShown).sum();
  }

  private static void await(List<Future<?>> all, Telling telling)
      throws InterruptedException, ExecutionException {
    for (Future<?> one : all) {
      while (!one.isDone()) {
        telling.step();
        Thread.sleep(50);
      }
      one.get();
    }
  }

  /** The checker, in a process of its own; by rule its package knows nobody else of ours. */
  static int check(Site site, Path report) throws IOException, InterruptedException {
    Child checker =
        Child.start(
            "the checker",
            site.folder().resolve("logs").resolve("checker.log"),
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                dev.roadcase.provisioning.checker.Main.class.getName(),
                site.folder().toString(),
                site.upstreamDb().toString(),
                site.shop().toString(),
                report.toString()));
    return checker.waitFor();
  }
}
