package dev.roadcase.core.fact;

/**
 * State that follows from facts, and from nothing else. {@code apply} changes it, live and at
 * start-up alike, on a staged copy; {@code publish} makes the staged state what other threads read,
 * once the facts are on the disk; {@code discard} forgets it when the commit failed.
 *
 * <p>One thread calls these three. Published state may be read by any thread.
 */
public interface Machine {
  void apply(Entry entry);

  void publish();

  void discard();
}
