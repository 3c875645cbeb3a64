package dev.roadcase.console.upstream;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.event.SignedAck;
import dev.roadcase.wire.event.UpstreamAck;
import dev.roadcase.wire.jws.SigningKey;
import java.time.InstantSource;

/**
 * Says to boxes how far the database has got: retained on {@code …/ack/{incarnation}}, which is
 * each box's own, and on {@code …/ack}, which is the kit's box that was heard last.
 */
final class Acks {
  private final FleetId fleet;
  private final SigningKey key;
  private final UpstreamDatabase database;
  private final InstantSource clock;

  Acks(FleetId fleet, SigningKey key, UpstreamDatabase database, InstantSource clock) {
    this.fleet = fleet;
    this.key = key;
    this.database = database;
    this.clock = clock;
  }

  /** Acknowledges to every box that was ever heard: a broker may have forgotten. */
  void sendAll(BrokerConnection broker) {
    // The one last heard comes last, and so stands on the kit's own topic.
    database.boxes().forEach(box -> send(broker, box));
  }

  void send(BrokerConnection broker, Box box) {
    UpstreamAck ack =
        new UpstreamAck(box.kit(), box.incarnation(), database.covered(box), clock.millis());
    String jws = SignedAck.sign(key, key.publicKey().thumbprint(), ack);
    String topic = "roadcase/v1/" + fleet + "/" + box.kit() + "/ack";
    broker.retain(topic + "/" + box.incarnation(), jws);
    broker.retain(topic, jws);
  }
}
