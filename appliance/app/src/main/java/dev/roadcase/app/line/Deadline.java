package dev.roadcase.app.line;

import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs out unless it is lifted. On the event loop of its connection. */
final class Deadline {
  private final Duration length;
  private final Runnable late;
  private @Nullable Future<?> running;

  Deadline(Duration length, Runnable late) {
    this.length = length;
    this.late = late;
  }

  /** Begins, when it has not begun. */
  void begin(ChannelHandlerContext ctx) {
    if (running == null) {
      running =
          ctx.executor()
              .schedule(
                  () -> {
                    running = null;
                    late.run();
                  },
                  length.toNanos(),
                  TimeUnit.NANOSECONDS);
    }
  }

  void lift() {
    if (running != null) {
      running.cancel(false);
      running = null;
    }
  }
}
