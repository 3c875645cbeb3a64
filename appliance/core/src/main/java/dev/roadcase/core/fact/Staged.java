package dev.roadcase.core.fact;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map with an overlay: the writer sees what it has put, everybody else sees what is on the disk.
 * Entries are replaced, never removed.
 */
public final class Staged<K, V> {
  private final Map<K, V> published = new ConcurrentHashMap<>();
  private final Map<K, V> overlay = new HashMap<>();

  /** The writer's view: what is staged, else what is published. */
  public @Nullable V get(K key) {
    V staged = overlay.get(key);
    return staged != null ? staged : published.get(key);
  }

  /** Stages a value; only the writer's thread does. */
  public void put(K key, V value) {
    overlay.put(key, value);
  }

  public void publish() {
    published.putAll(overlay);
    overlay.clear();
  }

  public void discard() {
    overlay.clear();
  }

  /** Any thread's view: only what is on the disk. */
  public @Nullable V published(K key) {
    return published.get(key);
  }

  /** Any thread's view of all of it; entries that appear meanwhile may or may not be seen. */
  public void forEachPublished(BiConsumer<K, V> reader) {
    published.forEach(reader);
  }

  public int publishedSize() {
    return published.size();
  }
}
