package dev.roadcase.console.upstream;

import dev.roadcase.console.upstream.BrokerConnection.Parcel;
import dev.roadcase.console.upstream.Intake.Read;
import dev.roadcase.console.upstream.UpstreamDatabase.Taken;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.queue.Backoff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The workflow: connect, say again what is acknowledged, then take, commit, confirm, acknowledge,
 * for ever. One thread runs it and owns the database.
 */
final class Ingest {
  /** Messages in one transaction. */
  private static final int BATCH_MAX = 256;

  /** Events in one transaction, about: the last message may bring 4,096 more. */
  private static final int EVENTS_MAX = 2_048;

  /** Octets of what they say, about: the last message may bring 4 MiB more. */
  private static final long OCTETS_MAX = 4 << 20;

  private static final Duration IDLE = Duration.ofMillis(250);
  private static final Duration BACKOFF_FIRST = Duration.ofMillis(500);
  private static final Duration BACKOFF_CAP = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

  private final BrokerAddress broker;
  private final String name;
  private final String filter;
  private final Intake intake;
  private final KitBacklog backlog;
  private final UpstreamDatabase database;
  private final Acks acks;
  private final Presence presence;
  private final RandomGenerator chance;
  private final InstantSource clock;
  private final Meter meter;
  private final RepeatedWarnings letters = new RepeatedWarnings(LOG, "dead letters");
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch stop = new CountDownLatch(1);
  private String lastError = "";

  Ingest(
      BrokerAddress broker,
      String name,
      FleetId fleet,
      KitBacklog backlog,
      UpstreamDatabase database,
      Acks acks,
      Presence presence,
      RandomGenerator chance,
      InstantSource clock,
      Meter meter) {
    this.broker = broker;
    this.name = name;
    this.filter = "$share/ingest/roadcase/v1/" + fleet + "/+/up/#";
    this.intake = new Intake(fleet);
    this.backlog = backlog;
    this.database = database;
    this.acks = acks;
    this.presence = presence;
    this.chance = chance;
    this.clock = clock;
    this.meter = meter;
  }

  /**
   * Runs until {@link #stop}.
   *
   * @throws Unusable when the disk failed, or the database is not where it was
   */
  void run() throws InterruptedException {
    Backoff backoff = new Backoff(BACKOFF_FIRST, BACKOFF_CAP);
    while (!stopped()) {
      long began = System.nanoTime();
      try (BrokerConnection connection = BrokerConnection.open(broker, name, filter, presence)) {
        backlog.begin();
        acks.sendAll(connection);
        connection.retainOnline(presence);
        LOG.atInfo().addKeyValue("broker", broker).log("connected");
        lastError = "";
        ready.countDown();
        drain(connection);
      } catch (Unreachable e) {
        wait("the broker is out of reach", e, backoff, began);
      } catch (NotNow e) {
        // Nothing was confirmed: the broker hands it over again on the next connection.
        meter.postponed();
        wait("not now", e, backoff, began);
      }
    }
  }

  private void drain(BrokerConnection connection) throws Unreachable, NotNow, InterruptedException {
    AckPacer pacer = new AckPacer();
    while (!stopped()) {
      Batch batch = gather(connection, pacer.patience(System.nanoTime(), IDLE));
      Taken taken;
      if (batch.parcels().isEmpty()) {
        taken = database.settle(clock.millis());
        database.requireInPlace();
      } else {
        taken = database.take(batch.reads(), clock.millis());
        confirm(connection, batch.parcels());
        meter.took(batch.parcels().size(), taken);
      }
      pacer.touched(taken.touched());
      greet(connection, batch.states(), pacer);
      long now = System.nanoTime();
      taken.letters().forEach((kind, count) -> letters.warn(kind.kit(), kind.reason(), count, now));
      letters.flush(now);
      for (Box box : pacer.due(now)) {
        acks.send(connection, box);
      }
    }
  }

  /**
   * What goes into one transaction: so much that a commit is worth it, so little that others wait.
   *
   * @param states how boxes say they stand; they need no transaction
   */
  private record Batch(List<Parcel> parcels, List<Read> reads, List<Parcel> states) {}

  private Batch gather(BrokerConnection connection, Duration patience)
      throws Unreachable, InterruptedException {
    List<Parcel> parcels = new ArrayList<>();
    List<Read> reads = new ArrayList<>();
    List<Parcel> states = new ArrayList<>();
    int events = 0;
    long octets = 0;
    Parcel next = connection.next(patience);
    while (next != null) {
      if (presence.isState(next.arrival())) {
        states.add(next);
      } else {
        Read read = intake.read(next.arrival());
        parcels.add(next);
        reads.add(read);
        events += read.deltas().size() + read.dead().size();
        octets += octets(read);
      }
      boolean more =
          parcels.size() + states.size() < BATCH_MAX && events < EVENTS_MAX && octets < OCTETS_MAX;
      next = more ? connection.next(Duration.ZERO) : null;
    }
    return new Batch(parcels, reads, states);
  }

  private static long octets(Read read) {
    return read.deltas().stream().mapToLong(d -> d.body().length()).sum()
        + read.dead().stream().mapToLong(d -> d.payload().length).sum();
  }

  /** A box that comes is told what is here of it, be it nothing. */
  private void greet(BrokerConnection connection, List<Parcel> states, AckPacer pacer) {
    for (Parcel state : states) {
      presence.online(state.arrival()).ifPresent(box -> pacer.touched(List.of(box)));
    }
    if (states.stream().anyMatch(state -> presence.deniesUs(state.arrival()))) {
      connection.retainOnline(presence);
    }
    confirm(connection, states);
  }

  private void confirm(BrokerConnection connection, List<Parcel> parcels) {
    connection.confirm(parcels);
    for (Parcel parcel : parcels) {
      backlog.settled(
          KitBacklog.sender(parcel.arrival().topic()), parcel.arrival().payload().length);
    }
  }

  private void wait(String what, Exception e, Backoff backoff, long began)
      throws InterruptedException {
    Duration held = Duration.ofNanos(System.nanoTime() - began);
    Duration wait = backoff.failed(held, chance.nextDouble(), BACKOFF_CAP);
    String error = String.valueOf(e.getMessage());
    // Once each time that the trouble is another; whoever looks for more asks for DEBUG.
    LOG.atLevel(error.equals(lastError) ? Level.DEBUG : Level.WARN)
        .addKeyValue("broker", broker)
        .addKeyValue("error", error)
        .addKeyValue("againInMs", wait.toMillis())
        .log(what);
    lastError = error;
    var _ = stop.await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Whether it has been subscribed, and had said all its acknowledgements, within {@code patience}.
   */
  boolean ready(Duration patience) throws InterruptedException {
    return ready.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks it to end after the transaction that it is in. */
  void stop() {
    stop.countDown();
  }

  private boolean stopped() {
    return stop.getCount() == 0;
  }
}
