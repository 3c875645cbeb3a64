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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * The process of those who want tokens: closed-loop connections on one event loop, each asking
 * again when it was answered. The proofs were signed beforehand, and of an answer it looks at
 * status and length, so that it takes little of the machine from who issues.
 *
 * <p>Says {@code begin} and {@code end} around the timed window, then one line of JSON.
 */
public final class TokenLoad {
  /**
   * How to go about it.
   *
   * @param connections each with one request under way
   * @param lead tokens before the window
   * @param tokens of the window, unless it ends by time
   * @param seconds after which it ends by time
   */
  record Plan(int connections, int lead, int tokens, int seconds) {}

  private final TokenRequests requests;
  private final Plan plan;
  private final Vertx vertx;
  private final Map<Integer, Integer> otherAnswers = new TreeMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Latencies latencies = new Latencies();
  private int taken;
  private boolean done;
  private long begun;
  private long ended;

  private TokenLoad(TokenRequests requests, Plan plan, Vertx vertx) {
    this.requests = requests;
    this.plan = plan;
    this.vertx = vertx;
  }

  /**
   * Runs the load.
   *
   * @param args port, root certificate or {@code -} for plain HTTP, file of {@link TokenRequests},
   *     connections, tokens of the lead, of the window, and seconds that it has at most
   */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    Plan plan =
        new Plan(
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]),
            Integer.parseInt(args[5]),
            Integer.parseInt(args[6]));
    TokenRequests requests = TokenRequests.read(Path.of(args[2]));
    if (requests instanceof TokenRequests.Renewals renewals) {
      renewals.prove(plan.lead + plan.tokens + plan.connections, new Nonces(vertx, port, args[1]));
    }
    TokenLoad load = new TokenLoad(requests, plan, vertx);
    NetClient client = vertx.createNetClient(options(args[1]));
    for (int i = 0; i < plan.connections; i++) {
      client
          .connect(port, "127.0.0.1")
          .onSuccess(socket -> load.new Asker(socket).next())
          .onFailure(TokenLoad::give);
    }
    load.over.await();
    System.out.println(load.result());
    System.exit(0);
  }

  static NetClientOptions options(String root) {
    return root.equals("-")
        ? new NetClientOptions()
        : new NetClientOptions()
            .setSsl(true)
            .setTrustOptions(new PemTrustOptions().addCertPath(root))
            .setHostnameVerificationAlgorithm("HTTPS");
  }

  private void took(long asked) {
    taken++;
    if (begun != 0) {
      latencies.add((System.nanoTime() - asked) / 1000);
    } else if (taken > plan.lead) {
      begun = System.nanoTime();
      System.out.println("begin");
      vertx.setTimer(plan.seconds * 1000L, _ -> end());
    }
    if (latencies.count() >= plan.tokens) {
      end();
    }
  }

  private void end() {
    if (done) {
      return;
    }
    done = true;
    ended = System.nanoTime();
    System.out.println("end");
    over.countDown();
  }

  private ObjectNode result() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("tokens", latencies.count());
    node.put("seconds", (ended - begun) / 1e9);
    node.put("p50", latencies.millis(50));
    node.put("p99", latencies.millis(99));
    ObjectNode others = node.putObject("otherAnswers");
    otherAnswers.forEach((status, n) -> others.put(status.toString(), n));
    return node;
  }

  /** One connection: a request, its answer, the next request. */
  private final class Asker {
    private final NetSocket socket;
    private Buffer answer = Buffer.buffer();
    private long asked;
    private int who;

    Asker(NetSocket socket) {
      this.socket = socket;
      socket.handler(this::came).closeHandler(_ -> closed()).exceptionHandler(TokenLoad::give);
    }

    void next() {
      if (!done) {
        Buffer request = requests.next();
        who = requests.lastAsker();
        asked = System.nanoTime();
        socket.write(request);
      }
    }

    private void came(Buffer bytes) {
      answer = answer.length() == 0 ? bytes : answer.appendBuffer(bytes);
      int length = HttpAnswer.wholeLength(answer);
      if (length < 0 || answer.length() < length) {
        return;
      }
      int status = HttpAnswer.status(answer);
      HttpAnswer.nonce(answer).ifPresent(nonce -> requests.nonce(who, nonce));
      answer = Buffer.buffer();
      if (done) {
        return;
      }
      if (status == 200) {
        took(asked);
      } else {
        otherAnswers.merge(status, 1, Integer::sum);
      }
      next();
    }

    private void closed() {
      if (!done) {
        give(new IOException("a connection was closed"));
      }
    }
  }

  private static void give(Throwable why) {
    System.out.println("gave-up " + why);
    System.exit(1);
  }
}
