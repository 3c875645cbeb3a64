package dev.roadcase.core.queue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Range;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Where each sequence of one class is: waiting in a lane, on its way, or received by the broker and
 * not yet in upstream's database. Ranges throughout: memory follows the gaps, not the number that
 * waits.
 */
final class ClassQueue {
  /** How long the broker's word is taken for upstream's, before something is sent again. */
  static final Duration RESEND_AFTER = Duration.ofSeconds(20);

  /** The longest that {@link #RESEND_AFTER} grows to while upstream acknowledges nothing at all. */
  static final Duration RESEND_AT_MOST = Duration.ofMinutes(5);

  private static final long MARK_EVERY = Duration.ofMillis(250).toNanos();
  private static final long GATHER = Duration.ofSeconds(1).toNanos();

  /** P0 sequences from {@code sequence} on were added at {@code at} or after. */
  private record Mark(long sequence, long at) {}

  /** What the broker took within one second. */
  private static final class Settling {
    final Backlog members = new Backlog();
    long since;

    /** Something that the broker took later has been acknowledged already. */
    boolean passed;

    Settling(long since) {
      this.since = since;
    }
  }

  private final Map<Lane, Backlog> lanes = new EnumMap<>(Lane.class);
  private final Map<Lane, Long> waitingSince = new EnumMap<>(Lane.class);
  private final Lane bulk;
  private final Backlog urgents = new Backlog();
  private final Backlog sentBefore = new Backlog();
  private final Deque<Settling> settling = new ArrayDeque<>();
  private final Deque<Mark> marks = new ArrayDeque<>();
  private SequenceSet settled = SequenceSet.EMPTY;
  private SequenceSet shed = SequenceSet.EMPTY;
  private long highest;
  private long freshFrom = 1;
  private double averageBytes = 256;
  private long patience = RESEND_AFTER.toNanos();
  private long progressAt;
  private long resent;

  ClassQueue(DeltaClass deltaClass) {
    bulk = Lane.bulkOf(deltaClass);
    for (Lane lane : Lane.values()) {
      if (lane.deltaClass() == deltaClass) {
        lanes.put(lane, new Backlog());
      }
    }
  }

  void recover(Outbox.Progress from, long firstFresh, long now) {
    settled = from.settled();
    shed = from.shed();
    highest = from.highest();
    freshFrom = firstFresh;
    if (firstFresh <= highest) {
      marks.add(new Mark(firstFresh, now));
    }
    urgents.add(from.urgent().minus(settled).asRanges());
    putBack(List.of(new Range(1, Math.max(1, highest))), now);
  }

  /**
   * Sequences were given out. Those that are known already are passed over; a gap before them,
   * which can only be a notice that was lost, is filled.
   */
  void added(long from, long to, boolean urgent, int bytes, long now) {
    if (to <= highest) {
      return;
    }
    long first = Math.max(from, highest + 1);
    averageBytes += (bytes - averageBytes) / 8;
    if (urgent) {
      urgents.add(first, to);
    }
    if (bulk == Lane.BACKLOG && (marks.isEmpty() || now - marks.getLast().at() >= MARK_EVERY)) {
      marks.add(new Mark(highest + 1, now));
      if (marks.size() == 1) {
        freshFrom = highest + 1;
      }
    }
    Range news = new Range(highest + 1, to);
    highest = to;
    putBack(List.of(news), now);
  }

  /** Upstream holds these, or they were given up: they wait for nothing any more. */
  void settle(SequenceSet more, boolean progress, long now) {
    SequenceSet news = more.minus(settled);
    if (news.isEmpty()) {
      return;
    }
    settled = settled.union(more);
    highest = Math.max(highest, more.highest());
    List<Range> gone = news.asRanges();
    lanes.values().forEach(lane -> lane.remove(gone));
    urgents.remove(gone);
    sentBefore.remove(gone);
    if (progress) {
      progressAt = now;
      patience = RESEND_AFTER.toNanos();
    }
    boolean laterCame = false;
    Iterator<Settling> fromLast = settling.descendingIterator();
    while (fromLast.hasNext()) {
      Settling one = fromLast.next();
      one.passed |= laterCame;
      laterCame |= one.members.remove(gone) > 0 && progress;
      if (one.members.isEmpty()) {
        fromLast.remove();
      }
    }
  }

  /** They were given up: they wait for nothing any more, whatever upstream says. */
  void giveUp(SequenceSet more, long now) {
    shed = shed.union(more);
    settle(more, false, now);
  }

  /**
   * Upstream holds these and, beside what was given up, no others: what it held and has lost waits
   * again, as bulk.
   */
  void settleAnew(SequenceSet taken, long now) {
    SequenceSet lost = settled.minus(taken).minus(shed);
    settle(taken, true, now);
    if (!lost.isEmpty()) {
      settled = settled.minus(lost);
      putBack(lost.asRanges(), now);
    }
  }

  /** They were handed to the connection. Returns how many of them had been before. */
  void left(Lane lane, List<Range> covered, int bytes, long now) {
    long count = lane(lane).remove(covered);
    resent += sentBefore.count(covered);
    sentBefore.add(covered);
    waitingSince.put(lane, now);
    if (count > 0 && bytes > 0) {
      averageBytes += ((double) bytes / count - averageBytes) / 8;
    }
  }

