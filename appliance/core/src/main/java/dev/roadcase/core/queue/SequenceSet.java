package dev.roadcase.core.queue;

import dev.roadcase.core.fact.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of sequences in the form in which upstream acknowledges: everything up to a prefix, and
 * ranges above it. Each set has one form, so equal sets are equal records; the size in memory
 * follows the gaps, not the members.
 *
 * @param prefix 1 … prefix are members; 0 when 1 is none
 * @param ranges above the prefix, ascending, with at least one sequence missing between two of them
 *     and between the prefix and the first. Handed in in any order, touching or overlapping, they
 *     are put right here.
 */
public record SequenceSet(long prefix, List<Range> ranges) {
  public static final SequenceSet EMPTY = new SequenceSet(0, List.of());

  public SequenceSet {
    if (prefix < 0) {
      throw new IllegalArgumentException("a prefix is 0 or more, not " + prefix);
    }
    List<Range> apart = new ArrayList<>();
    long from = 1;
    long to = prefix;
    for (Range range : ascending(ranges)) {
      if (range.from() - 1 <= to) {
        to = Math.max(to, range.to());
      } else {
        if (from == 1) {
          prefix = to;
        } else {
          apart.add(new Range(from, to));
        }
        from = range.from();
        to = range.to();
      }
    }
    if (from == 1) {
      prefix = to;
    } else {
      apart.add(new Range(from, to));
    }
    ranges = List.copyOf(apart);
  }

  public static SequenceSet of(long sequence) {
    return of(sequence, sequence);
  }

  /** All of {@code from … to}; empty when {@code to < from}. */
  public static SequenceSet of(long from, long to) {
    return to < from ? EMPTY : new SequenceSet(0, List.of(new Range(from, to)));
  }

  public static SequenceSet of(List<Range> ranges) {
    return new SequenceSet(0, ranges);
  }

  public boolean isEmpty() {
    return prefix == 0 && ranges.isEmpty();
  }

  public boolean contains(long sequence) {
    if (sequence < 1) {
      return false;
    }
    int at = lastStartingUpTo(sequence);
    return sequence <= prefix || (at >= 0 && sequence <= ranges.get(at).to());
  }

  /** The highest member, 0 when there is none. */
  public long highest() {
    return ranges.isEmpty() ? prefix : ranges.getLast().to();
  }

  public long size() {
    long size = prefix;
    for (Range range : ranges) {
      size += range.to() - range.from() + 1;
    }
    return size;
  }

  /** The lowest sequence, {@code at} or above, that is not a member. */
  public long firstMissingFrom(long at) {
    long candidate = Math.max(Math.max(at, 1), prefix + 1);
    int index = lastStartingUpTo(candidate);
    return index >= 0 && candidate <= ranges.get(index).to()
        ? ranges.get(index).to() + 1
        : candidate;
  }

  /** The members as ranges, the prefix as the first of them. */
  public List<Range> asRanges() {
    if (prefix == 0) {
      return ranges;
    }
    List<Range> all = new ArrayList<>(ranges.size() + 1);
    all.add(new Range(1, prefix));
    all.addAll(ranges);
    return all;
  }

  public SequenceSet union(SequenceSet other) {
    if (other.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    List<Range> both = new ArrayList<>(ranges);
    both.addAll(other.ranges);
    return new SequenceSet(Math.max(prefix, other.prefix), both);
  }

  public SequenceSet plus(long sequence) {
    return contains(sequence) ? this : union(of(sequence));
  }

  /** The members that {@code other} lacks. */
  public SequenceSet minus(SequenceSet other) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    List<Range> left = new ArrayList<>();
    for (Range range : asRanges()) {
      long from = other.firstMissingFrom(range.from());
      while (from <= range.to()) {
        long to = Math.min(range.to(), other.lastMissingFrom(from));
        left.add(new Range(from, to));
        from = other.firstMissingFrom(to + 1);
      }
    }
    return of(left);
  }

  /** The same set without all but its lowest {@code most} ranges above the prefix. */
  public SequenceSet lowest(int most) {
    return ranges.size() <= most ? this : new SequenceSet(prefix, ranges.subList(0, most));
  }

  /** The end of the gap in which {@code missing} lies. */
  private long lastMissingFrom(long missing) {
    int next = lastStartingUpTo(missing) + 1;
    return next < ranges.size() ? ranges.get(next).from() - 1 : Long.MAX_VALUE;
  }

  /** The index of the last range that starts at {@code sequence} or before, -1 when none does. */
  private int lastStartingUpTo(long sequence) {
    int low = 0;
    int high = ranges.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ranges.get(middle).from() <= sequence) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  private static List<Range> ascending(List<Range> ranges) {
    for (int i = 1; i < ranges.size(); i++) {
      if (ranges.get(i).from() < ranges.get(i - 1).from()) {
        return ranges.stream().sorted(Comparator.comparingLong(Range::from)).toList();
      }
    }
    return ranges;
  }
}
