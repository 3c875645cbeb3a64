package dev.roadcase.core.queue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A box, a slow and breaking link, a forgetful broker and a database, on a virtual clock. It keeps
 * its own books in bit sets and lists: nothing that judges here is made of what is judged.
 *
 * <p>The link is a queue in front of a line of fixed rate, and a delay: no loss of single packets,
 * since TCP hides that; instead it goes black, for a while, without a word, and whatever is in it
 * then is gone.
 */
final class World {
  /** What goes wrong, and how often. All chances are per event of their kind. */
  record Trouble(
      double blackoutsPerMinute,
      double resetsPerMinute,
      double restartsPerMinute,
      double brokerForgets,
      double ackLost) {
    static final Trouble NONE = new Trouble(0, 0, 0, 0, 0);
  }

  /**
   * The line.
   *
   * @param bytesPerSecond of the line towards upstream
   * @param oneWay delay each way
   * @param parcels the broker's receive maximum
   */
  record Line(double bytesPerSecond, Duration oneWay, int parcels) {
    /** 256 kbit/s and a round trip of 200 ms. */
    static final Line CELLULAR = new Line(32_000, Duration.ofMillis(100), 256);
  }

  /**
   * What a PUBLISH costs beside its payload: headers of MQTT, TLS, TCP and IP, topic, properties.
   */
  static final int OVERHEAD = 150;

  static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private record Event(long at, long order, Runnable what) {}

  private static final class Journal {
    long highest;
    final BitSet urgent = new BitSet();
    final List<Long> addedAt = new ArrayList<>(List.of(0L));
    final BitSet database = new BitSet();
    final Map<Long, Long> arrivedAt = new HashMap<>();
    SequenceSet believed = SequenceSet.EMPTY;
    SequenceSet persisted = SequenceSet.EMPTY;
    long bytesDelivered;
  }

  final Map<DeltaClass, Journal> journals = new EnumMap<>(DeltaClass.class);
  final List<Delivery> deliveries = new ArrayList<>();

  /** A sequence that reached the database for the first time, and what it cost. */
  record Delivery(long at, DeltaClass deltaClass, long sequence, int bytes) {}

  private final Random random;
  private final Line line;
  private final Trouble trouble;
  private final Supplier<Sender> maker;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>((a, b) ->
          a.at() != b.at() ? Long.compare(a.at(), b.at()) : Long.compare(a.order(), b.order()));

  private Sender sender;
  private long now;
  private long order;
  private long connection;
  private boolean up;
  private long lineFreeAt;
  private long blackUntil;
  private long databaseFrom;
  private long wakeAt = Long.MAX_VALUE;
  private boolean quiet;
  private final Map<Long, Integer> unconfirmed = new HashMap<>();
  private long inFlight;

  long steps;
  long mostInFlight;
  long connections;
  long restarts;
  long wireDuplicates;
  private final Map<DeltaClass, Set<Long>> onTheWireBefore = new EnumMap<>(DeltaClass.class);

  World(long seed, Line line, Trouble trouble, Supplier<Sender> maker) {
    this(seed, line, trouble, maker, Duration.ZERO);
  }

  World(long seed, Line line, Trouble trouble, Supplier<Sender> maker, Duration connectAfter) {
    random = new Random(seed);
    this.line = line;
    this.trouble = trouble;
    this.maker = maker;
    for (DeltaClass deltaClass : DeltaClass.values()) {
      journals.put(deltaClass, new Journal());
      onTheWireBefore.put(deltaClass, new HashSet<>());
    }
    sender = maker.get();
    after(connectAfter.toNanos(), this::connect);
    after(SECOND, this::persist);
    if (trouble.blackoutsPerMinute() > 0) {
      after(soon(trouble.blackoutsPerMinute()), this::blackout);
    }
    if (trouble.resetsPerMinute() > 0) {
      after(soon(trouble.resetsPerMinute()), this::reset);
    }
    if (trouble.restartsPerMinute() > 0) {
      after(soon(trouble.restartsPerMinute()), this::restart);
    }
    after(250 * MILLI, this::acknowledge);
  }

  long now() {
    return now;
  }

  Random random() {
    return random;
  }

  Sender sender() {
    return sender;
  }

  boolean isUp() {
    return up;
  }

  /** Runs until {@code until} nanoseconds of virtual time. */
  void run(long until) {
    while (!events.isEmpty() && events.peek().at() <= until) {
      Event event = events.remove();
      now = event.at();
      steps++;
      event.what().run();
      pump();
    }
    now = until;
  }

  /**
   * The broker is there, and upstream for so long not: it takes nothing in and says nothing.
   *
   * @param told whether the box knows
   */
  void upstreamIsAway(Duration away, boolean told) {
    databaseFrom = now + away.toNanos();
    if (told) {
      sender.upstream(false, now);
      after(away.toNanos(), () -> sender.upstream(true, now));
    }
  }

