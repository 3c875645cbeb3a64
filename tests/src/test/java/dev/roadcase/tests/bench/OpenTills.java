package dev.roadcase.tests.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.wire.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * Tills that sell at a pace which the box does not set: customers come at random (a Poisson stream
 * with a seed), whether the last sale was answered or not. A latency counts from the moment at
 * which the customer came, so that waiting behind a slow answer is in it.
 *
 * <p>Says {@code begin} and {@code end} around the timed window, then one line of JSON.
 */
public final class OpenTills {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final SaleFile sales;
  private final double gapNanos;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Latencies latencies = new Latencies();
  private final Map<Integer, Integer> otherAnswers = new TreeMap<>();
  private long from;
  private long until;
  private int open;

  private final List<Customer> customers = new ArrayList<>();

  private OpenTills(SaleFile sales, double gapNanos) {
    this.sales = sales;
    this.gapNanos = gapNanos;
  }

  /**
   * Runs the load.
   *
   * @param args port, root certificate, tokens, sales, tills, sales a second of all tills together,
   *     warm-up in seconds, window in seconds, where in the sales to begin
   */
  public static void main(String[] args) throws Exception {
    int tills = Integer.parseInt(args[4]);
    OpenTills load =
        new OpenTills(
            new SaleFile(Path.of(args[2]), Path.of(args[3]), Integer.parseInt(args[8])),
            1e9 * tills / Double.parseDouble(args[5]));
    load.sales.prove(
        (int) (Double.parseDouble(args[5]) * 20),
        new Nonces(load.vertx, Integer.parseInt(args[0]), args[1]));
    var client =
        load.vertx.createNetClient(
            new NetClientOptions()
                .setSsl(true)
                .setTrustOptions(new PemTrustOptions().addCertPath(args[1]))
                .setHostnameVerificationAlgorithm("HTTPS"));
    long begun = System.nanoTime();
    load.from = begun + Long.parseLong(args[6]) * 1_000_000_000;
    load.until = load.from + Long.parseLong(args[7]) * 1_000_000_000;
    for (int i = 0; i < tills; i++) {
      Random chance = new Random(i);
      client
          .connect(Integer.parseInt(args[0]), "127.0.0.1")
          .onSuccess(socket -> load.new Till(socket, chance).awaitCustomer(System.nanoTime()))
          .onFailure(OpenTills::give);
    }
    load.vertx.setTimer((load.from - begun) / 1_000_000, _ -> System.out.println("begin"));
    load.vertx.setTimer((load.until - begun) / 1_000_000, _ -> load.end());
    load.over.await();
    System.out.println("end");
    System.out.println(load.result());
    System.exit(0);
  }

  /** Who came in time is served before the result is told. */
  private void end() {
    if (open == 0) {
      over.countDown();
    } else {
      vertx.setTimer(10, _ -> end());
    }
  }

  private ObjectNode result() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("sales", latencies.count());
    node.put("perSecond", latencies.count() / ((until - from) / 1e9));
    for (int percent : new int[] {50, 95, 99}) {
      node.put("p" + percent, latencies.millis(percent));
    }
    node.put("most", latencies.millis(100));
    node.put("next", sales.at());
    customers.forEach(customer ->
        node.withArray("customers").addArray().add(customer.came()).add(customer.micros()));
    ObjectNode others = node.putObject("otherAnswers");
    otherAnswers.forEach((status, n) -> others.put(status.toString(), n));
    return node;
  }

  /** Came at that moment of the machine's monotonic clock, and had to wait for so long. */
  private record Customer(long came, long micros) {}

  /** One connection: its customers queue while it waits for an answer. */
  private final class Till {
    private final NetSocket socket;
    private final Random chance;
    private final Queue<Long> queue = new ArrayDeque<>();
    private Buffer answer = Buffer.buffer();
    private boolean busy;
    private int till;

    Till(NetSocket socket, Random chance) {
      this.socket = socket;
      this.chance = chance;
      socket
          .handler(this::came)
          .closeHandler(_ -> give(new IOException("the box closed a connection")))
          .exceptionHandler(OpenTills::give);
    }

    /** The next customer comes when chance says so, counted from when the last one came. */
    void awaitCustomer(long lastCame) {
      long comes = lastCame + (long) (-Math.log(1 - chance.nextDouble()) * gapNanos);
      if (comes >= until) {
        return;
      }
      // A timer that fires late is the till's own slowness, and counts as well.
      long wait = Math.max(1, (comes - System.nanoTime()) / 1_000_000);
      vertx.setTimer(
          wait,
          _ -> {
            queue.add(comes);
            open++;
            serve();
            awaitCustomer(comes);
          });
    }

    private void serve() {
      if (!busy && !queue.isEmpty()) {
        if (!sales.more()) {
          give(new IOException("the signed sales ran out"));
        }
        busy = true;
        socket.write(sales.next());
        till = sales.lastTill();
      }
    }

    private void came(Buffer bytes) {
      answer.appendBuffer(bytes);
      int length = HttpAnswer.wholeLength(answer);
      if (length < 0 || answer.length() < length) {
        return;
      }
      int status = HttpAnswer.status(answer);
      HttpAnswer.nonce(answer).ifPresent(nonce -> sales.nonce(till, nonce));
      answer = Buffer.buffer();
      long cameAt = queue.remove();
      open--;
      busy = false;
      if (status != 201) {
        otherAnswers.merge(status, 1, Integer::sum);
      } else if (cameAt >= from) {
        long micros = (System.nanoTime() - cameAt) / 1000;
        latencies.add(micros);
        customers.add(new Customer(cameAt, micros));
      }
      serve();
    }
  }

  private static void give(Throwable why) {
    System.out.println("gave-up " + why);
    System.exit(1);
  }
}
