package dev.roadcase.app.uplink;

import dev.roadcase.core.fact.DeltaClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the writer has committed and the uplink has not looked at yet. The writer never waits here,
 * and neighbours of one class become one note: however long the uplink's thread is held up, this
 * stays small.
 */
final class Additions {
  /** Neighbours this far apart in time are kept apart, so that the fresh stay fresh. */
  private static final long APART = Duration.ofMillis(250).toNanos();

  /**
   * Sequences {@code from … to} of a class were given out, or given up.
   *
   * @param bytes of one of them, about
   * @param at monotonic nanoseconds
   */
  record Note(
      boolean givenUp,
      DeltaClass deltaClass,
      long from,
      long to,
      boolean urgent,
      int bytes,
      long at) {

    @Nullable Note joined(Note next) {
      boolean follows =
          next.givenUp == givenUp
              && next.urgent == urgent
              && next.from == to + 1
              && next.at - at < APART;
      return follows
          ? new Note(givenUp, deltaClass, from, next.to, urgent, (bytes + next.bytes) / 2, at)
          : null;
    }
  }

  private List<Note> notes = new ArrayList<>();
  private final Map<DeltaClass, Integer> last = new EnumMap<>(DeltaClass.class);

  /** Returns whether there was nothing before, so that somebody has to be woken. */
  synchronized boolean add(Note note) {
    boolean first = notes.isEmpty();
    Integer before = last.get(note.deltaClass());
    Note joined = before == null ? null : notes.get(before).joined(note);
    if (before != null && joined != null) {
      notes.set(before, joined);
    } else {
      last.put(note.deltaClass(), notes.size());
      notes.add(note);
    }
    return first;
  }

  synchronized List<Note> takeAll() {
    if (notes.isEmpty()) {
      return List.of();
    }
    List<Note> all = notes;
    notes = new ArrayList<>();
    last.clear();
    return all;
  }
}
