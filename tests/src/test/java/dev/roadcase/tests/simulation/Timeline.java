package dev.roadcase.tests.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;

/**
 * The virtual clock, what is going to happen on it, and the last of what did. Times are nanoseconds
 * since the start of the run.
 */
final class Timeline {
  static final long MILLI = 1_000_000L;
  static final long SECOND = 1_000 * MILLI;
  static final long MINUTE = 60 * SECOND;

  private static final int TRACE = 200;

  private record Event(long at, long order, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  private record Note(long at, String text, Object[] arguments) {
    @Override
    public String toString() {
      return "%12.3f ms  %s".formatted(at / 1e6, text.formatted(arguments));
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Deque<Note> trace = new ArrayDeque<>();
  private long now;
  private long order;
  private long steps;
  private long fingerprint;

  long now() {
    return now;
  }

  /** Events of one moment happen in the order in which they were asked for. */
  void after(long nanos, Runnable what) {
    order++;
    events.add(new Event(now + Math.max(0, nanos), order, what));
  }

  /** Lets the next event happen; false when there is none. */
  boolean step() {
    Event next = events.poll();
    if (next == null) {
      return false;
    }
    now = next.at();
    steps++;
    fingerprint = fingerprint * 31 + now;
    next.what().run();
    return true;
  }

  /** Written out only when somebody has to read it. */
  void note(String text, Object... arguments) {
    fingerprint = fingerprint * 31 + text.hashCode();
    if (trace.size() == TRACE) {
      trace.removeFirst();
    }
    trace.addLast(new Note(now, text, arguments));
  }

  long steps() {
    return steps;
  }

  /** Two runs with one fingerprint went the same way. */
  long fingerprint() {
    return fingerprint;
  }

  String trace() {
    StringBuilder text = new StringBuilder();
    trace.forEach(note -> text.append(note).append('\n'));
    return text.toString();
  }
}
