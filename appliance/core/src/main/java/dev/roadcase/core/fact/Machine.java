package dev.roadcase.core.fact;

import java.util.Optional;

/**
 * State that follows from facts, and from nothing else. {@code apply} changes it, live and at
 * start-up alike, on a staged copy; {@code publish} makes the staged state what other threads read,
 * once the facts are on the disk; {@code discard} forgets it when the commit failed.
 *
 * <p>One thread calls these three. Published state may be read by any thread.
 */
public interface Machine {
  /** Whose facts it follows: a fact of any other is never handed to {@link #apply}. */
  Reads reads();

  void apply(Entry entry);

  void publish();

  void discard();

  /** What a snapshot keeps of it; empty for state that is found elsewhere after a restart. */
  Optional<SnapshotPart<?>> snapshotPart();
}
