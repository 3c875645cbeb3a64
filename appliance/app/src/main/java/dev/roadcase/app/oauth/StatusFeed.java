package dev.roadcase.app.oauth;

import dev.roadcase.app.auth.StatusBoard;
import dev.roadcase.app.auth.StatusBoard.Posted;
import dev.roadcase.app.config.BoxConfig.Limits;
import dev.roadcase.app.http.CacheClass;
import dev.roadcase.app.http.Guests;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.line.ClientAddress;
import dev.roadcase.app.line.Lines;
import dev.roadcase.app.problem.Problem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Set;

/**
 * Pushes the status list to whoever verifies tokens without us: on change within a quarter of a
 * second, and a heartbeat every ten, so that silence is noticed.
 */
public final class StatusFeed {
  /** How often it is looked at whether the list has changed. */
  private static final long LOOK_MILLIS = 250;

  private static final long BEAT_MILLIS = 10_000;
  private static final int QUEUE = 65_536;

  private record Listener(HttpServerResponse response, String address, Guests guests) {}

  private final StatusBoard status;
  private final Guests atHttp;
  private final Guests atHttps;

  /** Where all below happens: one event loop, so that nobody is told twice or left out. */
  private final Context loop;

  private final Set<Listener> listeners = new HashSet<>();
  private Posted told;

  public StatusFeed(Vertx vertx, StatusBoard status, Limits limits) {
    this.status = status;
    this.atHttp = new Guests(limits.streams(), limits.streamsOfOne());
    this.atHttps = new Guests(limits.streams(), limits.streamsOfOne());
    this.loop = vertx.getOrCreateContext();
    this.told = new Posted(-1, -1, 0, "");
    vertx.setPeriodic(LOOK_MILLIS, _ -> loop.runOnContext(_ -> look()));
    vertx.setPeriodic(BEAT_MILLIS, _ -> loop.runOnContext(_ -> beat()));
  }

  void listen(RoutingContext ctx) {
    // Each door for itself: guests at theirs leave whoever verifies a place at the devices'.
    Guests guests = ctx.request().isSSL() ? atHttps : atHttp;
    String address = ClientAddress.of(ctx.request().remoteAddress());
    if (!guests.enter(address)) {
      Reply.problem(
          ctx,
          Problem.of(
                  503,
                  "too-many-listeners",
                  "The box tells as many as it can",
                  "Fetch /oauth/status-lists/1 every ten seconds instead.")
              .retryAfter(20));
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
    loop.runOnContext(_ -> {
      listeners.add(listener);
      write(listener, list(status.now()));
    });
  }

  /** How many listen, at both doors. */
  public int listening() {
    return atHttp.in() + atHttps.in();
  }

  private void look() {
    if (listeners.isEmpty()) {
      return;
    }
    Posted now = status.now();
    if (now.seq() != told.seq() || now.lowestAlive() != told.lowestAlive()) {
      told = now;
      tell(list(now));
    }
  }

  private void beat() {
    if (!listeners.isEmpty()) {
      Posted now = status.now();
      tell(
          Buffer.buffer(
              "event: heartbeat\ndata: {\"seq\":%d,\"min_gen\":%d}\n\n"
                  .formatted(now.seq(), now.lowestAlive())));
    }
  }

  private static Buffer list(Posted posted) {
    return Buffer.buffer("id: " + posted.seq() + "\nevent: list\ndata: " + posted.jwt() + "\n\n");
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
      // It does not read. Without the list it trusts nobody for long, which is as it should be.
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
