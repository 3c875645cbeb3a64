package dev.roadcase.app.pages;

import dev.roadcase.app.http.CacheClass;
import dev.roadcase.app.screens.CrewPanel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Keeps the crew's open pages at what is so: what changed is sent, and a beat when nothing did. */
public final class CrewStream {
  /** How often a page is looked at for news. A stream that nobody reads is closed, not filled. */
  private static final long LOOK_MILLIS = 500;

  private static final int BEAT_EVERY_LOOKS = 4;

  private final Vertx vertx;
  private final CrewDoor door;
  private final AtomicInteger listening = new AtomicInteger();

  public CrewStream(Vertx vertx, CrewDoor door) {
    this.vertx = vertx;
    this.door = door;
  }

  /** Pages that are open and listen. */
  public int listening() {
    return listening.get();
  }

  /**
   * Answers with a stream for as long as somebody reads it, if he is of the crew.
   *
   * @param look the inside of each live element, by its id
   */
  public void open(RoutingContext ctx, Supplier<Map<String, String>> look) {
    if (!door.admits(ctx)) {
      return;
    }
    HttpServerResponse response = ctx.response();
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, CacheClass.NEVER.value());
    AtomicReference<Map<String, String>> sent = new AtomicReference<>(Map.of());
    int[] looks = {0};
    long timer =
        vertx.setPeriodic(
            0,
            LOOK_MILLIS,
            _ -> {
              if (response.writeQueueFull()) {
                return;
              }
              Map<String, String> now = look.get();
              if (!now.equals(sent.get()) || looks[0]++ % BEAT_EVERY_LOOKS == 0) {
                response.write(Buffer.buffer(CrewPanel.news(sent.getAndSet(now), now)));
              }
            });
    listening.incrementAndGet();
    // Once, however it ends.
    Runnable end =
        () -> {
          if (vertx.cancelTimer(timer)) {
            listening.decrementAndGet();
          }
        };
    response.closeHandler(_ -> end.run());
    response.exceptionHandler(_ -> end.run());
  }
}
