package dev.roadcase.core.queue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Range;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides what leaves next, and when. Every sequence that it was told of is offered until
 * upstream's database holds it.
 *
 * <p><b>Order.</b> Urgent money, then fresh money, then bulk: the p0 backlog, p1, p2, p3, each
 * before the next. <b>Share.</b> Of every {@value #SHARE} bytes that overtake a waiting bulk lane
 * it is owed one, and gets it in morsels of {@value #MORSEL} bytes ahead of its turn, even when
 * money fills the window; so nothing waits for ever, and urgent and fresh money waits for none of
 * it here (on a link that money fills, behind two morsels at most). <b>Pace.</b> Bulk keeps within
 * a window of bytes that the broker has not confirmed; urgent and fresh may exceed it by up to
 * {@link #RESERVE}. Something larger than the room leaves only when nothing of its kind is on its
 * way. <b>Again.</b> What had no PUBACK when the connection ended waits again at once; what the
 * broker confirmed and upstream does not acknowledge, after 20 s of a connection.
 *
 * <p>What upstream has lost again – see {@link #replaced} – waits again as bulk. On each connection
 * bulk waits for the first ack, {@link #FIRST_ACK} at most: nothing is sent that upstream has had.
 *
 * <p>One thread owns it. All times are nanoseconds of one monotonic clock, handed in; memory
 * follows the gaps between what waits and the parcels on their way, not the number of facts.
 */
public final class Dispatcher {
  /** Bytes above the window that urgent and fresh money may use between them. */
  public static final int RESERVE = 8 * 1024;

  /** One byte in so many is owed to each bulk lane that is overtaken. */
  public static final int SHARE = 16;

  /** What an overtaken lane gets at a time, in bytes. */
  public static final int MORSEL = 2 * 1024;

  /** Silence after which a connection with something on its way is held for dead, at the least. */
  public static final Duration STALL = Duration.ofSeconds(5);

  /** How long one PUBACK may be missing while others come. */
  public static final Duration OVERDUE = Duration.ofSeconds(30);

  /** How long bulk waits on a new connection for the first ack, which says what is there. */
  public static final Duration FIRST_ACK = Duration.ofSeconds(2);

  private static final List<Lane> BULK =
      List.of(Lane.BACKLOG, Lane.STOCK, Lane.SIGNALS, Lane.TELEMETRY);

  private static final int RANGES_A_PARCEL = 16;
  private static final int SEQUENCES_A_PARCEL = 1024;

  /** The slowest link that an oversized parcel is given time for, in bytes a second. */
  private static final int SLOWEST = 4 * 1024;

  private record Flight(Lane lane, List<Range> covered, int bytes, long sentAt) {}

  /**
   * What waits in a lane.
   *
   * @param count how many sequences
   * @param oldest the lowest of them, 0 when there is none
   */
  public record LaneReading(long count, long oldest) {}

  /**
   * How things stand, for screens.
   *
   * @param window bytes that may be on their way
   * @param inFlight bytes that are
   * @param roundTripNanos smoothed, 0 when none was measured
   * @param unacknowledged sequences that the broker has and upstream has not acknowledged
   * @param resent sequences sent that had been sent before, since the start
   */
  public record Reading(
      boolean connected,
      int window,
      long inFlight,
      long roundTripNanos,
      Map<Lane, LaneReading> lanes,
      long unacknowledged,
      long resent) {
    public Reading {
      lanes = Collections.unmodifiableMap(new EnumMap<>(lanes));
    }
  }

  private final Map<DeltaClass, ClassQueue> queues = new EnumMap<>(DeltaClass.class);
  private final Map<Lane, Long> owed = new EnumMap<>(Lane.class);
  private final Map<Lane, Long> lastMorsel = new EnumMap<>(Lane.class);
  private final Map<Lane, Integer> oversized = new EnumMap<>(Lane.class);
  private final Map<Long, Flight> flights = new LinkedHashMap<>();
  private final Map<Lane, Long> bytesOf = new EnumMap<>(Lane.class);

  private Window window = new Window(0);
  private boolean connected;
  private boolean halted;
  private boolean upstreamAway;
  private long bulkFrom;
  private int parcelsAtOnce;
  private int largestParcel;
  private long total;
  private long heardAt;
  private long lastId;
  private @Nullable Parcel offered;

  public Dispatcher() {
    for (DeltaClass deltaClass : DeltaClass.values()) {
      queues.put(deltaClass, new ClassQueue(deltaClass));
    }
  }

  /**
   * Takes up one class where the journal left off. Only before the first {@link #added} of that
   * class.
   *
   * @param freshFrom {@link Outbox#freshFrom} for p0; 0 or anything for the others
   */
  public void recover(DeltaClass deltaClass, Outbox.Progress from, long freshFrom, long now) {
    queue(deltaClass).recover(from, deltaClass == DeltaClass.P0 ? Math.max(1, freshFrom) : 1, now);
  }

  /** One fact was committed. */
  public void added(DeltaClass deltaClass, long sequence, boolean urgent, int bytes, long now) {
    added(deltaClass, sequence, sequence, urgent, bytes, now);
  }

  /**
   * Several were committed in a row.
   *
   * @param bytes of one of them, about
   */
  public void added(
      DeltaClass deltaClass, long from, long to, boolean urgent, int bytes, long now) {
    queue(deltaClass)
        .added(from, to, urgent && deltaClass == DeltaClass.P0, Math.max(1, bytes), now);
  }

  /** These were given up, as the loss ledger says. */
  public void shed(DeltaClass deltaClass, long from, long to, long now) {
    queue(deltaClass).giveUp(SequenceSet.of(from, to), now);
  }

  /** Upstream's database holds these. The caller has made sure that they are not of the future. */
  public void acked(DeltaClass deltaClass, SequenceSet acked, long now) {
    heard(now);
    queue(deltaClass).settle(acked, true, now);
  }

  /**
   * Another database of upstream's holds these: what the one before had and this one has not waits
   * again.
   */
  public void replaced(DeltaClass deltaClass, SequenceSet acked, long now) {
    heard(now);
    queue(deltaClass).settleAnew(acked, now);
  }

  /** Upstream has answered on this connection, so bulk knows what need not be sent. */
  private void heard(long now) {
    heardAt = now;
    bulkFrom = now;
  }

  /**
   * Upstream, behind the broker, has come or gone. While it is away its silence says nothing; from
   * its return it is given its time anew.
   */
  public void upstream(boolean here, long now) {
    upstreamAway = !here;
    if (here) {
      queues.values().forEach(queue -> queue.rearm(now));
    }
  }

  /** Nothing leaves any more, for as long as this lives: the box is set back. */
  public void halt() {
    halted = true;
    offered = null;
  }

  /**
   * A connection stands.
   *
   * @param mostParcels PUBLISHes that the broker takes without a PUBACK (its receive maximum), 1 or
   *     more
   * @param mostBytes the largest parcel that the broker takes
   */
  public void connected(long now, int mostParcels, int mostBytes) {
    disconnected(now);
    connected = true;
    parcelsAtOnce = Math.max(1, mostParcels);
    largestParcel = Math.max(1, mostBytes);
    window = new Window(now);
    heardAt = now;
    bulkFrom = now + FIRST_ACK.toNanos();
    queues.values().forEach(queue -> queue.rearm(now));
  }

  /** The connection is gone: what was on its way waits again. */
  public void disconnected(long now) {
    connected = false;
    offered = null;
    for (Flight flight : flights.values()) {
      queue(flight.lane()).putBack(flight.covered(), now);
    }
    flights.clear();
    bytesOf.clear();
    oversized.clear();
    total = 0;
  }

  /**
   * What may leave now; empty when nothing waits or nothing may. It still counts as waiting until
   * {@link #leave}; an offer that is not taken is void with the next call.
   */
  public Optional<Parcel> next(long now) {
    offered = null;
    if (!connected || halted) {
      return Optional.empty();
    }
    for (ClassQueue queue : queues.values()) {
      queue.age(now);
      queue.resendOverdue(upstreamAway, now);
    }
    offered = prior(Lane.URGENT);
    if (offered == null) {
      offered = prior(Lane.FRESH);
    }
    if (offered == null) {
      offered = bulk(now);
    }
    return Optional.ofNullable(offered);
  }

  /**
   * Lets fresh money grow old, also while there is no connection. {@link #next} does it by itself.
   */
  public void age(long now) {
    queue(DeltaClass.P0).age(now);
  }

  /**
   * Asks leave to send what was read for an offer, right before it is sent.
   *
   * @param covered what was taken of the parcel's ranges, and what of them was found not to exist
   *     any more
   * @param bytes on the wire; 0 when nothing of it was left to send
   * @return whether it may leave. If not, it was larger than the room: drop it, and {@link #next}
   *     offers it again, with a limit that fits, once nothing of its kind is on its way.
   */
  public boolean leave(long parcel, List<Range> covered, int bytes, long now) {
    Parcel offer = offered;
    if (offer == null || offer.id() != parcel) {
      throw new IllegalStateException("parcel " + parcel + " is not on offer");
    }
    offered = null;
    Lane lane = offer.lane();
    ClassQueue queue = queue(lane);
    if (bytes == 0) {
      queue.left(lane, covered, 0, now);
      queue.published(covered, now);
      return true;
    }
    if (bytes > Math.max(room(lane), offer.maxBytes()) && !alone(lane)) {
      oversized.put(lane, bytes);
      return false;
    }
    oversized.remove(lane);
    queue.left(lane, covered, bytes, now);
    flights.put(parcel, new Flight(lane, List.copyOf(covered), bytes, now));
    book(lane, bytes);
    settleShares(parcel, lane, bytes);
    return true;
  }

  /**
   * What is owed is capped at two morsels: a lane that was overtaken for an hour gets its share
   * from now on, and not the hour's in one go.
   */
  private void settleShares(long parcel, Lane lane, int bytes) {
    if (isOwed(lane)) {
      owed.merge(lane, (long) -bytes * SHARE, Long::sum);
      lastMorsel.put(lane, parcel);
    }
    for (Lane overtaken : BULK) {
      if (overtaken.compareTo(lane) > 0) {
        boolean waits = !backlog(overtaken).isEmpty();
        long due = owed.getOrDefault(overtaken, 0L) + bytes;
        owed.put(overtaken, waits ? Math.min(due, 2L * MORSEL * SHARE) : 0L);
      }
    }
  }

  /**
   * The broker confirmed a parcel. One that is not known – of an earlier connection – is passed
   * over.
   */
  public void published(long parcel, long now) {
    Flight flight = flights.remove(parcel);
    if (flight == null) {
      return;
    }
    heardAt = now;
    book(flight.lane(), -flight.bytes());
    window.acknowledged(now - flight.sentAt(), now);
    queue(flight.lane()).published(flight.covered(), now);
  }

  /**
   * Whether the connection is to be held for dead: something is on its way, and neither a PUBACK
   * nor an ack came for {@link #STALL} or four round trips, whichever is longer; or other things
   * come, but one PUBACK is {@link #OVERDUE}. A black-holed link sends no reset. What was sent
   * beyond the window is given its time on a slow link besides.
   */
  public boolean stalled(long now) {
    return connected && !flights.isEmpty() && now - stallAt() >= 0;
  }

  /**
   * When {@link #next} or {@link #stalled} may have something new to say though nothing happens.
   */
  public OptionalLong wakeAt(long now) {
    if (!connected) {
      return OptionalLong.empty();
    }
    long least = halted ? Long.MAX_VALUE : nanosToSend(now);
    if (!flights.isEmpty()) {
      least = Math.min(least, Math.max(0, stallAt() - now));
    }
    return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(now + least);
  }

  private long nanosToSend(long now) {
    long least = Long.MAX_VALUE;
    for (ClassQueue queue : queues.values()) {
      least = Math.min(least, queue.nanosToResend(upstreamAway, now));
    }
    for (Lane lane : BULK) {
      if (!backlog(lane).isEmpty() && now - bulkFrom < 0) {
        least = Math.min(least, bulkFrom - now);
      } else if (!backlog(lane).isEmpty() && !ready(lane, now)) {
        long due = queue(lane).waitingSince(lane) + lane.linger().toNanos();
        least = Math.min(least, Math.max(0, due - now));
      }
    }
    return least;
  }

  /** Whether any money waits or is on its way: then a lost connection is worth knocking for. */
  public boolean moneyWaits() {
    return !backlog(Lane.URGENT).isEmpty()
        || !backlog(Lane.FRESH).isEmpty()
        || !backlog(Lane.BACKLOG).isEmpty();
  }

  public Reading reading() {
    Map<Lane, LaneReading> lanes = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new LaneReading(backlog(lane).size(), backlog(lane).first()));
    }
    long unacknowledged = 0;
    long resent = 0;
    for (ClassQueue queue : queues.values()) {
      unacknowledged += queue.settlingCount();
      resent += queue.resent();
    }
    return new Reading(
        connected, window.size(), total, window.roundTrip(), lanes, unacknowledged, resent);
  }

  /**
   * Urgent or fresh money, as much as the reserve allows. What gathers meanwhile leaves as one
   * batch.
   */
  private @Nullable Parcel prior(Lane lane) {
    if (backlog(lane).isEmpty()) {
      return null;
    }
    Integer large = oversized.get(lane);
    if (large != null) {
      return alone(lane) ? offer(lane, large) : null;
    }
    double average = queue(lane).averageBytes();
    double worthIt = lane == Lane.URGENT ? average : Math.max(average, window.size() / 4.0);
    if (slotsFull(lane) || room(lane) < Math.min(worthIt, backlog(lane).size() * average)) {
      window.wanted();
      return alone(lane) && !slotsFull(lane) ? offer(lane, room(lane)) : null;
    }
    return offer(lane, Math.min(room(lane), Math.max(MORSEL, window.size() / 2)));
  }

  private @Nullable Parcel bulk(long now) {
    if (now - bulkFrom < 0) {
      return null;
    }
    for (Lane lane : BULK) {
      Integer large = oversized.get(lane);
      if (large != null) {
        return alone(lane) && !backlog(lane).isEmpty() ? offer(lane, large) : null;
      }
    }
    Lane owedMost = owedLongest(now);
    if (owedMost != null) {
      boolean squeezes = bulkInFlight() < 2 * MORSEL;
      return slotsFull(owedMost) || (room(owedMost) < MORSEL && !squeezes)
          ? wantedMore()
          : offer(owedMost, MORSEL);
    }
    for (Lane lane : BULK) {
      if (ready(lane, now)) {
        return inTurn(lane);
      }
    }
    return null;
  }

  /** Of the lanes that are owed a morsel, the one that got its last one first. */
  private @Nullable Lane owedLongest(long now) {
    Lane longest = null;
    for (Lane lane : BULK) {
      if (isOwed(lane)
          && ready(lane, now)
          && (longest == null || lastMorsel(lane) < lastMorsel(longest))) {
        longest = lane;
      }
    }
    return longest;
  }

  private boolean isOwed(Lane lane) {
    return owed.getOrDefault(lane, 0L) >= (long) MORSEL * SHARE;
  }

  private long lastMorsel(Lane lane) {
    return lastMorsel.getOrDefault(lane, 0L);
  }

  private @Nullable Parcel inTurn(Lane lane) {
    double average = queue(lane).averageBytes();
    int size = (int) Math.max(target(lane), average * 1.25);
    double need = Math.min(size, backlog(lane).size() * average);
    if (slotsFull(lane) || (room(lane) < need && total > 0)) {
      return wantedMore();
    }
    return offer(lane, total == 0 ? size : Math.min(size, room(lane)));
  }

  private @Nullable Parcel wantedMore() {
    window.wanted();
    return null;
  }

  private Parcel offer(Lane lane, int bytes) {
    int most = Math.clamp(Math.min(bytes, largestParcel), 1, Math.max(bytes, lane.batchBytes()));
    long count = (long) Math.ceil(2 * most / queue(lane).averageBytes());
    List<Range> ranges =
        backlog(lane).lowest(RANGES_A_PARCEL, Math.clamp(count, 1, SEQUENCES_A_PARCEL));
    lastId++;
    return new Parcel(lastId, lane, ranges, most);
  }

  /** A quarter of the window: parcels of that size keep it filled without standing in line long. */
  private int target(Lane lane) {
    return Math.min(Math.max(1024, window.size() / 4), lane.batchBytes());
  }

  /** Whether a lane has something that need not wait for company any more. */
  private boolean ready(Lane lane, long now) {
    ClassQueue queue = queue(lane);
    Backlog waiting = queue.lane(lane);
    return !waiting.isEmpty()
        && (now - queue.waitingSince(lane) >= lane.linger().toNanos()
            || waiting.size() * queue.averageBytes() >= target(lane));
  }

  /** Bytes that may leave in this lane now; may be negative. Prior lanes never wait for bulk. */
  private int room(Lane lane) {
    long urgent = bytesOf(Lane.URGENT);
    long fresh = bytesOf(Lane.FRESH);
    long room =
        switch (lane) {
          case URGENT -> Math.max(window.size() + RESERVE - total, RESERVE / 2 - urgent);
          case FRESH -> Math.max(window.size() + RESERVE / 2 - total, RESERVE / 2 - urgent - fresh);
          case BACKLOG, STOCK, SIGNALS, TELEMETRY -> window.size() - total;
        };
    return (int) room;
  }

  /** The last two places that the broker grants are for those who must not wait. */
  private boolean slotsFull(Lane lane) {
    int keptFree =
        switch (lane) {
          case URGENT -> 0;
          case FRESH -> 1;
          case BACKLOG, STOCK, SIGNALS, TELEMETRY -> 2;
        };
    return flights.size() >= Math.max(1, parcelsAtOnce - keptFree);
  }

  /** Whether nothing of the same kind is on its way. */
  private boolean alone(Lane lane) {
    return switch (lane) {
      case URGENT -> bytesOf(Lane.URGENT) == 0;
      case FRESH -> total == bulkInFlight();
      case BACKLOG, STOCK, SIGNALS, TELEMETRY -> bulkInFlight() == 0;
    };
  }

  private long bulkInFlight() {
    return total - bytesOf(Lane.URGENT) - bytesOf(Lane.FRESH);
  }

  private long stallAt() {
    long oldest = flights.values().iterator().next().sentAt();
    long quiet = Math.max(0, heardAt - oldest) + Math.max(STALL.toNanos(), 4 * window.roundTrip());
    long beyond = Math.max(0, total - window.size() - RESERVE);
    return oldest
        + Math.min(quiet, Math.max(OVERDUE.toNanos(), 4 * window.roundTrip()))
        + beyond * (Duration.ofSeconds(1).toNanos() / SLOWEST);
  }

  private void book(Lane lane, int bytes) {
    total += bytes;
    bytesOf.merge(lane, (long) bytes, Long::sum);
  }

  private long bytesOf(Lane lane) {
    return bytesOf.getOrDefault(lane, 0L);
  }

  private Backlog backlog(Lane lane) {
    return queue(lane).lane(lane);
  }

  private ClassQueue queue(Lane lane) {
    return queue(lane.deltaClass());
  }

  private ClassQueue queue(DeltaClass deltaClass) {
    ClassQueue queue = queues.get(deltaClass);
    if (queue == null) {
      throw new IllegalStateException("every class has its queue");
    }
    return queue;
  }
}
