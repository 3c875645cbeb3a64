package dev.roadcase.app.line;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bodies that are still coming in at one door, bounded in octets. When there is no room for one
 * more, a body ends of the address that has the most: the largest of it, and of equals the one that
 * has been coming for the longest. When all have more than there is, the address that has the most
 * has more than its share; a till that sends one sale never loses it to others, however many begin
 * bodies, and however slowly its own arrives. Any thread.
 */
public final class Bodies {
  /** What a body without a length may bring before it is looked at again: a frame of HTTP/2. */
  static final int CHUNK = 16_384;

  /** One that is coming. */
  public final class Coming {
    private final String address;
    private final int most;
    private final Runnable end;
    // Both by the lock of all bodies.
    private int octets;
    private long came;

    private Coming(String address, int octets, int most, Runnable end) {
      this.address = address;
      this.octets = octets;
      this.most = most;
      this.end = end;
    }

    /** So many more octets are here. Of no meaning when it said how many it has. */
    public void came(int more) {
      grow(this, more);
    }

    /** It is here, or nobody waits for it. Any number of times. */
    public void over() {
      forget(this);
    }
  }

  /** What one address sends, in the order in which it began. */
  private static final class Sender {
    private final Set<Coming> coming = new LinkedHashSet<>();
    private long octets;
  }

  private final long most;
  private final long mostOfOne;
  private final Map<String, Sender> senders = new LinkedHashMap<>();
  private long taken;

  /**
   * None is coming.
   *
   * @param most octets in all, no less than one body may have
   * @param mostOfOne of them, from one address; likewise
   */
  public Bodies(long most, long mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /**
   * One more is coming, which says its length.
   *
   * @param octets that it will have, at most
   * @param end ends its request, from any thread; it may be run before this returns
   */
  public Coming begins(String address, int octets, Runnable end) {
    return begins(new Coming(address, octets, octets, end));
  }

  /**
   * One more is coming, and nobody knows how long it will be: counted as what {@link Coming#came}
   * and a piece more.
   *
   * @param atMost octets; it ends when it has more
   * @param end as of the other
   */
  public Coming beginsWithoutLength(String address, int atMost, Runnable end) {
    return begins(new Coming(address, Math.min(CHUNK, atMost), atMost, end));
  }

  /** Octets that may be in memory for those that are coming. */
  public synchronized long taken() {
    return taken;
  }

  private Coming begins(Coming fresh) {
    synchronized (this) {
      Sender sender = senders.computeIfAbsent(fresh.address, _ -> new Sender());
      sender.coming.add(fresh);
      sender.octets += fresh.octets;
      taken += fresh.octets;
    }
    makeRoom(fresh.address);
    return fresh;
  }

  private void grow(Coming one, int more) {
    synchronized (this) {
      Sender sender = senders.get(one.address);
      if (sender == null || !sender.coming.contains(one)) {
        return;
      }
      one.came += more;
      int octets = (int) Math.min(one.most, Math.max(one.octets, one.came + CHUNK));
      sender.octets += octets - one.octets;
      taken += octets - one.octets;
      one.octets = octets;
    }
    makeRoom(one.address);
  }

  private void makeRoom(String address) {
    while (true) {
      Coming one;
      synchronized (this) {
        one = inTheWay(address);
        if (one == null) {
          return;
        }
        forget(one);
      }
      one.end.run();
    }
  }

  private @Nullable Coming inTheWay(String address) {
    Sender its = senders.get(address);
    if (its != null && its.octets > mostOfOne) {
      return largest(its);
    }
    return taken > most
        ? senders.values().stream()
            .reduce((one, other) -> other.octets > one.octets ? other : one)
            .map(Bodies::largest)
            .orElse(null)
        : null;
  }

  /** The first of the largest: what a till sends is small. */
  private static Coming largest(Sender sender) {
    return sender.coming.stream()
        .reduce((one, other) -> other.octets > one.octets ? other : one)
        .orElseThrow();
  }

  private synchronized void forget(Coming one) {
    Sender sender = senders.get(one.address);
    if (sender != null && sender.coming.remove(one)) {
      sender.octets -= one.octets;
      taken -= one.octets;
      if (sender.coming.isEmpty()) {
        senders.remove(one.address);
      }
    }
  }
}
