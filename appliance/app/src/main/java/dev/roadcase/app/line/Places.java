package dev.roadcase.app.line;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The places at one door. Beyond its share an address gets none. When all are taken, one that wants
 * nothing makes room, in the order of {@link Eviction}; a device that has shown its token never
 * does. So a crowd of connections that say nothing shuts nobody out: not the next visitor, and not
 * the till that comes back. Any thread.
 */
public final class Places {
  /** Which of the connections that want nothing makes room. */
  enum Eviction {
    /** The one that has wanted nothing for the longest. */
    OLDEST,

    /**
     * One of the address that has the most; of its connections, and of addresses with equally many,
     * the one that has wanted nothing for the longest.
     */
    LARGEST_CROWD
  }

  /**
   * The box answers within milliseconds. Who is still being answered after so long reads slowly, or
   * listens to a stream and will come back by itself.
   */
  private static final long SLOW = Duration.ofSeconds(5).toNanos();

  /**
   * Requests by HTTP/2 that are under way at one door, of all who have not shown a token: one may
   * weigh 25 KiB until its answer is taken, and a connection has a hundred.
   */
  private static final int STREAMS_MAX = 1_000;

  /** Of them, for one address: two browsers' worth, if so many have room. */
  private static final int STREAMS_OF_ONE = 200;

  /** A connection that holds less is in nobody's way. */
  private static final long HEAVY = 32L << 10;

  private final int most;
  private final int mostOfOne;
  private final LongSupplier nanos;
  private final Eviction eviction;
  private final Octets octets;
  private final Octets waiting;
  private final Octets streams;
  private final Set<Place> taken = new HashSet<>();
  private final Map<String, Integer> byAddress = new HashMap<>();
  private volatile int in;

  /**
   * An empty house.
   *
   * @param most places in all
   * @param mostOfOne places for one address
   * @param nanos a clock that only goes forward
   */
  public Places(int most, int mostOfOne, LongSupplier nanos) {
    this(most, mostOfOne, nanos, Eviction.OLDEST);
  }

  Places(int most, int mostOfOne, LongSupplier nanos, Eviction eviction) {
    this(most, mostOfOne, nanos, eviction, unbounded(), unbounded());
  }

  /**
   * An empty house.
   *
   * @param octets what may be in memory for those who are in, at this door and at others
   * @param waiting of requests by HTTP/2 that wait until others of their address are done
   */
  public Places(int most, int mostOfOne, LongSupplier nanos, Octets octets, Octets waiting) {
    this(most, mostOfOne, nanos, Eviction.OLDEST, octets, waiting);
  }

  private Places(
      int most,
      int mostOfOne,
      LongSupplier nanos,
      Eviction eviction,
      Octets octets,
      Octets waiting) {
    this.most = most;
    this.mostOfOne = mostOfOne;
    this.nanos = nanos;
    this.eviction = eviction;
    this.octets = octets;
    this.waiting = waiting;
    this.streams = new Octets(STREAMS_MAX, streamsOfOne(octets));
  }

  /**
   * So many that a quarter of an address's share is left for answers: requests that waited for the
   * room of their answers, all of it taken by requests, would wait for ever.
   */
  private static long streamsOfOne(Octets octets) {
    return Math.clamp(octets.mostOfOne() / 4 * 3 / Place.STREAM_OCTETS, 1, STREAMS_OF_ONE);
  }

  private static Octets unbounded() {
    return new Octets(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2);
  }

  Octets waiting() {
    return waiting;
  }

  /** Counts requests by HTTP/2, each as one. */
  Octets streams() {
    return streams;
  }

  /**
   * A place for one connection more, or nothing when it has to go.
   *
   * @param close closes that connection, from any thread, soon
   */
  public Optional<Place> enter(String address, Runnable close) {
    Place sentAway = null;
    Place place;
    synchronized (this) {
      if (byAddress.getOrDefault(address, 0) >= mostOfOne) {
        return Optional.empty();
      }
      if (taken.size() >= most) {
        sentAway = leastWanted();
        if (sentAway == null) {
          return Optional.empty();
        }
        forget(sentAway);
      }
      place = new Place(this, address, close, now());
      taken.add(place);
      byAddress.merge(address, 1, Integer::sum);
      in = taken.size();
    }
    if (sentAway != null) {
      sentAway.close();
    }
    return Optional.of(place);
  }

  /**
   * Closes those that hold the most, and at least half as much as the first of them. A device that
   * has shown its token is never among them.
   *
   * @return how many
   */
  public int closeTheHeaviest() {
    List<Place> heavy = new ArrayList<>();
    synchronized (this) {
      long heaviest = taken.stream().filter(p -> !p.known()).mapToLong(Place::held).max().orElse(0);
      for (Place place : taken) {
        if (!place.known() && place.held() >= Math.max(HEAVY, heaviest / 2)) {
          heavy.add(place);
        }
      }
    }
    heavy.forEach(Place::close);
    return heavy.size();
  }

  /** Whether one of that address's connections is in. */
  synchronized boolean has(String address) {
    return byAddress.containsKey(address);
  }

  /** Connections that are in. */
  public int in() {
    return in;
  }

  synchronized void leave(Place place) {
    forget(place);
  }

  Octets octets() {
    return octets;
  }

  long now() {
    return nanos.getAsLong();
  }

  private void forget(Place place) {
    if (place.leaveOnce()) {
      taken.remove(place);
      byAddress.computeIfPresent(place.address(), (_, n) -> n <= 1 ? null : n - 1);
      in = taken.size();
    }
  }

  /** Two thousand looks, some ten microseconds, and only when the house is full. */
  private @Nullable Place leastWanted() {
    long now = now();
    Place idle = null;
    Place slow = null;
    for (Place place : taken) {
      if (place.known()) {
        continue;
      }
      if (!place.asking()) {
        idle = rather(idle, place, now);
      } else if (place.age(now) >= SLOW) {
        slow = rather(slow, place, now);
      }
    }
    return idle != null ? idle : slow;
  }

  private Place rather(@Nullable Place one, Place other, long now) {
    if (one == null) {
      return other;
    }
    int more =
        switch (eviction) {
          case OLDEST -> 0;
          case LARGEST_CROWD -> Integer.compare(crowd(other), crowd(one));
        };
    return more > 0 || (more == 0 && other.age(now) > one.age(now)) ? other : one;
  }

  private int crowd(Place place) {
    return byAddress.getOrDefault(place.address(), 0);
  }
}
