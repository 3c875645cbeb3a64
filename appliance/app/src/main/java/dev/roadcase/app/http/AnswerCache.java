package dev.roadcase.app.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ready answers within a bound in octets; the one that was not asked for the longest goes first.
 * Any thread; looking one up takes no lock.
 */
public final class AnswerCache<K> {
  private static final class Kept {
    private final ReadyAnswer answer;

    /** Written by whoever looks it up; that one of two is lost does not matter. */
    private long lastAsked;

    Kept(ReadyAnswer answer, long now) {
      this.answer = answer;
      this.lastAsked = now;
    }
  }

  private final long bound;
  private final Map<K, Kept> answers = new ConcurrentHashMap<>();

  /** The clock of the cache: what was asked for since the last few were put in stays. */
  private volatile long puts;

  private long weight;

  /**
   * An empty cache.
   *
   * @param bound octets in all; 0 keeps nothing
   */
  public AnswerCache(long bound) {
    this.bound = bound;
  }

  public @Nullable ReadyAnswer get(K key) {
    Kept kept = answers.get(key);
    if (kept == null) {
      return null;
    }
    // Not at each question: two event loops would write one word in turns.
    if (kept.lastAsked != puts) {
      kept.lastAsked = puts;
    }
    return kept.answer;
  }

  /** Keeps it, unless it is larger than all that may be kept. */
  public synchronized void put(K key, ReadyAnswer answer) {
    if (answer.weight() > bound) {
      return;
    }
    puts = puts + 1;
    Kept before = answers.put(key, new Kept(answer, puts));
    weight += answer.weight() - (before == null ? 0 : before.answer.weight());
    while (weight > bound) {
      forgetOne();
    }
  }

  private void forgetOne() {
    K oldest = null;
    long when = Long.MAX_VALUE;
    for (Map.Entry<K, Kept> entry : answers.entrySet()) {
      if (entry.getValue().lastAsked < when) {
        when = entry.getValue().lastAsked;
        oldest = entry.getKey();
      }
    }
    if (oldest != null) {
      Kept gone = answers.remove(oldest);
      weight -= gone == null ? 0 : gone.answer.weight();
    }
  }

  /** Octets that it keeps. */
  synchronized long weight() {
    return weight;
  }
}
