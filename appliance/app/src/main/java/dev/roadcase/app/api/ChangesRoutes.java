package dev.roadcase.app.api;

import dev.roadcase.app.config.BoxConfig.Limits;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.EventStreams;
import dev.roadcase.app.http.Ways;
import dev.roadcase.app.problem.Problem;
import dev.roadcase.app.shop.Changes;
import dev.roadcase.app.shop.Changes.Missed;
import dev.roadcase.app.shop.Changes.News;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * The news of the shop window as server-sent events. A listener that was closed because it did not
 * read comes back with {@code Last-Event-ID} and is told what it missed.
 */
public final class ChangesRoutes implements Doors.Pages {
  static final String PATH = "/catalogue/changes";

  private static final Duration PAUSE = Duration.ofSeconds(15);
  private static final Buffer BEAT = Buffer.buffer(":\n\n");

  /** How long a browser waits before it comes back: not all of them in one second. */
  private static final int RETRY_LEAST_MILLIS = 1_000;

  private static final int RETRY_SPREAD_MILLIS = 2_000;
  private static final Problem FULL =
      Problem.of(
              503,
              "too-many-listeners",
              "The box tells as many as it can",
              "The page works without news; load it again to see what has changed.")
          .retryAfter(20);

  private final Vertx vertx;
  private final RandomGenerator chance;
  private final Changes changes;
  private final EventStreams streams;
  private final AtomicBoolean asked = new AtomicBoolean();
  private long toldAt;
  private boolean waiting;

  public ChangesRoutes(Vertx vertx, Changes changes, Limits limits, RandomGenerator chance) {
    this.chance = chance;
    this.vertx = vertx;
    this.changes = changes;
    this.streams = new EventStreams(vertx, limits, PAUSE, () -> BEAT);
    this.toldAt = System.nanoTime() - Changes.STOCK_PACE.toNanos();
    changes.connect(this::ring);
  }

  @Override
  public void mount(Router router) {
    Ways.stream(router, PATH, this::listen);
  }

  /** Listeners at both doors. */
  public int listening() {
    return streams.listening();
  }

  private void listen(RoutingContext ctx) {
    Optional<Long> heard = heard(ctx);
    streams.open(ctx, FULL, () -> welcome(heard));
  }

  /**
   * The place up to which somebody has heard everything: of a stream that broke, or of the page
   * that opened this one. Nothing for somebody new; -1 for what is no place.
   */
  private static Optional<Long> heard(RoutingContext ctx) {
    String text = ctx.request().getHeader("Last-Event-ID");
    if (text == null || text.isEmpty()) {
      text = ctx.request().getParam("after");
    }
    return Optional.ofNullable(text).map(ChangesRoutes::place);
  }

  private static long place(String text) {
    try {
      return text.length() > 18 ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private Buffer welcome(Optional<Long> heard) {
    int retry = RETRY_LEAST_MILLIS + chance.nextInt(RETRY_SPREAD_MILLIS);
    Buffer first = Buffer.buffer("retry: " + retry + "\n\n");
    long upTo = changes.toldUpTo();
    Missed missed =
        heard
            .map(place -> place < 0 ? new Missed.TooMuch(upTo) : changes.missed(place))
            .orElseGet(() -> new Missed.These(List.of()));
    switch (missed) {
      case Missed.TooMuch(long place) -> first.appendBytes(Changes.resync(place));
      // The id comes with the last that is told, so that a line which breaks here loses nothing.
      case Missed.These(var news) when !news.isEmpty() ->
          news.forEach(one -> first.appendBytes(one.text()));
      case Missed.These(var _) ->
          first.appendString("id: " + upTo + "\nevent: hello\ndata: {}\n\n");
    }
    return first;
  }

  /** On the writer's thread: there is news. Any number of them are one call. */
  private void ring() {
    if (asked.compareAndSet(false, true)) {
      streams.run(() -> {
        asked.set(false);
        news();
      });
    }
  }

  /** At once when nothing was told for a while, or when it cannot wait; else at the next turn. */
  private void news() {
    long since = System.nanoTime() - toldAt;
    long pace = Changes.STOCK_PACE.toNanos();
    if (changes.urgent() || since >= pace) {
      toldAt = System.nanoTime();
      changes.gather().map(News::text).map(Buffer::buffer).ifPresent(streams::tell);
    } else if (!waiting) {
      waiting = true;
      vertx.setTimer(
          (pace - since) / 1_000_000 + 1,
          _ ->
              streams.run(() -> {
                waiting = false;
                news();
              }));
    }
  }
}
