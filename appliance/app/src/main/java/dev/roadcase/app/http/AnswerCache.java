package dev.roadcase.app.http;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ready answers within a bound in octets; the one that was not asked for the longest goes first.
 * Any thread.
 */
final class AnswerCache<K> {
  private final long bound;
  private final LinkedHashMap<K, ReadyAnswer> answers = new LinkedHashMap<>(64, 0.75f, true);
  private long weight;

  /**
   * An empty cache.
   *
   * @param bound octets in all; 0 keeps nothing
   */
  AnswerCache(long bound) {
    this.bound = bound;
  }

  synchronized @Nullable ReadyAnswer get(K key) {
    return answers.get(key);
  }

  synchronized void put(K key, ReadyAnswer answer) {
    if (answer.weight() > bound) {
      return;
    }
    ReadyAnswer before = answers.put(key, answer);
    weight += answer.weight() - (before == null ? 0 : before.weight());
    Iterator<Map.Entry<K, ReadyAnswer>> oldest = answers.entrySet().iterator();
    while (weight > bound && oldest.hasNext()) {
      weight -= oldest.next().getValue().weight();
      oldest.remove();
    }
  }

  synchronized long weight() {
    return weight;
  }
}
