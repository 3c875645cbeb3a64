package dev.roadcase.app.hardware;

import dev.roadcase.drivers.port.Port;
import dev.roadcase.drivers.port.Reading;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one port twice a second, and at once when it wakes us, on a thread of its own: a bus that
 * hangs stalls nobody else.
 */
final class PortWatch<R> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PortWatch.class);
  private static final long LOOK_MILLIS = 500;

  private final String name;
  private final Port<R> port;
  private final Consumer<Reading<R>> news;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean stopped;
  private volatile Reading<R> last;

  /**
   * A watch that has yet to be started.
   *
   * @param name of the part, for people
   * @param first what is said before the first reading
   * @param news told every reading, on the watch's thread
   */
  PortWatch(String name, Port<R> port, String first, Consumer<Reading<R>> news) {
    this.name = name;
    this.port = port;
    this.news = news;
    last = new Reading.Unknown<>(first);
    thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    port.wakeBy(wake::release);
    thread.start();
  }

  /** The last reading, at most a second old. */
  Reading<R> last() {
    return last;
  }

  private void run() {
    while (!stopped) {
      try {
        last = port.read();
        news.accept(last);
      } catch (RuntimeException e) {
        LOG.error("reading the {} failed; trying again", name, e);
        last = new Reading.Unknown<>("the " + name + " does not answer");
      }
      if (!rested()) {
        return;
      }
    }
  }

  private boolean rested() {
    try {
      if (wake.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        wake.drainPermits();
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Override
  public void close() {
    stopped = true;
    wake.release();
    port.close();
  }
}
