package dev.roadcase.core.fact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map with an overlay: the writer sees what it has put and not what it has taken away, everybody
 * else sees what is on the disk.
 */
public final class Staged<K, V> {
  private final Map<K, V> published = new ConcurrentHashMap<>();

  /** Empty for what is to go. */
  private final Map<K, Optional<V>> overlay = new HashMap<>();

  /** The writer's view: what is staged, else what is published. */
  public @Nullable V get(K key) {
    Optional<V> staged = overlay.get(key);
    return staged != null ? staged.orElse(null) : published.get(key);
  }

  /** Stages a value; only the writer's thread does. */
  public void put(K key, V value) {
    overlay.put(key, Optional.of(value));
  }

  /** Stages that there is none any more. */
  public void remove(K key) {
    overlay.put(key, Optional.empty());
  }

  /** The writer's view of all of it, as it is now. */
  public List<V> values() {
    List<V> all = new ArrayList<>(published.size());
    published.forEach((key, value) -> {
      if (!overlay.containsKey(key)) {
        all.add(value);
      }
    });
    overlay.values().forEach(staged -> staged.ifPresent(all::add));
    return all;
  }

  public void publish() {
    overlay.forEach((key, staged) ->
        staged.ifPresentOrElse(value -> published.put(key, value), () -> published.remove(key)));
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
}