  /** The broker has them. */
  void published(List<Range> covered, long now) {
    List<Range> open = SequenceSet.of(covered).minus(settled).asRanges();
    if (open.isEmpty()) {
      return;
    }
    if (settling.isEmpty()
        || settling.getLast().passed
        || now - settling.getLast().since >= GATHER) {
      settling.add(new Settling(now));
    }
    settling.getLast().members.add(open);
  }

  /** They wait again: nobody knows whether they arrived. */
  void putBack(List<Range> ranges, long now) {
    for (Range range : SequenceSet.of(ranges).minus(settled).asRanges()) {
      if (range.from() > highest) {
        break;
      }
      long to = Math.min(range.to(), highest);
      if (bulk == Lane.BACKLOG) {
        wait(Lane.BACKLOG, range.from(), Math.min(to, freshFrom - 1), now);
        wait(Lane.FRESH, Math.max(range.from(), freshFrom), to, now);
        for (Range urgent : urgents.within(range.from(), to)) {
          lane(Lane.BACKLOG).remove(urgent.from(), urgent.to());
          lane(Lane.FRESH).remove(urgent.from(), urgent.to());
          wait(Lane.URGENT, urgent.from(), urgent.to(), now);
        }
      } else {
        wait(bulk, range.from(), to, now);
      }
    }
  }

  /** A new connection, or a new upstream: what the broker had is given the whole time again. */
  void rearm(long now) {
    patience = RESEND_AFTER.toNanos();
    progressAt = now;
    if (!settling.isEmpty()) {
      Settling all = new Settling(now);
      settling.forEach(one -> all.members.add(one.members.all()));
      settling.clear();
      settling.add(all);
    }
  }

  /** Lets fresh facts grow old. */
  void age(long now) {
    while (!marks.isEmpty() && now - marks.getFirst().at() >= Outbox.FRESH.toNanos()) {
      marks.removeFirst();
      freshFrom = marks.isEmpty() ? highest + 1 : marks.getFirst().sequence();
    }
    if (bulk == Lane.BACKLOG) {
      Backlog fresh = lane(Lane.FRESH);
      while (!fresh.isEmpty() && fresh.first() < freshFrom) {
        for (Range old : fresh.within(fresh.first(), freshFrom - 1)) {
          fresh.remove(old.from(), old.to());
          wait(Lane.BACKLOG, old.from(), old.to(), now);
        }
      }
    }
  }

  /**
   * What upstream never acknowledged waits again, when it is overdue. Overdue is what upstream has
   * passed by, or what it never came to while it acknowledged nothing at all. While it works its
   * way through a queue, what lies further back is only late.
   *
   * @param away whether upstream is known to be away: then its silence says nothing, and what the
   *     broker has waits there
   */
  void resendOverdue(boolean away, long now) {
    long patience = patience(away);
    boolean silence = now - progressAt >= patience;
    boolean givenUpOnSilence = false;
    List<Range> overdue = new ArrayList<>();
    Iterator<Settling> all = settling.iterator();
    while (all.hasNext()) {
      Settling one = all.next();
      if (now - one.since < patience) {
        continue;
      }
      if (one.passed || silence) {
        givenUpOnSilence |= !one.passed;
        overdue.addAll(one.members.all());
        all.remove();
      } else {
        one.since = now;
      }
    }
    if (givenUpOnSilence) {
      this.patience = Math.min(2 * patience, RESEND_AT_MOST.toNanos());
      progressAt = now;
    }
    if (!overdue.isEmpty()) {
      putBack(overdue, now);
    }
  }

  /**
   * In how many nanoseconds {@link #resendOverdue} has something to send again; a large number when
   * never.
   */
  long nanosToResend(boolean away, long now) {
    long patience = patience(away);
    long least = Long.MAX_VALUE;
    for (Settling one : settling) {
      least = Math.min(least, Math.max(0, one.since + patience - now));
    }
    return least;
  }

  private long patience(boolean away) {
    return away ? RESEND_AT_MOST.toNanos() : patience;
  }

  Backlog lane(Lane lane) {
    Backlog backlog = lanes.get(lane);
    if (backlog == null) {
      throw new IllegalArgumentException(lane + " is no lane of " + bulk.deltaClass());
    }
    return backlog;
  }

  long waitingSince(Lane lane) {
    return waitingSince.getOrDefault(lane, 0L);
  }

  /** What one sequence has lately cost on the wire, in bytes. */
  double averageBytes() {
    return averageBytes;
  }

  long settlingCount() {
    long count = 0;
    for (Settling one : settling) {
      count += one.members.size();
    }
    return count;
  }

  /** How many were sent that had been sent before, since the start. */
  long resent() {
    return resent;
  }

  long highest() {
    return highest;
  }

  private void wait(Lane lane, long from, long to, long now) {
    Backlog backlog = lane(lane);
    if (backlog.isEmpty()) {
      waitingSince.put(lane, now);
    }
    backlog.add(from, to);
  }
}
