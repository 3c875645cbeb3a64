package dev.roadcase.app.http;

import dev.roadcase.app.config.BoxConfig.Limits;
import dev.roadcase.app.line.ClientAddress;
import dev.roadcase.app.line.Lines;
import dev.roadcase.app.problem.Problem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Everybody who listens to one kind of news, at both doors, by server-sent events (WHATWG HTML,
 * 9.2). One event loop gathers the news and writes the same bytes to every listener. A listener
 * that does not read is closed when its queue is full.
 */
public final class EventStreams {
  /** What may wait for one listener, octets; as much again waits in the system's own buffer. */
  public static final int QUEUE = 64 << 10;

  private record Listener(HttpServerResponse response, String address, Guests guests) {}

  private final Vertx vertx;
  private final Guests atHttp;
  private final Guests atHttps;
  private final Duration pause;
  private final Supplier<Buffer> beat;

  /** Where all below happens: one event loop, so that nobody is told twice or left out. */
  private final Context loop;

  private final Set<Listener> listeners = new HashSet<>();
  private long beating;

  /**
   * Nobody listens yet.
   *
   * @param pause between two beats, by which silence is told from a line that broke
   * @param beat what they are told then; asked on the loop, while anybody listens
   */
  public EventStreams(Vertx vertx, Limits limits, Duration pause, Supplier<Buffer> beat) {
    this.vertx = vertx;
    this.atHttp = new Guests(limits.streams(), limits.streamsOfOne());
    this.atHttps = new Guests(limits.streams(), limits.streamsOfOne());
    this.pause = pause;
    this.beat = beat;
    this.loop = vertx.getOrCreateContext();
  }

  /**
   * Takes another listener, or says why there is no place for it.
   *
   * @param full said when there are too many at this door, or of this address
   * @param welcome what it is told first; asked on the loop, when it is one of the listeners
   */
  public void open(RoutingContext ctx, Problem full, Supplier<Buffer> welcome) {
    // Each door for itself: guests at theirs leave a device its place.
    Guests guests = ctx.request().isSSL() ? atHttps : atHttp;
    String address = ClientAddress.of(ctx.request().remoteAddress());
    if (!guests.enter(address)) {
      Reply.problem(ctx, full);
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
        .closeHandler(_ -> run(() -> forget(listener)));
    response.exceptionHandler(_ -> run(() -> forget(listener)));
    run(() -> {
      if (listeners.isEmpty()) {
        beating = vertx.setPeriodic(pause.toMillis(), _ -> run(() -> tell(beat.get())));
      }
      listeners.add(listener);
      write(listener, welcome.get());
    });
  }

  /** How many listen, at both doors. Any thread may ask. */
  public int listening() {
    return atHttp.in() + atHttps.in();
  }

  /** Does something on the loop, where news are gathered. Any thread may ask for it. */
  public void run(Runnable work) {
    loop.runOnContext(_ -> work.run());
  }

  /** How many are told what is told now. On the loop. */
  public int told() {
    return listeners.size();
  }

  /** Tells all of them. On the loop. */
  public void tell(Buffer text) {
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
      if (listeners.isEmpty()) {
        vertx.cancelTimer(beating);
      }
    }
  }
}
