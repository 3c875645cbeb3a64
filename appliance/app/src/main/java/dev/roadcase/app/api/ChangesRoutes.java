package dev.roadcase.app.api;

import dev.roadcase.app.config.BoxConfig.Limits;
import dev.roadcase.app.http.CacheClass;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Guests;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.http.Ways;
import dev.roadcase.app.line.ClientAddress;
import dev.roadcase.app.line.Lines;
import dev.roadcase.app.problem.Problem;
import dev.roadcase.app.shop.Changes;
import dev.roadcase.app.shop.Changes.Missed;
import dev.roadcase.app.shop.Changes.News;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * The news of the shop window as server-sent events (WHATWG HTML, 9.2). One event loop gathers news
 * and writes the same bytes to every listener. A listener that does not read is closed when its
 * queue is full: it comes back with {@code Last-Event-ID} and is told what it missed.
 */
public final class ChangesRoutes implements Doors.Pages {
  static final String PATH = "/catalogue/changes";

  /** What may wait for one listener, octets; as much again waits in the system's own buffer. */
  static final int QUEUE = 64 << 10;

  private static final long BEAT_MILLIS = 15_000;
  private static final Buffer BEAT = Buffer.buffer(":\n\n");

  /** How long a browser waits before it comes back: not all of them in one second. */
  private static final int RETRY_LEAST_MILLIS = 1_000;

  private static final int RETRY_SPREAD_MILLIS = 2_000;
  private static final int FULL_RETRY_SECONDS = 20;

  private record Listener(HttpServerResponse response, String address, Guests guests) {}

  private final Vertx vertx;
  private final RandomGenerator chance;
  private final Changes changes;
  private final Guests atHttp;
  private final Guests atHttps;

  /** Where all below happens: one event loop, so that nobody is told twice or left out. */
  private final Context loop;

  private final Set<Listener> listeners = new HashSet<>();
  private final AtomicBoolean asked = new AtomicBoolean();
  private long toldAt;
  private boolean waiting;

  public ChangesRoutes(Vertx vertx, Changes changes, Limits limits, RandomGenerator chance) {
    this.chance = chance;
    this.vertx = vertx;
    this.changes = changes;
    this.atHttp = new Guests(limits.streams(), limits.streamsOfOne());
    this.atHttps = new Guests(limits.streams(), limits.streamsOfOne());
    this.loop = vertx.getOrCreateContext();
    this.toldAt = System.nanoTime() - Changes.STOCK_PACE.toNanos();
    changes.connect(this::ring);
    vertx.setPeriodic(BEAT_MILLIS, _ -> loop.runOnContext(_ -> tell(BEAT)));
  }

  @Override
  public void mount(Router router) {
    Ways.stream(router, PATH, this::listen);
  }

  /** Listeners at both doors. */
  public int listening() {
    return atHttp.in() + atHttps.in();
  }

  private void listen(RoutingContext ctx) {
    Optional<Long> heard = heard(ctx);
    Guests guests = ctx.request().isSSL() ? atHttps : atHttp;
    String address = ClientAddress.of(ctx.request().remoteAddress());
    if (!guests.enter(address)) {
      Reply.problem(
          ctx,
          Problem.of(
                  503,
                  "too-many-listeners",
                  "The box tells as many as it can",
                  "The page works without news; load it again to see what has changed.")
              .retryAfter(FULL_RETRY_SECONDS));
      return;
    }
    HttpServerResponse response = ctx.response();
    Lines.bound(ctx.request().connection(), QUEUE);
    Listener listener = new Listener(response, address, guests);
    response
        .setChunked(true)
        .setWriteQueueMaxSize(QUEUE)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, CacheClass.NEVER.value())
        .closeHandler(_ -> loop.runOnContext(_ -> forget(listener)));
    response.exceptionHandler(_ -> loop.runOnContext(_ -> forget(listener)));
    loop.runOnContext(_ -> welcome(listener, heard));
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

  private void welcome(Listener listener, Optional<Long> heard) {
    listeners.add(listener);
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
    write(listener, first);
  }

  /** On the writer's thread: there is news. Any number of them are one call. */
  private void ring() {
    if (asked.compareAndSet(false, true)) {
      loop.runOnContext(_ -> {
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
      changes.gather().map(News::text).map(Buffer::buffer).ifPresent(this::tell);
    } else if (!waiting) {
      waiting = true;
      vertx.setTimer(
          (pace - since) / 1_000_000 + 1,
          _ ->
              loop.runOnContext(_ -> {
                waiting = false;
                news();
              }));
    }
  }

  private void tell(Buffer text) {
    for (Listener listener : Set.copyOf(listeners)) {
      write(listener, text);
    }
  }

  private void write(Listener listener, Buffer text) {
    HttpServerResponse response = listener.response();
    if (response.closed() || response.ended()) {
      forget(listener);
    } else if (response.writeQueueFull()) {
      forget(listener);
      response.reset();
    } else {
      var _ = response.write(text);
    }
  }

  private void forget(Listener listener) {
    if (listeners.remove(listener)) {
      listener.guests().leave(listener.address());
    }
  }
}
