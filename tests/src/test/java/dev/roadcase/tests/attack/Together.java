package dev.roadcase.tests.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many at the same moment. */
final class Together {
  private Together() {}

  /** Does all of it at once; what each came to, in order. */
  static <T> List<T> all(int times, IntFunction<Callable<T>> what) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        Callable<T> one = what.apply(i);
        running.add(
            threads.submit(() -> {
              start.await();
              return one.call();
            }));
      }
      start.countDown();
      List<T> came = new ArrayList<>();
      for (Future<T> one : running) {
        came.add(one.get());
      }
      return came;
    }
  }

  /** Something that comes by itself, soon after. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Asks again until it holds; not for ever. */
  static void until(Condition done, String what) throws Exception {
    long start = System.nanoTime();
    while (!done.holds()) {
      if (System.nanoTime() - start > 20_000_000_000L) {
        throw new AssertionError("waited in vain until " + what);
      }
      Thread.onSpinWait();
    }
  }
}
