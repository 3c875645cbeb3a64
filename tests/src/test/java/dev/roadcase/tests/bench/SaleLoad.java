package dev.roadcase.tests.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.wire.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * The clients' process: closed-loop HTTPS connections on one event loop, each posting its next sale
 * when the last was answered. The sales were signed beforehand, and the answers are looked at no
 * more than needed (status and length), so that it takes little of the machine from the box.
 *
 * <p>Says {@code begin} and {@code end} around the timed window, then one line of JSON.
 */
public final class SaleLoad {
  /** As many as a window has; they are signed within some seconds. */
  private static final int PROOFS = 100_000;

  private final SaleFile sales;
  private final Map<Integer, Integer> otherAnswers = new TreeMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private int taken;
  private boolean timed;
  private boolean done;
  private int[] micros = new int[1 << 20];
  private int answered;

  private SaleLoad(SaleFile sales) {
    this.sales = sales;
  }

  /**
   * Runs the load.
   *
   * @param args port, root certificate, tokens, sales, where in them to begin, connections, warm-up
   *     in seconds, sales that the warm-up has at least, window in seconds
   */
  public static void main(String[] args) throws Exception {
    SaleLoad load =
        new SaleLoad(new SaleFile(Path.of(args[2]), Path.of(args[3]), Integer.parseInt(args[4])));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    load.sales.prove(PROOFS, new Nonces(vertx, Integer.parseInt(args[0]), args[1]));
    NetClient client =
        vertx.createNetClient(
            new NetClientOptions()
                .setSsl(true)
                .setTrustOptions(new PemTrustOptions().addCertPath(args[1]))
                .setHostnameVerificationAlgorithm("HTTPS"));
    int connections = Integer.parseInt(args[5]);
    for (int i = 0; i < connections; i++) {
      client
          .connect(Integer.parseInt(args[0]), "127.0.0.1")
          .onSuccess(socket -> load.new Till(socket).next())
          .onFailure(SaleLoad::give);
    }
    long warmUp = Long.parseLong(args[6]) * 1000;
    int atLeast = Integer.parseInt(args[7]);
    long window = Long.parseLong(args[8]) * 1000;
    vertx.setTimer(warmUp, ignored -> load.beginWhenWarm(vertx, atLeast, window));
    load.over.await();
    System.out.println(load.result(window / 1000.0));
    System.exit(0);
  }

  /** On a crowded machine the compiler gets its turn late: warm is counted in sales as well. */
  private void beginWhenWarm(Vertx vertx, int atLeast, long window) {
    if (taken < atLeast) {
      vertx.setTimer(100, ignored -> beginWhenWarm(vertx, atLeast, window));
      return;
    }
    timed = true;
    System.out.println("begin");
    vertx.setTimer(window, ignored -> end("end"));
  }

  private void end(String how) {
    if (done) {
      return;
    }
    timed = false;
    done = true;
    System.out.println(how);
    over.countDown();
  }

  private ObjectNode result(double seconds) {
    int[] sorted = Arrays.copyOf(micros, answered);
    Arrays.sort(sorted);
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("perSecond", answered / seconds);
    node.put("sales", answered);
    node.put("next", sales.at());
    for (int percent : new int[] {50, 95, 99}) {
      int rank = Math.max(0, (int) Math.ceil(answered * percent / 100.0) - 1);
      node.put("p" + percent, answered == 0 ? 0 : sorted[rank] / 1000.0);
    }
    ObjectNode others = node.putObject("otherAnswers");
    otherAnswers.forEach((status, n) -> others.put(status.toString(), n));
    return node;
  }

  /** One connection: a request, its answer, the next request. */
  private final class Till {
    private final NetSocket socket;
    private Buffer answer = Buffer.buffer();
    private long asked;
    private int till;

    Till(NetSocket socket) {
      this.socket = socket;
      socket.handler(this::came).closeHandler(ignored -> closed()).exceptionHandler(SaleLoad::give);
    }

    void next() {
      if (done) {
        return;
      }
      if (!sales.more()) {
        end("ran-out");
        return;
      }
      Buffer request = sales.next();
      till = sales.lastTill();
      asked = System.nanoTime();
      socket.write(request);
    }

    private void came(Buffer bytes) {
      answer = answer.length() == 0 ? bytes : answer.appendBuffer(bytes);
      int length = HttpAnswer.wholeLength(answer);
      if (length < 0 || answer.length() < length) {
        return;
      }
      int status = HttpAnswer.status(answer);
      HttpAnswer.nonce(answer).ifPresent(nonce -> sales.nonce(till, nonce));
      answer = Buffer.buffer();
      taken++;
      if (status != 201) {
        otherAnswers.merge(status, 1, Integer::sum);
      } else if (timed) {
        if (answered == micros.length) {
          micros = Arrays.copyOf(micros, 2 * answered);
        }
        micros[answered++] = (int) ((System.nanoTime() - asked) / 1000);
      }
      next();
    }

    private void closed() {
      if (!done) {
        give(new IOException("the box closed a connection"));
      }
    }
  }

  private static void give(Throwable why) {
    System.out.println("gave-up " + why);
    System.exit(1);
  }
}
