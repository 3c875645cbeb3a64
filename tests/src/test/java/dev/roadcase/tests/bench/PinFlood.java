package dev.roadcase.tests.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One paired device that tries a thousand PINs a second, whether the last was answered or not, with
 * a good proof each. Nobody of that name is on the staff, which costs the box as much as a wrong
 * PIN.
 */
final class PinFlood implements AutoCloseable {
  /** Until the flooding process itself is warm. */
  static final int LEAD_SECONDS = 6;

  /** Proofs that are signed beforehand. */
  private static final int PROOFS = 18_000;

  private static final int A_SECOND = 1_000;
  private static final int CONNECTIONS = 32;

  /** Sent at once, every so many milliseconds. */
  private static final int AT_ONCE = 10;

  private static final int EVERY_MILLIS = 1_000 * AT_ONCE / A_SECOND;

  /**
   * What came of it.
   *
   * @param perSecond tries that were sent
   * @param hashed tries of which the box looked at the PIN
   * @param answers by status
   */
  record Result(double perSecond, int hashed, Map<Integer, Integer> answers) {}

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final BenchTill till;
  private final Deque<Line> free = new ArrayDeque<>();
  private final Map<Integer, Integer> answers = new TreeMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private int hashed;
  private int due;
  private int sent;
  private long began;
  private boolean ended;
  private volatile boolean stopping;
  private volatile double perSecond;

  PinFlood(BenchBox box, Path root, String tillLine) throws IOException {
    till = BenchTill.renewing(tillLine);
    till.nonce(new Nonces(vertx, box.port(), root.toString()).apply(till));
    NetClient client = vertx.createNetClient(TokenLoad.options(root.toString()));
    CountDownLatch open = new CountDownLatch(CONNECTIONS);
    for (int i = 0; i < CONNECTIONS; i++) {
      client
          .connect(box.port(), "127.0.0.1")
          .onSuccess(socket -> {
            free.add(new Line(socket));
            open.countDown();
          });
    }
    try {
      if (!open.await(20, TimeUnit.SECONDS)) {
        throw new IOException("not every connection was let in");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    till.prove(PROOFS);
  }

  void begin() {
    vertx.runOnContext(_ -> {
      began = System.nanoTime();
      vertx.setPeriodic(EVERY_MILLIS, this::tick);
    });
  }

  private void tick(long timer) {
    double seconds = (System.nanoTime() - began) / 1e9;
    if (stopping) {
      vertx.cancelTimer(timer);
      perSecond = sent / seconds;
      due = 0;
      ended = true;
      endWhenAnswered();
      return;
    }
    // By the clock, so that a late timer makes up for it.
    due = (int) (seconds * A_SECOND) - sent;
    send();
  }

  private void send() {
    while (due > 0 && !free.isEmpty()) {
      free.poll().send();
      sent++;
      due--;
    }
  }

  private void endWhenAnswered() {
    if (ended && free.size() == CONNECTIONS) {
      over.countDown();
    }
  }

  /** Stops, and tells what came of it. */
  Result stop() throws InterruptedException {
    stopping = true;
    over.await();
    return new Result(perSecond, hashed, Map.copyOf(answers));
  }

  @Override
  public void close() {
    vertx.close();
  }

  private final class Line {
    private final NetSocket socket;
    private Buffer answer = Buffer.buffer();

    Line(NetSocket socket) {
      this.socket = socket;
      socket.handler(this::came);
    }

    void send() {
      socket.write(
          TokenRequests.form(
              till.target(),
              "DPoP: " + till.proof() + "\r\n",
              till.form() + "&staff=nobody&pin=" + (1_000 + sent % 9_000)));
    }

    private void came(Buffer bytes) {
      answer = answer.length() == 0 ? bytes : answer.appendBuffer(bytes);
      int length = HttpAnswer.wholeLength(answer);
      if (length < 0 || answer.length() < length) {
        return;
      }
      answers.merge(HttpAnswer.status(answer), 1, Integer::sum);
      if (answer.toString(StandardCharsets.UTF_8).contains("Not this PIN")) {
        hashed++;
      }
      HttpAnswer.nonce(answer).ifPresent(nonce -> till.nonce(Optional.of(nonce)));
      answer = Buffer.buffer();
      free.add(this);
      endWhenAnswered();
      PinFlood.this.send();
    }
  }
}
