package dev.roadcase.app.training;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Ends a box that stands still: for ten minutes it has neither answered nor worked. On a machine
 * that is slow it works, and is waited for; no other deadline is kept in a training.
 */
final class Standstill implements AutoCloseable {
  private static final Duration STILL = Duration.ofMinutes(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  /** What the timers of an idle box need stays well below a hundredth of a core. */
  private static final Duration IDLE = STILL.dividedBy(100);

  private final ProcessHandle box;
  private final AtomicLong moves = new AtomicLong();
  private final Thread watching;

  Standstill(ProcessHandle box) {
    this.box = box;
    watching = Thread.ofPlatform().daemon().name("standstill").start(this::watch);
  }

  /** Something was heard of the box. */
  void moved() {
    moves.incrementAndGet();
  }

  boolean boxLives() {
    return box.isAlive();
  }

  private void watch() {
    long seen = -1;
    Duration worked = Duration.ZERO;
    long since = System.nanoTime();
    try {
      while (box.isAlive()) {
        Duration works = work();
        if (moves.get() != seen || works.minus(worked).compareTo(IDLE) > 0) {
          seen = moves.get();
          worked = works;
          since = System.nanoTime();
        } else if (System.nanoTime() - since > STILL.toNanos()) {
          System.out.println("the box has stood still for " + STILL.toMinutes() + " minutes");
          box.destroyForcibly();
          return;
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** CPU time of the box, and of the JVM that it starts to write the cache. */
  private Duration work() {
    return Stream.concat(Stream.of(box), box.descendants())
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void close() {
    watching.interrupt();
  }
}