  /** No more trouble: from here on everything has to arrive. */
  void calm() {
    quiet = true;
    blackUntil = now;
  }

  /**
   * Runs until all is in the database and the box knows it, or until {@code patience} has passed.
   */
  boolean drained(Duration patience) {
    long until = now + patience.toNanos();
    while (now < until) {
      run(now + SECOND);
      if (journals.values().stream().allMatch(j -> j.believed.size() == j.highest)) {
        return true;
      }
    }
    return false;
  }

  void after(long nanos, Runnable what) {
    order++;
    events.add(new Event(now + nanos, order, what));
  }

  /** The box commits {@code count} facts or rows in a row. */
  void commit(DeltaClass deltaClass, int count, boolean urgent) {
    Journal journal = journals.get(deltaClass);
    long from = journal.highest + 1;
    journal.highest += count;
    int bytes = 0;
    for (long s = from; s <= journal.highest; s++) {
      journal.addedAt.add(now);
      if (urgent) {
        journal.urgent.set((int) s);
      }
      bytes += size(deltaClass, s);
    }
    sender.added(deltaClass, from, journal.highest, urgent, bytes / count, now);
  }

  /** Nanoseconds from commit to database of all delivered p0 that {@code urgent} picks. */
  List<Long> p0Latencies(boolean urgent) {
    Journal p0 = journals.get(DeltaClass.P0);
    List<Long> latencies = new ArrayList<>();
    p0.arrivedAt.forEach((s, at) -> {
      if (p0.urgent.get(s.intValue()) == urgent) {
        latencies.add(at - p0.addedAt.get(s.intValue()));
      }
    });
    latencies.sort(Long::compare);
    return latencies;
  }

  boolean urgent(long sequence) {
    return journals.get(DeltaClass.P0).urgent.get((int) sequence);
  }

  /** Nanoseconds from commit to database of one that has arrived. */
  long latency(DeltaClass deltaClass, long sequence) {
    Journal journal = journals.get(deltaClass);
    return journal.arrivedAt.get(sequence) - journal.addedAt.get((int) sequence);
  }

  List<Long> missing(DeltaClass deltaClass) {
    Journal journal = journals.get(deltaClass);
    List<Long> missing = new ArrayList<>();
    for (long s = 1; s <= journal.highest; s++) {
      if (!journal.database.get((int) s)) {
        missing.add(s);
      }
    }
    return missing;
  }

  long given(DeltaClass deltaClass) {
    return journals.get(deltaClass).highest;
  }

  /** A fact has the same size whenever it is read: a sale 500 … 900 bytes, a reading 150 … 250. */
  static int size(DeltaClass deltaClass, long sequence) {
    int spread = (int) (sequence * 0x9E3779B97F4A7C15L >>> 56);
    return switch (deltaClass) {
      case P0 -> 500 + spread * 400 / 256;
      case P1 -> sequence % 97 == 0 ? 20_000 : 300 + spread;
      case P2 -> 200 + spread;
      case P3 -> 150 + spread * 100 / 256;
    };
  }

  private void pump() {
    if (up && sender.stalled(now)) {
      drop();
      return;
    }
    while (up) {
      Optional<Parcel> offer = sender.next(now);
      if (offer.isEmpty()) {
        break;
      }
      send(offer.get());
    }
    OptionalLong next = sender.wakeAt(now);
    if (up && next.isPresent() && (next.getAsLong() < wakeAt || wakeAt <= now)) {
      long at = Math.max(now + 1, next.getAsLong());
      wakeAt = at;
      after(at - now, () -> {});
    }
  }

  /** Reads as the shell does: in order, while it fits, the first whatever its size. */
  private void send(Parcel parcel) {
    DeltaClass deltaClass = parcel.lane().deltaClass();
    List<Range> covered = new ArrayList<>();
    List<Long> sequences = new ArrayList<>();
    int bytes = OVERHEAD;
    reading:
    for (Range range : parcel.ranges()) {
      for (long s = range.from(); s <= range.to(); s++) {
        int size = size(deltaClass, s);
        if (!sequences.isEmpty() && bytes + size > parcel.maxBytes()) {
          break reading;
        }
        bytes += size;
        sequences.add(s);
        covered.add(new Range(s, s));
      }
    }
    if (!sender.leave(parcel.id(), SequenceSet.of(covered).asRanges(), bytes, now)) {
      return;
    }
    Set<Long> before = onTheWireBefore.get(deltaClass);
    for (long s : sequences) {
      wireDuplicates += before.add(s) ? 0 : 1;
    }
    unconfirmed.put(parcel.id(), bytes);
    inFlight += bytes;
    mostInFlight = Math.max(mostInFlight, inFlight);
    lineFreeAt = Math.max(now, lineFreeAt) + (long) (bytes / line.bytesPerSecond() * SECOND);
    long mine = connection;
    int size = bytes;
    after(lineFreeAt + line.oneWay().toNanos() - now, () -> arrive(mine, parcel, sequences, size));
  }

