package dev.roadcase.wire.event;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.UpstreamEpoch;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What upstream's database has of one life of one box, in every class and over all modes. Within an
 * epoch it is cumulative: a later one says all that an earlier one said. What stands in the dead
 * letters counts as taken.
 *
 * @param epoch of the upstream that says so
 * @param classes a class that is absent has nothing
 * @param issued when upstream said so, epoch milliseconds
 */
public record UpstreamAck(
    KitId kit,
    Incarnation incarnation,
    UpstreamEpoch epoch,
    Map<DeltaClass, Stated> classes,
    long issued) {

  /** Keeps the classes in the order of their priority. */
  public UpstreamAck {
    Map<DeltaClass, Stated> ordered = new EnumMap<>(DeltaClass.class);
    ordered.putAll(classes);
    classes = Collections.unmodifiableMap(ordered);
  }

  /** Which sequences of one class upstream has; none when it has heard nothing. */
  public Covered of(DeltaClass deltaClass) {
    return classes.getOrDefault(deltaClass, Stated.NOTHING).covered();
  }

  /**
   * What upstream says of one class.
   *
   * @param dead of what is covered, what stands in the dead letters alone; ascending and apart.
   *     None for p2 and p3
   * @param sum of the events at all that is covered and not dead; empty for p2 and p3
   */
  public record Stated(Covered covered, List<Range> dead, MultisetHash sum) {
    /** Nothing yet. */
    public static final Stated NOTHING = new Stated(Covered.NOTHING, List.of(), MultisetHash.EMPTY);

    /** Refuses dead letters out of order. */
    public Stated {
      dead = List.copyOf(dead);
      Covered.ascendingAndApart(0, dead);
    }
  }

  /**
   * The sequences of one class that upstream has.
   *
   * @param prefix 1 to this, without a gap; 0 for none
   * @param ranges above the prefix, ascending, with a gap before each
   */
  public record Covered(long prefix, List<Range> ranges) {
    /** Nothing yet. */
    public static final Covered NOTHING = new Covered(0, List.of());

    /** Refuses ranges that overlap or touch one another or the prefix. */
    public Covered {
      ranges = List.copyOf(ranges);
      if (prefix < 0) {
        throw new IllegalArgumentException("a prefix is 0 or more, not " + prefix);
      }
      ascendingAndApart(prefix + 1, ranges);
    }

    /** The greatest sequence that is covered, 0 for none. */
    public long last() {
      return ranges.isEmpty() ? prefix : ranges.getLast().to();
    }

    /** Whether upstream has {@code seq}. */
    public boolean has(long seq) {
      return seq <= prefix || ranges.stream().anyMatch(r -> r.from() <= seq && seq <= r.to());
    }

    /** Refuses a range that does not begin above {@code floor}, or touches the one before it. */
    static void ascendingAndApart(long floor, List<Range> ranges) {
      long reached = floor;
      for (Range range : ranges) {
        if (range.from() <= reached) {
          throw new IllegalArgumentException(
              "ranges ascend and have a gap before each; "
                  + range.from()
                  + ".."
                  + range.to()
                  + " does not");
        }
        reached = range.to() + 1;
      }
    }
  }
}
