package dev.roadcase.wire.event;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How far upstream's database has got with one life of one box, in every class and over all modes.
 * Cumulative: a later one says all that an earlier one said. What stands in the dead letters counts
 * as taken.
 *
 * @param classes a class that is absent has nothing
 * @param issued when upstream said so, epoch milliseconds
 */
public record UpstreamAck(
    KitId kit, Incarnation incarnation, Map<DeltaClass, Covered> classes, long issued) {

  /** Keeps the classes in the order of their priority. */
  public UpstreamAck {
    Map<DeltaClass, Covered> ordered = new EnumMap<>(DeltaClass.class);
    ordered.putAll(classes);
    classes = Collections.unmodifiableMap(ordered);
  }

  /** What upstream has of one class; nothing when it has heard nothing. */
  public Covered of(DeltaClass deltaClass) {
    return classes.getOrDefault(deltaClass, Covered.NOTHING);
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
