package dev.roadcase.app.systemd;

import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.journal.Writer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Feeds systemd's watchdog, each time that the writer has answered. It is asked for nothing,
 * through its mailbox, behind everybody else: a writer that hangs in a commit does not answer, the
 * watchdog starves, and systemd starts the box into the last truth. Costs no write.
 */
public final class Watchdog implements AutoCloseable {
  private final Runnable feed;
  private final Consumer<String> tell;
  private final Writer writer;
  private final Supplier<String> status;
  private final Duration limit;
  private final Thread thread;
  private String said = "";
  private long commits = -1;
  private volatile boolean stopped;

  /**
   * A watchdog that has yet to be started.
   *
   * @param feed and {@code tell}: what the service manager hears
   * @param limit as the service manager has it; it is fed three times as often
   * @param status how the box is, in a line
   */
  public Watchdog(
      Runnable feed,
      Consumer<String> tell,
      Writer writer,
      Supplier<String> status,
      Duration limit) {
    this.feed = feed;
    this.tell = tell;
    this.writer = writer;
    this.status = status;
    this.limit = limit;
    thread = Thread.ofPlatform().name("watchdog").daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!stopped) {
        if (writerAnswers()) {
          feed.run();
        }
        tell();
        Thread.sleep(limit.dividedBy(3));
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** Whether the writer got to the end of what it had, within the limit. */
  boolean writerAnswers() throws InterruptedException {
    CompletableFuture<Command.Done> answer = writer.submit(new LifeCommand.Barrier());
    try {
      answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      // A full mailbox, or a full disk: it said so itself, or it gets on with what is in there.
      long now = writer.meter().commits();
      boolean alive = !writer.tooBusy() || now != commits;
      commits = now;
      return alive;
    }
  }

  private void tell() {
    String now = status.get();
    if (!now.equals(said)) {
      said = now;
      tell.accept(now);
    }
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }
}
