package dev.roadcase.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The set against a naive one: a tree of numbers. */
class SequenceSetTest {
  private static final int TOP = 60;

  @Property
  void holdsWhatWasPutInAndNothingElse(@ForAll Set<@IntRange(min = 1, max = TOP) Integer> members) {
    SequenceSet set = of(members);
    for (int i = 0; i <= TOP + 1; i++) {
      assertEquals(members.contains(i), set.contains(i), "at " + i);
    }
    assertEquals(members.size(), set.size());
    assertEquals(members.stream().mapToInt(i -> i).max().orElse(0), set.highest());
  }

  @Property
  void hasOneFormForOneSet(@ForAll List<@IntRange(min = 1, max = TOP) Integer> members) {
    SequenceSet onebyOne = SequenceSet.EMPTY;
    for (int member : members) {
      onebyOne = onebyOne.plus(member);
    }
    assertEquals(of(new TreeSet<>(members)), onebyOne);
    long last = onebyOne.prefix();
    for (Range range : onebyOne.ranges()) {
      assertTrue(range.from() > last + 1, "ranges are ascending and apart: " + onebyOne);
      last = range.to();
    }
  }

  @Property
  void joinsAndTakesAwayLikeAnySet(
      @ForAll Set<@IntRange(min = 1, max = TOP) Integer> one,
      @ForAll Set<@IntRange(min = 1, max = TOP) Integer> other) {
    Set<Integer> both = new TreeSet<>(one);
    both.addAll(other);
    Set<Integer> left = new TreeSet<>(one);
    left.removeAll(other);
    assertEquals(of(both), of(one).union(of(other)));
    assertEquals(of(left), of(one).minus(of(other)));
  }

  @Property
  void findsTheFirstGap(
      @ForAll Set<@IntRange(min = 1, max = TOP) Integer> members,
      @ForAll @IntRange(min = 0, max = TOP + 2) int at) {
    int expected = Math.max(1, at);
    while (members.contains(expected)) {
      expected++;
    }
    assertEquals(expected, of(members).firstMissingFrom(at));
  }

  @Example
  void aSetThatIsPutInAsOverlappingRangesIsPutRight() {
    SequenceSet set =
        new SequenceSet(3, List.of(new Range(9, 12), new Range(4, 5), new Range(10, 20)));
    assertEquals(5, set.prefix());
    assertEquals(List.of(new Range(9, 20)), set.ranges());
    assertEquals(List.of(new Range(1, 5), new Range(9, 20)), set.asRanges());
  }

  @Example
  void theLargestNumbersDoNotOverflow() {
    SequenceSet all = new SequenceSet(Long.MAX_VALUE - 1, List.of());
    assertTrue(all.contains(Long.MAX_VALUE - 1));
    assertEquals(SequenceSet.EMPTY, SequenceSet.of(1, 1_000_000).minus(all));
    assertThrows(IllegalArgumentException.class, () -> new SequenceSet(-1, List.of()));
  }

  static SequenceSet of(Set<Integer> members) {
    List<Range> ranges = new ArrayList<>();
    members.forEach(member -> ranges.add(new Range(member, member)));
    return SequenceSet.of(ranges);
  }
}
