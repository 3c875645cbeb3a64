package dev.roadcase.core.queue;

import dev.roadcase.core.fact.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A changing set of sequences, kept as ranges: a million that wait in a row cost one entry. Not
 * safe for use by several threads.
 */
final class Backlog {
  private final TreeMap<Long, Long> ends = new TreeMap<>();
  private long size;

  boolean isEmpty() {
    return ends.isEmpty();
  }

  long size() {
    return size;
  }

  /** The lowest member; 0 when there is none. */
  long first() {
    return ends.isEmpty() ? 0 : ends.firstKey();
  }

  boolean contains(long sequence) {
    Map.Entry<Long, Long> at = ends.floorEntry(sequence);
    return at != null && at.getValue() >= sequence;
  }

  void add(long from, long to) {
    if (to < from) {
      return;
    }
    long start = from;
    long end = to;
    Map.Entry<Long, Long> near = ends.floorEntry(to + 1);
    while (near != null && near.getValue() >= from - 1) {
      start = Math.min(start, near.getKey());
      end = Math.max(end, near.getValue());
      ends.remove(near.getKey());
      size -= near.getValue() - near.getKey() + 1;
      near = ends.floorEntry(to + 1);
    }
    ends.put(start, end);
    size += end - start + 1;
  }

  void add(List<Range> ranges) {
    for (Range range : ranges) {
      add(range.from(), range.to());
    }
  }

  /** Takes them out and says how many were in. */
  long remove(long from, long to) {
    long before = size;
    Map.Entry<Long, Long> near = ends.floorEntry(to);
    while (near != null && near.getValue() >= from) {
      long start = near.getKey();
      long end = near.getValue();
      ends.remove(start);
      size -= end - start + 1;
      if (start < from) {
        ends.put(start, from - 1);
        size += from - start;
      }
      if (end > to) {
        ends.put(to + 1, end);
        size += end - to;
      }
      near = start < from ? null : ends.floorEntry(to);
    }
    return before - size;
  }

  long remove(List<Range> ranges) {
    long removed = 0;
    for (Range range : ranges) {
      removed += remove(range.from(), range.to());
    }
    return removed;
  }

  /** How many of these are in. */
  long count(List<Range> ranges) {
    long count = 0;
    for (Range range : ranges) {
      for (Range part : within(range.from(), range.to())) {
        count += part.to() - part.from() + 1;
      }
    }
    return count;
  }

  /** The members among {@code from … to}. */
  List<Range> within(long from, long to) {
    List<Range> parts = new ArrayList<>();
    if (to < from) {
      return parts;
    }
    Long start = ends.floorKey(from);
    for (Map.Entry<Long, Long> at :
        ends.subMap(start == null ? from : start, true, to, true).entrySet()) {
      long low = Math.max(from, at.getKey());
      long high = Math.min(to, at.getValue());
      if (low <= high) {
        parts.add(new Range(low, high));
      }
    }
    return parts;
  }

  /** The lowest members: at most {@code mostRanges} ranges and {@code most} sequences. */
  List<Range> lowest(int mostRanges, long most) {
    List<Range> taken = new ArrayList<>();
    long left = most;
    for (Map.Entry<Long, Long> at : ends.entrySet()) {
      if (left <= 0 || taken.size() == mostRanges) {
        break;
      }
      boolean all = at.getValue() - at.getKey() < left;
      Range range = new Range(at.getKey(), all ? at.getValue() : at.getKey() + left - 1);
      taken.add(range);
      left -= range.to() - range.from() + 1;
    }
    return taken;
  }

  List<Range> all() {
    return lowest(Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  void clear() {
    ends.clear();
    size = 0;
  }
}
