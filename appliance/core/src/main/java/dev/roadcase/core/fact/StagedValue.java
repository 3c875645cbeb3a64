package dev.roadcase.core.fact;

/** One value with an overlay, as {@link Staged} is for a map. The values are immutable. */
public final class StagedValue<V> {
  private volatile V published;
  private V staged;

  public StagedValue(V initial) {
    published = initial;
    staged = initial;
  }

  /** The writer's view. */
  public V get() {
    return staged;
  }

  public void set(V value) {
    staged = value;
  }

  public void publish() {
    published = staged;
  }

  public void discard() {
    staged = published;
  }

  /** Any thread's view: only what is on the disk. */
  public V published() {
    return published;
  }
}
