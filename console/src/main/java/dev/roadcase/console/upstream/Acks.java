package dev.roadcase.console.upstream;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.wire.event.SignedAck;
import dev.roadcase.wire.event.UpstreamAck;
import dev.roadcase.wire.jws.SigningKey;
import java.time.InstantSource;

/**
 * Says to boxes what the database has of theirs: retained on {@code …/ack/{incarnation}}, which is
 * each box's own, and on {@code …/ack}, which is the kit's box that was heard last.
 */
final class Acks {
  private final FleetId fleet;
  private final SigningKey key;
  private final UpstreamDatabase database;
  private final UpstreamEpoch epoch;
  private final InstantSource clock;

  /**
   * Acknowledgements out of {@code database}.
   *
   * @param epoch of this run on it
   */
  Acks(
      FleetId fleet,
      SigningKey key,
      UpstreamDatabase database,
      UpstreamEpoch epoch,
      InstantSource clock) {
    this.fleet = fleet;
    this.key = key;
    this.database = database;
    this.epoch = epoch;
    this.clock = clock;
  }

  /** Acknowledges to every box that was ever heard: a broker may have forgotten. */
  void sendAll(BrokerConnection broker) {
    // The one last heard comes last, and so stands on the kit's own topic.
    database.boxes().forEach(box -> send(broker, box));
  }

  /**
   * Acknowledges to one box, on its own topic only if the database knows it: a name that somebody
   * made up leaves no topic behind.
   */
  void send(BrokerConnection broker, Box box) {
    UpstreamAck ack =
        new UpstreamAck(box.kit(), box.incarnation(), epoch, database.stated(box), clock.millis());
    String jws = SignedAck.sign(key, key.publicKey().thumbprint(), ack);
    String topic = "roadcase/v1/" + fleet + "/" + box.kit() + "/ack";
    if (database.knows(box)) {
      broker.retain(topic + "/" + box.incarnation(), jws);
    }
    broker.retain(topic, jws);
  }
}
