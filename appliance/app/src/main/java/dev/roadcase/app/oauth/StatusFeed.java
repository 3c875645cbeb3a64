package dev.roadcase.app.oauth;

import dev.roadcase.app.auth.StatusBoard;
import dev.roadcase.app.auth.StatusBoard.Posted;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.config.BoxConfig.Limits;
import dev.roadcase.app.http.EventStreams;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.problem.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Pushes the status list to whoever verifies tokens without us: when it changes, and a heartbeat
 * every ten seconds, so that silence is noticed. It changes by what is written, and once more when
 * the grace of an epoch is over. A listener that does not read has no list for long, and without
 * one it trusts nobody, which is as it should be.
 */
public final class StatusFeed implements Writer.Reader {
  private static final Duration BEAT = Duration.ofSeconds(10);

  private static final Problem FULL =
      Problem.of(
              503,
              "too-many-listeners",
              "The box tells as many as it can",
              "Fetch /oauth/status-lists/1 every ten seconds instead.")
          .retryAfter(20);

  private final Vertx vertx;
  private final StatusBoard status;
  private final EventStreams streams;
  private final AtomicBoolean asked = new AtomicBoolean();

  /** Written on the loop alone. */
  private volatile Posted told = new Posted(-1, -1, 0, "");

  private boolean reminded;

  public StatusFeed(Vertx vertx, StatusBoard status, Limits limits) {
    this.vertx = vertx;
    this.status = status;
    this.streams = new EventStreams(vertx, limits, BEAT, this::beat);
  }

  void listen(RoutingContext ctx) {
    streams.open(ctx, FULL, this::welcome);
  }

  /** How many listen, at both doors. */
  public int listening() {
    return streams.listening();
  }

  /** Any number of changes before the loop looks are one look. */
  @Override
  public void committed(List<Prepared<?>> batch) {
    if (streams.listening() > 0 && !status.stands(told) && asked.compareAndSet(false, true)) {
      streams.run(() -> {
        asked.set(false);
        look();
      });
    }
  }

  private Buffer welcome() {
    Posted now = status.now();
    if (streams.told() == 1) {
      told = now;
    }
    remind();
    return list(now);
  }

  private void look() {
    if (streams.told() == 0) {
      return;
    }
    Posted now = status.now();
    if (now.seq() != told.seq() || now.lowestAlive() != told.lowestAlive()) {
      told = now;
      streams.tell(list(now));
    }
    remind();
  }

  /** Looks again when time alone changes the list. */
  private void remind() {
    Duration left = status.graceLeft();
    if (!reminded && left.isPositive()) {
      reminded = true;
      vertx.setTimer(
          left.toMillis() + 1,
          _ ->
              streams.run(() -> {
                reminded = false;
                look();
              }));
    }
  }

  private Buffer beat() {
    Posted now = status.now();
    return Buffer.buffer(
        "event: heartbeat\ndata: {\"seq\":%d,\"min_gen\":%d}\n\n"
            .formatted(now.seq(), now.lowestAlive()));
  }

  private static Buffer list(Posted posted) {
    return Buffer.buffer("id: " + posted.seq() + "\nevent: list\ndata: " + posted.jwt() + "\n\n");
  }
}
