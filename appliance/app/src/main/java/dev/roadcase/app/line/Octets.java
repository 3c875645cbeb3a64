package dev.roadcase.app.line;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Octets that are in memory for strangers: answers that were made for one request and have not been
 * taken yet, requests that are under way, what waits to be decoded. A client that does not read, a
 * thousand times over, is told to come back; the box's heap does not hear of it. One account serves
 * both doors and both protocols: the sum is what the heap has room for (docs/decisions/0177). Any
 * thread.
 */
public final class Octets {
  /** Whether there was room. */
  public enum Refusal {
    /** This address has all that one may have. */
    SHARE,
    /** All have all. */
    FULL
  }

  /** Room for a piece, or why there is none. */
  public static final class Room {
    static final Room GRANTED = new Room(null, "", 0, null, new AtomicLong(), null);

    private final @Nullable Octets of;
    private final String address;
    private final int octets;
    private final @Nullable Refusal refusal;
    private final AtomicLong tally;
    private final @Nullable Room also;
    private boolean given;

    private Room(
        @Nullable Octets of,
        String address,
        int octets,
        @Nullable Refusal refusal,
        AtomicLong tally,
        @Nullable Room also) {
      this.of = of;
      this.address = address;
      this.octets = octets;
      this.refusal = refusal;
      this.tally = tally;
      this.also = also;
    }

    /** This room and another, given back as one. */
    Room with(Room other) {
      return new Room(of, address, octets, refusal, tally, other);
    }

    /** Why there is none; null when there is. */
    public @Nullable Refusal refusal() {
      return refusal;
    }

    /** The piece is gone. Any number of times, of which the first counts. */
    public void giveBack() {
      if (of != null && refusal == null) {
        of.giveBack(this);
      }
      if (also != null) {
        also.giveBack();
      }
    }
  }

  /** Somebody who waits until its address has room again. */
  public final class Turn {
    private final String address;
    private final int wanted;
    private final AtomicLong tally;
    private final Consumer<Room> comes;
    private boolean over;

    private Turn(String address, int wanted, AtomicLong tally, Consumer<Room> comes) {
      this.address = address;
      this.wanted = wanted;
      this.tally = tally;
      this.comes = comes;
    }

    /** Whether it still waits. */
    public boolean waits() {
      synchronized (Octets.this) {
        return !over;
      }
    }

    /**
     * Waits no more, and is told nothing.
     *
     * @return whether it waited; otherwise it has been told, or is about to be
     */
    public boolean leave() {
      synchronized (Octets.this) {
        if (over) {
          return false;
        }
        over = true;
        waiting.computeIfPresent(
            address,
            (_, its) -> {
              its.remove(this);
              return its.isEmpty() ? null : its;
            });
        return true;
      }
    }

    /** Has waited for too long: is told that its address has no room. */
    public void giveUp() {
      if (leave()) {
        comes.accept(refused(address, wanted, Refusal.SHARE, tally));
      }
    }
  }

  private final long most;
  private final long mostOfOne;
  private final Map<String, Long> byAddress = new HashMap<>();
  private final Map<String, Deque<Turn>> waiting = new HashMap<>();
  private long taken;

  /**
   * Nothing is taken.
   *
   * @param most octets in all
   * @param mostOfOne of them, for one address
   */
  public Octets(long most, long mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /** Room for so many more, for that address. */
  public Room take(String address, int wanted) {
    return take(address, wanted, new AtomicLong());
  }

  /**
   * As {@link #take(String, int)}.
   *
   * @param tally has them added, and subtracted when they are given back: what one connection holds
   */
  synchronized Room take(String address, int wanted, AtomicLong tally) {
    long its = byAddress.getOrDefault(address, 0L) + wanted;
    return its > mostOfOne
        ? refused(address, wanted, Refusal.SHARE, tally)
        : takeInAll(address, wanted, tally);
  }

  /** As {@link #take(String, int, AtomicLong)}, where the address's share is bounded elsewhere. */
  synchronized Room takeInAll(String address, int wanted, AtomicLong tally) {
    if (taken + wanted > most) {
      return refused(address, wanted, Refusal.FULL, tally);
    }
    taken += wanted;
    tally.addAndGet(wanted);
    byAddress.merge(address, (long) wanted, Long::sum);
    return new Room(this, address, wanted, null, tally, null);
  }

  private Room refused(String address, int wanted, Refusal why, AtomicLong tally) {
    return new Room(this, address, wanted, why, tally, null);
  }

  /**
   * Room for so many more when what that address has under way leaves some, in turn. Where all is
   * taken, or more is wanted than one may have, there is none, and that is told at once.
   *
   * @param comes is told once, at once or on whatever thread gives back, and only goes elsewhere
   *     from there
   */
  public Turn inTurn(String address, int wanted, AtomicLong tally, Consumer<Room> comes) {
    Turn turn = new Turn(address, wanted, tally, comes);
    Room now;
    synchronized (this) {
      now = take(address, wanted, tally);
      if (now.refusal() == Refusal.SHARE && wanted <= mostOfOne) {
        waiting.computeIfAbsent(address, _ -> new ArrayDeque<>()).addLast(turn);
        return turn;
      }
      turn.over = true;
    }
    comes.accept(now);
    return turn;
  }

  private void giveBack(Room room) {
    List<Runnable> told;
    synchronized (this) {
      if (room.given) {
        return;
      }
      room.given = true;
      taken -= room.octets;
      room.tally.addAndGet(-room.octets);
      byAddress.computeIfPresent(
          room.address, (_, its) -> its <= room.octets ? null : Long.valueOf(its - room.octets));
      told = next(room.address);
    }
    told.forEach(Runnable::run);
  }

  /** Those of an address whose turn has come; once nothing of its own is left, all of them. */
  private List<Runnable> next(String address) {
    Deque<Turn> its = waiting.get(address);
    if (its == null) {
      return List.of();
    }
    List<Runnable> told = new ArrayList<>();
    while (!its.isEmpty()) {
      Turn first = its.getFirst();
      Room room = take(address, first.wanted, first.tally);
      if (room.refusal() != null && byAddress.containsKey(address)) {
        return told;
      }
      its.removeFirst();
      first.over = true;
      told.add(() -> first.comes.accept(room));
    }
    waiting.remove(address);
    return told;
  }

  /** Octets that one address may have. */
  long mostOfOne() {
    return mostOfOne;
  }

  /** Octets that are taken. */
  public synchronized long taken() {
    return taken;
  }
}
