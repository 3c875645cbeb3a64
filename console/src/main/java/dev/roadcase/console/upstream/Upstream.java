package dev.roadcase.console.upstream;

import dev.roadcase.console.upstream.UpstreamConfig.Broker;
import dev.roadcase.core.identity.UpstreamEpoch;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All the wiring of the process, in order. */
final class Upstream implements AutoCloseable {
  private final @Nullable EmbeddedBroker ownBroker;
  private final BrokerAddress broker;
  private final UpstreamDatabase database;
  private final Meter meter;
  private final Ingest ingest;

  private Upstream(
      @Nullable EmbeddedBroker ownBroker,
      BrokerAddress broker,
      UpstreamDatabase database,
      Meter meter,
      Ingest ingest) {
    this.ownBroker = ownBroker;
    this.broker = broker;
    this.database = database;
    this.meter = meter;
    this.ingest = ingest;
  }

  /**
   * Opens the database and starts the broker, if it is to be ours. Nothing is taken in before
   * {@link #ingest} runs.
   */
  static Upstream open(UpstreamConfig config) {
    InstantSource clock = InstantSource.system();
    SecureRandom chance = new SecureRandom();
    UpstreamDatabase database = UpstreamDatabase.open(config.data(), config.fleet());
    try {
      EmbeddedBroker own = null;
      KitBacklog backlog = new KitBacklog();
      BrokerAddress broker;
      switch (config.broker()) {
        case Broker.Embedded ours -> {
          own =
              EmbeddedBroker.start(
                  config.data().resolve("broker"),
                  config.fleet(),
                  backlog,
                  ours.plain(),
                  ours.tls());
          broker = local(own.plain());
        }
        case Broker.External theirs -> broker = theirs.address();
      }
      String worker = database.setting("worker", HexFormat.of().toHexDigits(chance.nextInt()));
      UpstreamEpoch epoch = UpstreamEpoch.of(chance.nextLong());
      Acks acks = new Acks(config.fleet(), config.ackKey(), database, epoch, clock);
      Meter meter = new Meter();
      Ingest ingest =
          new Ingest(
              broker,
              ClientIds.UPSTREAM + worker,
              config.fleet(),
              backlog,
              database,
              acks,
              new Presence(config.fleet(), epoch),
              chance,
              clock,
              meter);
      return new Upstream(own, broker, database, meter, ingest);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** The workflow, to be run by one thread. */
  Ingest ingest() {
    return ingest;
  }

  Meter meter() {
    return meter;
  }

  /** Where boxes can reach it, as far as it knows: with what scheme and which port. */
  List<String> addresses() {
    if (ownBroker == null) {
      return List.of(broker.toString());
    }
    Endpoint tls = ownBroker.tls();
    String plain = "mqtt://" + ownBroker.plain();
    return tls == null ? List.of(plain) : List.of(plain, "mqtts://" + tls);
  }

  /** Whether the broker is ours, and boxes elsewhere have no way to it. */
  boolean listensWithoutTlsAlone() {
    return ownBroker != null && ownBroker.tls() == null;
  }

  /**
   * Closes what must be closed for what is on the disk; our broker, which holds nothing, is left.
   */
  @Override
  public void close() {
    database.close();
    if (ownBroker != null) {
      ownBroker.clear();
    }
  }

  /** How to reach ourselves: a wildcard is for listening only. */
  private static BrokerAddress local(Endpoint listening) {
    return switch (listening.host()) {
      case "0.0.0.0", "::" -> BrokerAddress.own("localhost", listening.port());
      default -> BrokerAddress.own(listening.host(), listening.port());
    };
  }
}
