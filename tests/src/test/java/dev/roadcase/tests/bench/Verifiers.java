package dev.roadcase.tests.bench;

import static dev.roadcase.tests.bench.Workbench.say;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.tests.bench.Report.Better;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.token.AccessToken;
import dev.roadcase.wire.token.IssuerUrl;
import dev.roadcase.wire.token.StatusListReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * 200 who verify tokens by themselves listen to the status list; tokens are revoked. Counted from
 * the moment at which a revocation is sent until each has the new list, its signature verified and
 * the token dead by it.
 */
final class Verifiers {
  private static final int VERIFIERS = 200;
  private static final int REVOCATIONS = 30;
  private static final long PATIENCE_SECONDS = 20;

  /** All listeners of this bench have one address. */
  static final String CONFIGURATION =
      """

      [limits]
      streams_of_one = "512"
      """;

  private final BenchBox box;
  private final Stall stall;
  private final String client;
  private final String secret;
  private final Map<String, Es256> keys = new HashMap<>();
  private volatile Round round = new Round(-1, 0);

  /** One revocation: of which place, when it was sent, how long each took to know it. */
  private static final class Round {
    private final int index;
    private final long sent;
    private final CountDownLatch open = new CountDownLatch(VERIFIERS);
    private final long[] micros = new long[VERIFIERS];
    private final AtomicInteger known = new AtomicInteger();

    Round(int index, long sent) {
      this.index = index;
      this.sent = sent;
    }

    void known() {
      int at = known.getAndIncrement();
      if (at < VERIFIERS) {
        micros[at] = (System.nanoTime() - sent) / 1000;
        open.countDown();
      }
    }
  }

  Verifiers(BenchBox box, Stall stall, String client, String secret) {
    this.box = box;
    this.stall = stall;
    this.client = client;
    this.secret = secret;
  }

  void run(Report report) throws IOException, InterruptedException {
    for (JsonNode key : box.keys().path("keys")) {
      keys.put(
          key.path("kid").asText(),
          new Es256(new PublicKey(key.path("x").asText(), key.path("y").asText())));
    }
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    Latencies latencies = new Latencies();
    SplittableRandom chance = new SplittableRandom(1);
    double cpu = 0;
    try {
      connect(vertx);
      // The first is the box's first ever, and not counted.
      for (int i = 0; i <= REVOCATIONS; i++) {
        String token = box.token(client, secret);
        int index = AccessToken.verified(token, keys::get).orElseThrow().value().index();
        // Revocations do not come in step with the box's looking.
        Thread.sleep(300 + chance.nextInt(300));
        double before = box.reading().cpuMillis();
        Round mine = new Round(index, System.nanoTime());
        round = mine;
        box.form(box.tokenEndpoint().resolve("/oauth/revoke"), "token=" + token);
        if (!mine.open.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException(
              "only %d of %d heard of the revocation".formatted(mine.known.get(), VERIFIERS));
        }
        if (i > 0) {
          cpu += box.reading().cpuMillis() - before;
          for (long micros : mine.micros) {
            latencies.add(micros);
          }
        }
      }
    } finally {
      vertx.close();
    }
    say("200 verifiers: p50 %.0f ms, p99 %.0f ms", latencies.millis(50), latencies.millis(99));
    report.aimed("revocation_to_200_p50_ms", "ms", latencies.millis(50), Better.LOWER, 300);
    report.aimed("revocation_to_200_p99_ms", "ms", latencies.millis(99), Better.LOWER, 2_000);
    report.row("revocation_to_200_cpu", "CPU-ms", cpu / REVOCATIONS, Better.LOWER);
    report.remark(
        "Revocation: %d connections over HTTPS to /oauth/status-lists/1/events, %d tokens revoked by"
                .formatted(VERIFIERS, REVOCATIONS)
            + " their holder; from the sending to each one's having verified the new list, all in"
            + " one thread of the bench.");
  }

  private void connect(Vertx vertx) throws IOException {
    NetClient net = vertx.createNetClient(TokenLoad.options(stall.rootFile().toString()));
    List<Future<Void>> greeted = new ArrayList<>();
    for (int i = 0; i < VERIFIERS; i++) {
      greeted.add(
          net.connect(box.port(), "127.0.0.1").compose(socket -> new Verifier(socket).listen()));
    }
    try {
      Future.all(greeted).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("not every verifier was let in", e);
    }
  }

  /** One connection, and the list that it trusts; on the one event loop. */
  private final class Verifier {
    private final NetSocket socket;
    private final Promise<Void> greeted = Promise.promise();
    private final StatusListReader lists =
        new StatusListReader(
            IssuerUrl.of("localhost", box.port()).statusList(),
            keys::get,
            StatusListReader.Floor.NONE);
    private String unread = "";

    Verifier(NetSocket socket) {
      this.socket = socket;
    }

    Future<Void> listen() {
      socket.handler(this::came).closeHandler(_ -> greeted.tryFail("the box hung up"));
      socket.write(
          "GET /oauth/status-lists/1/events HTTP/1.1\r\nHost: 127.0.0.1:"
              + box.port()
              + "\r\nAccept: text/event-stream\r\n\r\n");
      return greeted.future();
    }

    private void came(Buffer bytes) {
      String text = unread + bytes.toString(StandardCharsets.ISO_8859_1);
      int end;
      while ((end = text.indexOf("\n\n")) >= 0) {
        String event = text.substring(0, end);
        text = text.substring(end + 2);
        int data = event.indexOf("event: list\ndata: ");
        if (data >= 0) {
          list(event.substring(data + "event: list\ndata: ".length()));
        }
      }
      unread = text;
    }

    private void list(String jwt) {
      StatusListReader.Outcome outcome = lists.take(jwt);
      Round now = round;
      if (outcome instanceof StatusListReader.Outcome.Refused refused) {
        throw new IllegalStateException("a list was refused: " + refused);
      }
      if (!greeted.tryComplete()
          && now.index >= 0
          && outcome instanceof StatusListReader.Outcome.Fresh(var list)
          && list.revoked(now.index)) {
        now.known();
      }
    }
  }
}
