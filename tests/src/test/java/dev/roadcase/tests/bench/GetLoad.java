package dev.roadcase.tests.bench;

import dev.roadcase.wire.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * Where there is no wrk: closed-loop GETs of one path on one event loop. Of an answer it looks at
 * the status and counts the bytes; every answer is as long as the first.
 */
public final class GetLoad {
  private final Buffer request;
  private final CountDownLatch over = new CountDownLatch(1);
  private long answered;
  private volatile boolean done;
  private long begun;
  private long ended;

  private GetLoad(String path, boolean gzip) {
    request =
        Buffer.buffer(
            "GET "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + (gzip ? "Accept-Encoding: gzip\r\n" : "")
                + "\r\n");
  }

  /**
   * Runs the load.
   *
   * @param args port, path, whether gzip is accepted, connections, seconds
   */
  public static void main(String[] args) throws Exception {
    GetLoad load = new GetLoad(args[1], Boolean.parseBoolean(args[2]));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    var client = vertx.createNetClient();
    load.begun = System.nanoTime();
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      client
          .connect(Integer.parseInt(args[0]), "127.0.0.1")
          .onSuccess(socket -> load.new Connection(socket).next())
          .onFailure(GetLoad::give);
    }
    vertx.setTimer(
        Long.parseLong(args[4]) * 1000,
        _ -> {
          load.done = true;
          load.ended = System.nanoTime();
          load.over.countDown();
        });
    load.over.await();
    System.out.println(
        Json.MAPPER
            .createObjectNode()
            .put("requests", load.answered)
            .put("seconds", (load.ended - load.begun) / 1e9));
    System.exit(0);
  }

  private final class Connection {
    private final NetSocket socket;
    private Buffer first = Buffer.buffer();
    private int length;
    private int missing;

    Connection(NetSocket socket) {
      this.socket = socket;
      socket
          .handler(this::came)
          .closeHandler(_ -> {
            if (!done) {
              give(new IOException("the server closed a connection"));
            }
          })
          .exceptionHandler(GetLoad::give);
    }

    void next() {
      missing = length;
      socket.write(request);
    }

    private void came(Buffer bytes) {
      if (length == 0) {
        learn(bytes);
      } else {
        missing -= bytes.length();
      }
      if (length > 0 && missing <= 0 && !done) {
        answered++;
        next();
      }
    }

    private void learn(Buffer bytes) {
      first.appendBuffer(bytes);
      int whole = HttpAnswer.wholeLength(first);
      if (whole > 0) {
        if (HttpAnswer.status(first) != 200) {
          give(new IOException("answered " + HttpAnswer.status(first)));
        }
        length = whole;
        missing = whole - first.length();
        first = Buffer.buffer();
      }
    }
  }

  private static void give(Throwable why) {
    System.out.println("gave up: " + why);
    System.exit(1);
  }
}
