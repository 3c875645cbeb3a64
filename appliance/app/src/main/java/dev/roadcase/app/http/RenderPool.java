package dev.roadcase.app.http;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Makes what does not lie ready: pages of the shop, searches, pages of the catalogue. Off the event
 * loops, which the tills share, on half of the cores. Addresses take turns, and one has few jobs
 * here: whoever asks for the dearest thing all day waits for himself.
 */
public final class RenderPool {
  /** Jobs that wait or are being done, in all. */
  static final int MOST = 512;

  /** Of them, for one address. */
  static final int MOST_OF_ONE = 8;

  /** Why a job was not taken. */
  enum Busy {
    /** This address has enough jobs here (RFC 6585, section 4). */
    ADDRESS,
    /** There are enough in all. */
    ALL
  }

  private final WorkerExecutor threads;
  private final Guests jobs = new Guests(MOST, MOST_OF_ONE);

  /** What waits, by address; the first is next. */
  private final Map<String, Deque<Runnable>> waiting = new LinkedHashMap<>();

  public RenderPool(Vertx vertx) {
    int cores = Runtime.getRuntime().availableProcessors();
    threads = vertx.createSharedWorkerExecutor("pages", Math.max(1, cores / 2));
  }

  /**
   * Takes a job, or says why not.
   *
   * @param address for whom it is
   * @param job tells its failure to whoever waits for it
   */
  Optional<Busy> submit(String address, Runnable job) {
    if (!jobs.enter(address)) {
      return Optional.of(jobs.in() < MOST ? Busy.ADDRESS : Busy.ALL);
    }
    synchronized (waiting) {
      waiting
          .computeIfAbsent(address, _ -> new ArrayDeque<>())
          .addLast(() -> {
            try {
              job.run();
            } finally {
              jobs.leave(address);
            }
          });
    }
    background(() -> next().run());
    return Optional.empty();
  }

  /** Something of the box's own, which nobody asked for. */
  void background(Runnable job) {
    Callable<Void> call =
        () -> {
          job.run();
          return null;
        };
    var _ = threads.executeBlocking(call, false);
  }

  /** One of the address whose turn it is, which goes behind the others. */
  private Runnable next() {
    synchronized (waiting) {
      Iterator<Map.Entry<String, Deque<Runnable>>> first = waiting.entrySet().iterator();
      Map.Entry<String, Deque<Runnable>> turn = first.next();
      String address = turn.getKey();
      Deque<Runnable> its = turn.getValue();
      first.remove();
      Runnable job = its.removeFirst();
      if (!its.isEmpty()) {
        waiting.put(address, its);
      }
      return job;
    }
  }

  /** Jobs that wait or are being done. */
  public int jobs() {
    return jobs.in();
  }
}
