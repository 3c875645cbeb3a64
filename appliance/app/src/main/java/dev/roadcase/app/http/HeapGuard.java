package dev.roadcase.app.http;

import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last line before the heap is full: counts are estimates, the collector knows. While the old
 * generation is mostly full after a collection, strangers' requests are told to come back, and the
 * connections that hold the most are closed. One thread at a time looks; any thread asks.
 */
final class HeapGuard {
  private static final Logger LOG = LoggerFactory.getLogger(HeapGuard.class);

  /** Of the old generation, in hundredths. */
  private static final int HIGH = 80;

  /** A full collection stops the box for some tenths of a second, so there are few. */
  private static final long COLLECT_AGAIN = Duration.ofSeconds(2).toNanos();

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /**
   * What is known of the old generation, in octets.
   *
   * @param used now, with what nobody needs any more
   * @param afterCollection of the last full collection; 0 when there was none
   * @param max that it may have
   */
  record Reading(long used, long afterCollection, long max) {
    private boolean high(long octets) {
      return octets > max / 100 * HIGH;
    }
  }

  /** The heap that is guarded. */
  interface Heap {
    Reading read();

    /** Has it collected in full before it returns. */
    void collect();
  }

  private final Heap heap;
  private final LongSupplier nanos;
  private final IntSupplier shed;
  private Optional<Long> collected = Optional.empty();
  private volatile boolean pressed;

  /**
   * Nothing is pressed.
   *
   * @param nanos a clock that only goes forward
   * @param shed closes the connections that hold the most, and says how many
   */
  HeapGuard(Heap heap, LongSupplier nanos, IntSupplier shed) {
    this.heap = heap;
    this.nanos = nanos;
    this.shed = shed;
  }

  /** Looks regularly for as long as {@code vertx} runs. */
  static HeapGuard of(Vertx vertx, IntSupplier shed) {
    Optional<Heap> heap = OldGeneration.ofThisProcess();
    HeapGuard guard = new HeapGuard(heap.orElse(OldGeneration.NONE), System::nanoTime, shed);
    if (heap.isPresent()) {
      // On an event loop: a full collection stops all of them wherever it is asked for.
      vertx.setPeriodic(LOOK_EVERY.toMillis(), _ -> guard.look());
    }
    return guard;
  }

  /** Whether strangers have to come back later. */
  boolean pressed() {
    return pressed;
  }

  /** Looks once. */
  synchronized void look() {
    Reading now = heap.read();
    if (now.high(now.used()) && mayCollect()) {
      // Most of it may be what nobody needs any more: only a collection says.
      heap.collect();
      collected = Optional.of(nanos.getAsLong());
      now = heap.read();
    }
    boolean was = pressed;
    pressed = now.high(now.used()) && now.high(now.afterCollection());
    if (pressed) {
      int closed = shed.getAsInt();
      if (!was) {
        LOG.warn(
            "memory is short: strangers are told to come back, {} of their connections are closed",
            closed);
      }
    } else if (was) {
      LOG.info("there is memory for strangers again");
    }
  }

  private boolean mayCollect() {
    return collected.map(last -> nanos.getAsLong() - last >= COLLECT_AGAIN).orElse(true);
  }

  /** As the JVM shows it; a collector without generations has none. */
  private record OldGeneration(MemoryPoolMXBean pool) implements Heap {
    static final Heap NONE =
        new Heap() {
          @Override
          public Reading read() {
            return new Reading(0, 0, Long.MAX_VALUE);
          }

          @Override
          public void collect() {}
        };

    /** The one pool of the heap that has a threshold: the young ones are always full. */
    static Optional<Heap> ofThisProcess() {
      return ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .filter(MemoryPoolMXBean::isUsageThresholdSupported)
          .filter(pool -> pool.getUsage().getMax() > 0)
          .findFirst()
          .map(OldGeneration::new);
    }

    @Override
    public Reading read() {
      MemoryUsage now = pool.getUsage();
      MemoryUsage after = pool.getCollectionUsage();
      return new Reading(now.getUsed(), after == null ? 0 : after.getUsed(), now.getMax());
    }

    @Override
    public void collect() {
      System.gc();
    }
  }
}
