package dev.roadcase.console.upstream;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A queue in which a kit that has little waits behind little: one of each in turn, in order among
 * their own. What is put in is bounded elsewhere. Safe for use by several threads.
 */
final class Turns<T> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  // The one whose turn is next comes first.
  private final LinkedHashMap<String, ArrayDeque<T>> queues = new LinkedHashMap<>();

  void add(String whose, T one) {
    lock.lock();
    try {
      queues.computeIfAbsent(whose, w -> new ArrayDeque<>()).add(one);
      more.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The next one, waited for at most so many nanoseconds; null when there is none. */
  @Nullable T next(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (queues.isEmpty()) {
        if (left <= 0) {
          return null;
        }
        left = more.awaitNanos(left);
      }
      Map.Entry<String, ArrayDeque<T>> turn = queues.pollFirstEntry();
      T one = turn.getValue().poll();
      if (!turn.getValue().isEmpty()) {
        queues.putLast(turn.getKey(), turn.getValue());
      }
      return one;
    } finally {
      lock.unlock();
    }
  }
}
