package dev.roadcase.app.line;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Octets that are in memory for somebody at one door: answers that were made for one request and
 * have not been taken yet, and bodies that are still coming. Who does not read, or sends slowly, a
 * thousand times over, is told to come back; the box's heap does not hear of it. Any thread.
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
    static final Room GRANTED = new Room(null, "", 0, null);

    private final @Nullable Octets of;
    private final String address;
    private final int octets;
    private final @Nullable Refusal refusal;
    private boolean given;

    private Room(@Nullable Octets of, String address, int octets, @Nullable Refusal refusal) {
      this.of = of;
      this.address = address;
      this.octets = octets;
      this.refusal = refusal;
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
  public synchronized Room take(String address, int wanted) {
    long its = byAddress.getOrDefault(address, 0L) + wanted;
    if (its > mostOfOne || taken + wanted > most) {
      return new Room(this, address, wanted, its > mostOfOne ? Refusal.SHARE : Refusal.FULL);
    }
    taken += wanted;
    byAddress.put(address, its);
    return new Room(this, address, wanted, null);
  }

  private synchronized void giveBack(Room room) {
    if (!room.given) {
      room.given = true;
      taken -= room.octets;
      byAddress.computeIfPresent(
          room.address, (_, its) -> its <= room.octets ? null : Long.valueOf(its - room.octets));
    }
  }

  /** Octets that are taken. */
  public synchronized long taken() {
    return taken;
  }
}
