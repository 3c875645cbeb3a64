package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.event.UpstreamAck.Stated;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CoveragePropertiesTest {

  @Property
  void coversWhatANaiveSetHolds(@ForAll("additions") List<Range> additions) {
    Coverage coverage = new Coverage();
    Set<Long> naive = new HashSet<>();
    for (Range range : additions) {
      assertTrue(coverage.add(range.from(), range.to()));
      for (long seq = range.from(); seq <= range.to(); seq++) {
        naive.add(seq);
      }
      agree(naive, coverage);
    }
  }

  @Property
  void neitherOrderNorRepetitionMatters(
      @ForAll("additions") List<Range> additions, @ForAll Random chance) {
    Coverage inOrder = new Coverage();
    additions.forEach(r -> inOrder.add(r.from(), r.to()));
    List<Range> shuffled = new java.util.ArrayList<>(additions);
    shuffled.addAll(additions);
    Collections.shuffle(shuffled, chance);
    Coverage anyhow = new Coverage();
    shuffled.forEach(r -> anyhow.add(r.from(), r.to()));

    assertEquals(inOrder.covered(), anyhow.covered());
  }

  @Property
  void whatIsWrittenDownIsReadBack(@ForAll("additions") List<Range> additions) {
    Coverage coverage = new Coverage();
    additions.forEach(r -> coverage.add(r.from(), r.to()));
    Covered covered = coverage.covered();

    Covered back =
        new Covered(covered.prefix(), CoverageTable.ranges(CoverageTable.text(covered.ranges())));

    assertEquals(covered, back);
    assertEquals(covered, new Coverage(back).covered());
  }

  /** Events and dead letters, in any order and any number of times. */
  @Property
  void theSumIsOfTheEventsAlone(
      @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 40) Integer> events,
      @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 40) Integer> letters,
      @ForAll Random chance) {
    List<Runnable> all = new ArrayList<>();
    Coverage coverage = new Coverage();
    events.forEach(seq -> all.add(() -> coverage.add((long) seq, digest(seq))));
    letters.forEach(seq -> all.add(() -> coverage.addDead(seq, seq)));
    Collections.shuffle(all, chance);
    all.forEach(Runnable::run);

    MultisetHash sum = MultisetHash.EMPTY;
    for (int seq : Set.copyOf(events)) {
      sum = sum.plus(MultisetHash.of(digest(seq)));
    }
    Set<Integer> dead = new HashSet<>(letters);
    dead.removeAll(events);
    Stated stated = coverage.stated(256, 128);
    assertEquals(sum, stated.sum());
    assertEquals(dead.size(), SequenceSet.of(stated.dead()).size());
    Coverage back =
        new Coverage(
            CoverageTable.stretches(CoverageTable.text(coverage.stretches())), coverage.dead());
    assertEquals(stated, back.stated(256, 128));
  }

  @Example
  void aStretchIsNamedWholeOrNotAtAll() {
    Coverage coverage = new Coverage();
    for (int seq : List.of(1, 2, 5, 6, 9)) {
      coverage.add((long) seq, digest(seq));
    }
    coverage.addDead(7, 7);

    Stated two = coverage.stated(1, 128);
    assertEquals(new Covered(2, List.of(new Range(5, 7))), two.covered());
    assertEquals(List.of(new Range(7, 7)), two.dead());
    Stated one = coverage.stated(256, 0);
    assertEquals(new Covered(2, List.of()), one.covered());
    assertEquals(MultisetHash.of(digest(1)).plus(MultisetHash.of(digest(2))), one.sum());
  }

  private static Hash digest(int seq) {
    return Hash.of(("event " + seq).getBytes(StandardCharsets.UTF_8));
  }

  @Example
  void oneRangeTooManyIsLeftOutAndTakenWhenThereIsRoom() {
    Coverage coverage = new Coverage();
    for (long i = 1; i <= Coverage.RANGES_MAX; i++) {
      assertTrue(coverage.add(3 * i, 3 * i));
    }

    assertFalse(coverage.add(1_000_000, 1_000_000));
    assertFalse(coverage.has(1_000_000));
    assertTrue(coverage.add(4, 4), "widens a range");
    assertTrue(coverage.add(1, 2), "joins the prefix");
    assertEquals(4, coverage.covered().prefix());
    assertTrue(coverage.add(1_000_000, 1_000_000));
  }

  @Provide
  Arbitrary<List<Range>> additions() {
    Arbitrary<Long> from = Arbitraries.longs().between(1, 60);
    Arbitrary<Long> length = Arbitraries.longs().between(0, 6);
    return Combinators.combine(from, length)
        .as((f, l) -> new Range(f, f + l))
        .list()
        .ofMaxSize(40)
        .withoutEdgeCases();
  }

  private static void agree(Set<Long> naive, Coverage coverage) {
    Covered covered = coverage.covered();
    long missing = 0;
    for (long seq = 1; seq <= 70; seq++) {
      assertEquals(naive.contains(seq), coverage.has(seq));
      assertEquals(naive.contains(seq), covered.has(seq));
      missing += naive.contains(seq) || seq > covered.last() ? 0 : 1;
    }
    assertEquals(missing, coverage.missing());
    assertFalse(coverage.has(covered.prefix() + 1));
  }
}
