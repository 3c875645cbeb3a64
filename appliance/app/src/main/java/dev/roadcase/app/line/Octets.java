package dev.roadcase.app.line;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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

  private final long most;
  private final long mostOfOne;
  private final Map<String, Long> byAddress = new HashMap<>();
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
    if (its > mostOfOne || taken + wanted > most) {
      Refusal why = its > mostOfOne ? Refusal.SHARE : Refusal.FULL;
      return new Room(this, address, wanted, why, tally, null);
    }
    taken += wanted;
    tally.addAndGet(wanted);
    byAddress.put(address, its);
    return new Room(this, address, wanted, null, tally, null);
  }

  private synchronized void giveBack(Room room) {
    if (!room.given) {
      room.given = true;
      taken -= room.octets;
      room.tally.addAndGet(-room.octets);
      byAddress.computeIfPresent(
          room.address, (_, its) -> its <= room.octets ? null : Long.valueOf(its - room.octets));
    }
  }

  /** Octets that are taken. */
  public synchronized long taken() {
    return taken;
  }
}
