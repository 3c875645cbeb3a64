package dev.roadcase.app;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Work that blocks, done again and again on Vert.x's workers. Closed before Vert.x is: a timer runs
 * on while Vert.x closes, and finds no workers any more.
 */
final class RegularWork implements AutoCloseable {
  private final Vertx vertx;
  private final long timer;

  private RegularWork(Vertx vertx, long timer) {
    this.vertx = vertx;
    this.timer = timer;
  }

  /**
   * @param first how long until it is done for the first time
   * @param pause from then on
   */
  static RegularWork every(Vertx vertx, Duration first, Duration pause, Callable<?> work) {
    return new RegularWork(
        vertx,
        vertx.setPeriodic(first.toMillis(), pause.toMillis(), _ -> vertx.executeBlocking(work)));
  }

  /** Begins no more of it. What has begun is waited for by the close of Vert.x. */
  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
