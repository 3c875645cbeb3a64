package dev.roadcase.console.upstream;

import dev.roadcase.core.fact.Range;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sequences of one class that are taken: a prefix without a gap, and ranges above it. What
 * comes in any order and any number of times gives the same set.
 */
final class Coverage {
  /**
   * Ranges above the prefix, at most. A box in good order has as many as it has messages in flight;
   * one that skips every other sequence must not fill the memory. What would begin one more is left
   * out, not acknowledged, and so comes again when there is room.
   */
  static final int RANGES_MAX = 10_000;

  private long prefix;
  // First to last. Each begins at least two above the end of the one before it, and of the prefix.
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  Coverage() {}

  Coverage(Covered covered) {
    prefix = covered.prefix();
    covered.ranges().forEach(r -> ranges.put(r.from(), r.to()));
  }

  /**
   * Adds {@code first … last}.
   *
   * @return whether all of it is covered now; false only when there is no room for one more range
   */
  boolean add(long first, long last) {
    if (last <= prefix) {
      return true;
    }
    long from = Math.max(first, prefix + 1);
    long to = last;
    Map.Entry<Long, Long> below = ranges.floorEntry(from);
    if (below != null && below.getValue() >= from - 1) {
      from = below.getKey();
      to = Math.max(to, below.getValue());
    }
    Map.Entry<Long, Long> above = ranges.higherEntry(from);
    while (above != null && above.getKey() <= to + 1) {
      to = Math.max(to, above.getValue());
      ranges.remove(above.getKey());
      above = ranges.higherEntry(from);
    }
    if (from == prefix + 1) {
      prefix = to;
      return true;
    }
    if (!ranges.containsKey(from) && ranges.size() >= RANGES_MAX) {
      return false;
    }
    ranges.put(from, to);
    return true;
  }

  boolean has(long seq) {
    Map.Entry<Long, Long> below = ranges.floorEntry(seq);
    return seq <= prefix || (below != null && seq <= below.getValue());
  }

  /** Sequences below the last one covered that are not. */
  long missing() {
    long missing = 0;
    long reached = prefix;
    for (Map.Entry<Long, Long> range : ranges.entrySet()) {
      missing += range.getKey() - reached - 1;
      reached = range.getValue();
    }
    return missing;
  }

  Covered covered() {
    List<Range> all = new ArrayList<>(ranges.size());
    ranges.forEach((from, to) -> all.add(new Range(from, to)));
    return new Covered(prefix, all);
  }
}
