package dev.roadcase.console.upstream;

import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.event.UpstreamAck.Stated;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sequences of one class that are taken: a prefix without a gap, and stretches above it, each
 * with the sum of the events in it. What comes in any order and any number of times gives the same
 * set and the same sums.
 */
final class Coverage {
  /**
   * Stretches above the prefix, at most. A box in good order has as many as it has messages in
   * flight; one that skips every other sequence must not fill the memory. What would begin one more
   * is left out, not acknowledged, and so comes again when there is room.
   */
  static final int RANGES_MAX = 10_000;

  /**
   * Sequences up to {@code last}.
   *
   * @param sum of the events at them; those that have none, or stand in the dead letters alone, add
   *     nothing
   */
  record Stretch(long last, MultisetHash sum) {}

  private long prefix;
  private MultisetHash prefixSum = MultisetHash.EMPTY;
  // By first. Each begins at least two above the end of the one before it, and of the prefix.
  private final TreeMap<Long, Stretch> stretches = new TreeMap<>();
  private SequenceSet dead = SequenceSet.EMPTY;

  Coverage() {}

  /** Of a class without sums. */
  Coverage(Covered covered) {
    prefix = covered.prefix();
    covered.ranges().forEach(r -> stretches.put(r.from(), new Stretch(r.to(), MultisetHash.EMPTY)));
  }

  /** As it was written down: a stretch that begins at 1 is the prefix. */
  Coverage(Map<Long, Stretch> stretches, SequenceSet dead) {
    this.stretches.putAll(stretches);
    this.dead = dead;
    Stretch first = this.stretches.remove(1L);
    if (first != null) {
      prefix = first.last();
      prefixSum = first.sum();
    }
  }

  /**
   * Adds {@code first … last}, which have no sum.
   *
   * @return whether all of it is covered now; false only when there is no room for one more range
   */
  boolean add(long first, long last) {
    return add(first, last, MultisetHash.EMPTY);
  }

  /**
   * Adds an event that stands in the database. Told again, it changes nothing; where only a dead
   * letter stood, it takes its place.
   *
   * @return as {@link #add(long, long)}
   */
  boolean add(long seq, Hash digest) {
    if (!has(seq)) {
      return add(seq, seq, MultisetHash.of(digest));
    }
    if (dead.contains(seq)) {
      dead = dead.minus(SequenceSet.of(seq));
      revive(seq, MultisetHash.of(digest));
    }
    return true;
  }

  /**
   * Adds sequences at which there is a dead letter, or nothing that could be one. Where an event
   * stands already, it goes on to count.
   *
   * @return as {@link #add(long, long)}
   */
  boolean addDead(long first, long last) {
    SequenceSet news = SequenceSet.of(first, last).minus(set());
    if (dead.ranges().size() >= RANGES_MAX || !add(first, last, MultisetHash.EMPTY)) {
      return false;
    }
    dead = dead.union(news);
    return true;
  }

  private void revive(long seq, MultisetHash sum) {
    if (seq <= prefix) {
      prefixSum = prefixSum.plus(sum);
      return;
    }
    Map.Entry<Long, Stretch> at = stretches.floorEntry(seq);
    if (at != null) {
      stretches.put(at.getKey(), new Stretch(at.getValue().last(), at.getValue().sum().plus(sum)));
    }
  }

  private boolean add(long first, long last, MultisetHash added) {
    if (last <= prefix) {
      return true;
    }
    long from = Math.max(first, prefix + 1);
    long to = last;
    MultisetHash sum = added;
    Map.Entry<Long, Stretch> below = stretches.floorEntry(from);
    if (below != null && below.getValue().last() >= from - 1) {
      from = below.getKey();
      to = Math.max(to, below.getValue().last());
      sum = sum.plus(below.getValue().sum());
    }
    Map.Entry<Long, Stretch> above = stretches.higherEntry(from);
    while (above != null && above.getKey() <= to + 1) {
      to = Math.max(to, above.getValue().last());
      sum = sum.plus(above.getValue().sum());
      stretches.remove(above.getKey());
      above = stretches.higherEntry(from);
    }
    if (from == prefix + 1) {
      stretches.remove(from);
      prefix = to;
      prefixSum = prefixSum.plus(sum);
      return true;
    }
    if (!stretches.containsKey(from) && stretches.size() >= RANGES_MAX) {
      return false;
    }
    stretches.put(from, new Stretch(to, sum));
    return true;
  }

  boolean has(long seq) {
    Map.Entry<Long, Stretch> below = stretches.floorEntry(seq);
    return seq <= prefix || (below != null && seq <= below.getValue().last());
  }

  /** Whether an event stands there, and is in the sum. */
  boolean counts(long seq) {
    return has(seq) && !dead.contains(seq);
  }

  /** Sequences below the last one covered that are not. */
  long missing() {
    long missing = 0;
    long reached = prefix;
    for (Map.Entry<Long, Stretch> stretch : stretches.entrySet()) {
      missing += stretch.getKey() - reached - 1;
      reached = stretch.getValue().last();
    }
    return missing;
  }

  Covered covered() {
    List<Range> all = new ArrayList<>(stretches.size());
    stretches.forEach((from, stretch) -> all.add(new Range(from, stretch.last())));
    return new Covered(prefix, all);
  }

  /** What stands in the dead letters alone. */
  SequenceSet dead() {
    return dead;
  }

  /** All of it, the prefix as a stretch that begins at 1. */
  Map<Long, Stretch> stretches() {
    Map<Long, Stretch> all = new TreeMap<>(stretches);
    if (prefix > 0) {
      all.put(1L, new Stretch(prefix, prefixSum));
    }
    return all;
  }

  /**
   * What an acknowledgement says: the prefix and the lowest stretches, as many as it has room for,
   * and their sum. A stretch goes whole or not at all.
   *
   * @param mostRanges above the prefix
   * @param mostDead ranges of dead letters
   */
  Stated stated(int mostRanges, int mostDead) {
    long named = 0;
    MultisetHash sum = MultisetHash.EMPTY;
    List<Range> ranges = new ArrayList<>();
    List<Range> within = List.of();
    for (Map.Entry<Long, Stretch> stretch : stretches().entrySet()) {
      List<Range> more = deadUpTo(stretch.getValue().last());
      boolean above = stretch.getKey() > 1;
      if (more.size() > mostDead || (above && ranges.size() == mostRanges)) {
        break;
      }
      within = more;
      sum = sum.plus(stretch.getValue().sum());
      if (above) {
        ranges.add(new Range(stretch.getKey(), stretch.getValue().last()));
      } else {
        named = stretch.getValue().last();
      }
    }
    return new Stated(new Covered(named, ranges), within, sum);
  }

  private List<Range> deadUpTo(long last) {
    List<Range> within = new ArrayList<>();
    for (Range range : dead.asRanges()) {
      if (range.from() > last) {
        break;
      }
      // A stretch that is cut here would have another sum.
      within.add(range);
    }
    return within;
  }

  private SequenceSet set() {
    Covered covered = covered();
    return new SequenceSet(covered.prefix(), covered.ranges());
  }
}
