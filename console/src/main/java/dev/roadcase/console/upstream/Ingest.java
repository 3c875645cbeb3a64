package dev.roadcase.console.upstream;

import dev.roadcase.console.upstream.BrokerConnection.Parcel;
import dev.roadcase.console.upstream.Intake.Read;
import dev.roadcase.console.upstream.UpstreamDatabase.Taken;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.queue.Backoff;
import java.time.Duration;
import java.time.InstantSource;
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

  private static final Duration IDLE = Duration.ofMillis(250);
  private static final Duration BACKOFF_FIRST = Duration.ofMillis(500);
  private static final Duration BACKOFF_CAP = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

  private final BrokerAddress broker;
  private final String name;
  private final String filter;
  private final Intake intake;
  private final UpstreamDatabase database;
  private final Acks acks;
  private final Presence presence;
  private final RandomGenerator chance;
  private final InstantSource clock;
  private final Meter meter;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch stop = new CountDownLatch(1);
  private String lastError = "";

  Ingest(
      BrokerAddress broker,
      String name,
      FleetId fleet,
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
      List<Parcel> parcels = connection.next(BATCH_MAX, pacer.patience(System.nanoTime(), IDLE));
      List<Parcel> states = parcels.stream().filter(p -> presence.isState(p.arrival())).toList();
      parcels = parcels.stream().filter(p -> !presence.isState(p.arrival())).toList();
      if (!parcels.isEmpty()) {
        List<Read> reads = parcels.stream().map(p -> intake.read(p.arrival())).toList();
        Taken taken = database.take(reads, clock.millis());
        connection.confirm(parcels);
        pacer.touched(taken.touched());
        meter.took(parcels.size(), taken);
      }
      greet(connection, states, pacer);
      database.requireInPlace();
      for (Box box : pacer.due(System.nanoTime())) {
        acks.send(connection, box);
      }
    }
  }

  /** Whoever comes is told what is here of it, be it nothing. */
  private void greet(BrokerConnection connection, List<Parcel> states, AckPacer pacer) {
    for (Parcel state : states) {
      presence.online(state.arrival()).ifPresent(box -> pacer.touched(List.of(box)));
    }
    if (states.stream().anyMatch(state -> presence.deniesUs(state.arrival()))) {
      connection.retainOnline(presence);
    }
    connection.confirm(states);
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
