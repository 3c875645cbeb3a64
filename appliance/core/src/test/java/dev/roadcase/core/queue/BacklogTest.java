package dev.roadcase.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.roadcase.core.fact.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Ranges that come and go, against a tree of numbers. */
class BacklogTest {
  record Change(boolean add, int from, int length) {}

  @Property
  void behavesLikeASet(
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 2 * 50 * 10 - 1) Integer> changes,
      @ForAll @IntRange(min = 1, max = 60) int from,
      @ForAll @IntRange(min = 0, max = 60) int length) {
    Backlog backlog = new Backlog();
    TreeSet<Long> naive = new TreeSet<>();
    for (int code : changes) {
      Change change = new Change(code % 2 == 0, 1 + code / 2 % 50, code / 100);
      long end = change.from() + change.length();
      if (change.add()) {
        backlog.add(change.from(), end);
      } else {
        long before = naive.size();
        long removed = backlog.remove(change.from(), end);
        naive.subSet((long) change.from(), end + 1).clear();
        assertEquals(before - naive.size(), removed);
      }
      for (long s = change.from(); change.add() && s <= end; s++) {
        naive.add(s);
      }
      assertEquals(List.copyOf(naive), members(backlog.all()));
      assertEquals(naive.size(), backlog.size());
      assertEquals(naive.isEmpty() ? 0 : naive.first(), backlog.first());
    }
    long to = from + length;
    List<Long> within = List.copyOf(naive.subSet((long) from, to + 1));
    assertEquals(within, members(backlog.within(from, to)));
    assertEquals(within.size(), backlog.count(List.of(new Range(from, to))));
    assertEquals(
        naive.stream().limit(length).toList(), members(backlog.lowest(Integer.MAX_VALUE, length)));
    assertEquals(naive.contains((long) from), backlog.contains(from));
  }

  private static List<Long> members(List<Range> ranges) {
    List<Long> members = new ArrayList<>();
    for (Range range : ranges) {
      for (long s = range.from(); s <= range.to(); s++) {
        members.add(s);
      }
    }
    return members;
  }
}
