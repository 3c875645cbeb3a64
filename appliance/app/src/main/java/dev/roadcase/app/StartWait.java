package dev.roadcase.app;

import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.journal.JournalFailure;
import dev.roadcase.app.systemd.Systemd;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a step of the start for as long as this process works at it: on a tenth of a core it is
 * slow, and no less good. A start has stood still when the process has used less than a hundredth
 * of a core for ten minutes; it then ends, and the service manager starts it again.
 */
final class StartWait {
  /** At most what {@link Systemd#stillStarting} asks for, less some. */
  private static final Duration LOOK = Duration.ofSeconds(20);

  private static final Duration STILL = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(StartWait.class);

  private StartWait() {}

  /**
   * The answer, when it is there.
   *
   * @param step what is being done, for the log: "the journal is being written"
   * @throws NotNow as the answer says it, such as on a full disk
   * @throws JournalFailure with exit 70 when nothing has moved for ten minutes
   */
  static <T> T of(String step, CompletableFuture<T> answer, Systemd manager) throws IOException {
    return of(step, answer, manager, new Pace(LOOK, STILL), StartWait::worked);
  }

  /** How much this process, or what stands for it in a test, has worked. */
  @FunctionalInterface
  interface Work {
    Duration soFar();
  }

  /** How often to look, and after how long without work to give up. */
  record Pace(Duration look, Duration still) {}

  static <T> T of(String step, CompletableFuture<T> answer, Systemd manager, Pace pace, Work work)
      throws IOException {
    Duration look = pace.look();
    Duration idle = look.dividedBy(100);
    Duration worked = work.soFar();
    Duration still = Duration.ZERO;
    Duration waited = Duration.ZERO;
    while (true) {
      try {
        return answer.get(look.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while " + step, e);
      } catch (TimeoutException e) {
        Duration works = work.soFar();
        still = works.minus(worked).compareTo(idle) > 0 ? Duration.ZERO : still.plus(look);
        worked = works;
        waited = waited.plus(look);
      }
      if (still.compareTo(pace.still()) >= 0) {
        throw new JournalFailure(
            JournalFailure.Exit.SOFTWARE,
            "the start has stood still for %d minutes while %s; nothing is lost, start the box again"
                .formatted(pace.still().toMinutes(), step));
      }
      manager.stillStarting(step);
      LOG.warn(
          "still starting after {} s: {}; a slow machine is waited for", waited.toSeconds(), step);
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> new IllegalStateException("failed without a reason");
      case NotNow notNow -> notNow;
      case RuntimeException unchecked -> unchecked;
      default -> new IllegalStateException(cause);
    };
  }

  private static Duration worked() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
