package dev.roadcase.tests.bench;

import static dev.roadcase.tests.bench.Workbench.say;

import dev.roadcase.core.pack.Item;
import dev.roadcase.tests.bench.Report.Better;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * 300 screens listen at the visitors' door; the crew changes prices. Counted from the moment at
 * which the crew's form is sent until each screen has read the news.
 */
final class Screens {
  private static final int SCREENS = 300;
  private static final double AIM_MILLIS = 200;
  private static final long PATIENCE_SECONDS = 20;

  /** One price change ends before the next begins: a second apart, as a hand would not even do. */
  private static final long APART_MILLIS = 1_000;

  /** All screens of this bench have one address. */
  private static final String CONFIGURATION =
      """

      [limits]
      streams_of_one = "512"
      """;

  private final Stall stall;
  private final Path work;
  private final int changes;
  private final List<Screen> screens = new ArrayList<>();
  private volatile Round round = new Round(0);

  /** One change: when it was sent, and how long each screen took to show it. */
  private static final class Round {
    private final long sent;
    private final CountDownLatch open = new CountDownLatch(SCREENS);
    private final long[] micros = new long[SCREENS];
    private final AtomicInteger shown = new AtomicInteger();

    Round(long sent) {
      this.sent = sent;
    }

    void shown() {
      int at = shown.getAndIncrement();
      if (at < SCREENS) {
        micros[at] = (System.nanoTime() - sent) / 1000;
        open.countDown();
      }
    }
  }

  Screens(Stall stall, Path work, int changes) {
    this.stall = stall;
    this.work = work;
    this.changes = changes;
  }

  void run(Report report) throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try (BenchBox box =
        BenchBox.start(
            stall, work.resolve("screens"), BenchBox.SHIPPED.configuration(CONFIGURATION))) {
      connect(vertx, box);
      String cookie = box.enterThePanel();
      Item item = stall.wareList().getFirst();
      long price = item.price().minor();
      Latencies latencies = new Latencies();
      double cpu = 0;
      // The first is the box's first ever, and is told as such.
      double first = 0;
      for (int i = 0; i <= changes; i++) {
        double before = box.reading().cpuMillis();
        Round mine = new Round(System.nanoTime());
        round = mine;
        box.changePrice(cookie, item, price, price + 1);
        price++;
        if (!mine.open.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException(
              "only %d of %d screens showed the price".formatted(mine.shown.get(), SCREENS));
        }
        double slowest = 0;
        for (long micros : mine.micros) {
          slowest = Math.max(slowest, micros / 1000.0);
          if (i > 0) {
            latencies.add(micros);
          }
        }
        if (i == 0) {
          first = slowest;
        }
        Thread.sleep(APART_MILLIS);
        if (i > 0) {
          cpu += box.reading().cpuMillis() - before;
        }
      }
      say("screens: p95 %.1f ms", latencies.millis(95));
      report.row("300_screens_price_p50_ms", "ms", latencies.millis(50), Better.LOWER);
      report.aimed(
          "300_screens_price_p95_ms", "ms", latencies.millis(95), Better.LOWER, AIM_MILLIS);
      report.row("300_screens_price_p99_ms", "ms", latencies.millis(99), Better.LOWER);
      report.row("300_screens_first_price_slowest_ms", "ms", first, Better.LOWER);
      report.row("300_screens_box_cpu_per_change", "ms", cpu / changes, Better.LOWER);
      report.remark(
          "Screens: %d connections to /catalogue/changes, %d prices changed by the crew's form over"
                  .formatted(SCREENS, changes)
              + " HTTPS, a second apart, after one that is not counted; from the form's sending to"
              + " each screen's reading. CPU is the box's over that second, the form included.");
    } finally {
      vertx.close();
    }
  }

  private void connect(Vertx vertx, BenchBox box) throws IOException {
    NetClient client = vertx.createNetClient();
    List<Future<Void>> greeted = new ArrayList<>();
    for (int i = 0; i < SCREENS; i++) {
      greeted.add(
          client
              .connect(box.visitorsPort(), "127.0.0.1")
              .compose(socket -> {
                Screen screen = new Screen(socket);
                screens.add(screen);
                return screen.listen();
              }));
    }
    try {
      Future.all(greeted).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("not every screen was let in", e);
    }
  }

  /** One connection, as a browser's EventSource; on the one event loop. */
  private final class Screen {
    private final NetSocket socket;
    private final io.vertx.core.Promise<Void> greeted = io.vertx.core.Promise.promise();
    private String unread = "";

    Screen(NetSocket socket) {
      this.socket = socket;
    }

    Future<Void> listen() {
      socket.handler(this::came).closeHandler(_ -> greeted.tryFail("the box hung up"));
      socket.write(
          "GET /catalogue/changes HTTP/1.1\r\nHost: box\r\nAccept: text/event-stream\r\n\r\n");
      return greeted.future();
    }

    private void came(Buffer bytes) {
      String text = unread + bytes.toString(StandardCharsets.UTF_8);
      int end;
      while ((end = text.indexOf("\n\n")) >= 0) {
        String event = text.substring(0, end);
        text = text.substring(end + 2);
        if (event.contains("event: hello")) {
          greeted.tryComplete();
        } else if (event.contains("event: price")) {
          round.shown();
        }
      }
      unread = text;
    }
  }
}