  private void arrive(long mine, Parcel parcel, List<Long> sequences, int bytes) {
    boolean broken = mine != connection || !up;
    if (now < blackUntil || (broken && random.nextBoolean())) {
      return;
    }
    if (!broken) {
      after(line.oneWay().toNanos(), () -> confirm(mine, parcel.id()));
    }
    if (!quiet && random.nextDouble() < trouble.brokerForgets()) {
      return;
    }
    long work = (5 + random.nextInt(45)) * MILLI;
    after(
        Math.max(work, databaseFrom - now),
        () -> ingest(parcel.lane().deltaClass(), sequences, bytes));
  }

  private void confirm(long mine, long parcel) {
    if (mine == connection && up && now >= blackUntil) {
      Integer bytes = unconfirmed.remove(parcel);
      inFlight -= bytes == null ? 0 : bytes;
      sender.published(parcel, now);
    }
  }

  private void ingest(DeltaClass deltaClass, List<Long> sequences, int bytes) {
    Journal journal = journals.get(deltaClass);
    for (long s : sequences) {
      if (!journal.database.get((int) s)) {
        journal.database.set((int) s);
        journal.arrivedAt.put(s, now);
        deliveries.add(new Delivery(now, deltaClass, s, bytes / sequences.size()));
      }
    }
    journal.bytesDelivered += bytes;
  }

  /** Upstream acknowledges what it holds four times a second, and to whoever subscribes. */
  private void acknowledge() {
    after(250 * MILLI, this::acknowledge);
    if (up && now >= databaseFrom && (quiet || random.nextDouble() >= trouble.ackLost())) {
      long mine = connection;
      Map<DeltaClass, SequenceSet> said = new EnumMap<>(DeltaClass.class);
      journals.forEach((deltaClass, journal) -> said.put(deltaClass, held(journal.database)));
      after(line.oneWay().toNanos(), () -> heard(mine, said));
    }
  }

  private void heard(long mine, Map<DeltaClass, SequenceSet> said) {
    if (mine == connection && up && now >= blackUntil) {
      said.forEach((deltaClass, set) -> {
        journals.get(deltaClass).believed = set;
        sender.acked(deltaClass, set, now);
      });
    }
  }

  private static SequenceSet held(BitSet database) {
    List<Range> ranges = new ArrayList<>();
    int from = database.nextSetBit(0);
    while (from >= 0 && ranges.size() < 256) {
      int to = database.nextClearBit(from);
      ranges.add(new Range(from, to - 1));
      from = database.nextSetBit(to);
    }
    return SequenceSet.of(ranges);
  }

  /** The box writes an ack down at most once a second. */
  private void persist() {
    after(SECOND, this::persist);
    journals.values().forEach(j -> j.persisted = j.persisted.union(j.believed));
  }

  private void connect() {
    if (up) {
      return;
    }
    if (now < blackUntil) {
      after(SECOND, this::connect);
      return;
    }
    up = true;
    connection++;
    connections++;
    lineFreeAt = now;
    forgetFlights();
    sender.connected(now, line.parcels());
  }

  private void drop() {
    up = false;
    forgetFlights();
    sender.disconnected(now);
    after(random.nextInt(2000) * MILLI, this::connect);
  }

  private void forgetFlights() {
    unconfirmed.clear();
    inFlight = 0;
  }

  private void blackout() {
    if (!quiet) {
      blackUntil = now + random.nextInt(20_000) * MILLI;
      after(soon(trouble.blackoutsPerMinute()), this::blackout);
    }
  }

  private void reset() {
    if (!quiet) {
      if (up) {
        drop();
      }
      after(soon(trouble.resetsPerMinute()), this::reset);
    }
  }

  /** kill -9: all that is left is what was written down. */
  private void restart() {
    if (quiet) {
      return;
    }
    restarts++;
    boolean wasUp = up;
    up = false;
    forgetFlights();
    sender = maker.get();
    journals.forEach((deltaClass, journal) -> {
      journal.believed = journal.persisted;
      List<Range> urgent = new ArrayList<>();
      journal.urgent.stream().forEach(s -> urgent.add(new Range(s, s)));
      sender.recover(
          deltaClass,
          new Outbox.Progress(
              journal.highest,
              new Belief(journal.persisted, SequenceSet.EMPTY, MultisetHash.EMPTY),
              SequenceSet.EMPTY,
              SequenceSet.of(urgent).minus(journal.persisted)),
          journal.highest + 1,
          now);
    });
    if (wasUp) {
      after(random.nextInt(3000) * MILLI, this::connect);
    }
    after(soon(trouble.restartsPerMinute()), this::restart);
  }

  private long soon(double perMinute) {
    return (long) (-Math.log(1 - random.nextDouble()) * 60 * SECOND / perMinute);
  }
}
