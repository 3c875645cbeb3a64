package dev.roadcase.app.uplink;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.queue.Holding;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventCodec;
import dev.roadcase.wire.event.SignedAck;
import dev.roadcase.wire.event.UpstreamAck;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.event.UpstreamAck.Stated;
import dev.roadcase.wire.jws.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Takes deltas and says so, five times a second: signed and retained. */
final class PretendUpstream implements AutoCloseable {
  private final Mqtt5AsyncClient client;
  private final String prefix;
  private final SigningKey key;
  private final KitId kit;
  private final Incarnation incarnation;
  private final Map<DeltaClass, BitSet> database = new EnumMap<>(DeltaClass.class);
  private final Map<DeltaClass, Map<Long, MultisetHash>> digests = new EnumMap<>(DeltaClass.class);
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private String said = "";

  /** When each event came first, by id. */
  final Map<String, Long> arrived = new ConcurrentHashMap<>();

  volatile int duplicates;
  volatile int rejected;
  volatile int batches;
  volatile int singles;
  volatile boolean silent;
  volatile String state = "";
  volatile UpstreamEpoch epoch = UpstreamEpoch.of(1);

  PretendUpstream(int port, FleetId fleet, KitId kit, Incarnation incarnation, SigningKey key)
      throws Exception {
    this.prefix = "roadcase/v1/" + fleet + "/" + kit + "/";
    this.key = key;
    this.kit = kit;
    this.incarnation = incarnation;
    for (DeltaClass deltaClass : DeltaClass.values()) {
      database.put(deltaClass, new BitSet());
      digests.put(deltaClass, new HashMap<>());
    }
    client = Mqtt5Client.builder().serverHost("127.0.0.1").serverPort(port).buildAsync();
    client.connect().get(10, TimeUnit.SECONDS);
    client
        .subscribeWith()
        .topicFilter(prefix + "up/#")
        .qos(MqttQos.AT_LEAST_ONCE)
        .callback(this::take)
        .send()
        .get(10, TimeUnit.SECONDS);
    client
        .subscribeWith()
        .topicFilter(prefix + "state")
        .callback(p -> state = new String(p.getPayloadAsBytes(), StandardCharsets.UTF_8))
        .send()
        .get(10, TimeUnit.SECONDS);
    clock.scheduleAtFixedRate(this::acknowledge, 200, 200, TimeUnit.MILLISECONDS);
  }

  synchronized int count(DeltaClass deltaClass) {
    return database.get(deltaClass).cardinality();
  }

  /** It is started on the database of yesterday, which has these first ones of each class. */
  synchronized void startOnOlder(Map<DeltaClass, Integer> kept) {
    kept.forEach((deltaClass, last) -> {
      BitSet held = database.get(deltaClass);
      held.clear(last + 1, Math.max(last + 1, held.length()));
    });
    epoch = UpstreamEpoch.of(2);
  }

  /** Says anything, retained, where acks are said. */
  void say(byte[] payload) throws Exception {
    client
        .publishWith()
        .topic(prefix + "ack")
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(true)
        .payload(payload)
        .send()
        .get(10, TimeUnit.SECONDS);
  }

  void say(SigningKey by, UpstreamAck ack) throws Exception {
    say(SignedAck.sign(by, "upstream", ack).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws Exception {
    clock.shutdownNow();
    say(new byte[0]);
    client.disconnect().get(10, TimeUnit.SECONDS);
  }

  private synchronized void take(Mqtt5Publish publish) {
    Map<String, String> properties = new LinkedHashMap<>();
    publish
        .getUserProperties()
        .asList()
        .forEach(p -> properties.put(p.getName().toString(), p.getValue().toString()));
    String topic = publish.getTopic().toString().substring(prefix.length());
    var decoded =
        EventCodec.decode(
            topic,
            publish.getContentType().map(Object::toString).orElse(""),
            properties,
            publish.getPayloadAsBytes());
    rejected += decoded.rejected().size();
    if (topic.endsWith("/batch")) {
      batches++;
    } else {
      singles++;
    }
    long now = System.nanoTime();
    for (DeltaEvent event : decoded.events()) {
      duplicates += arrived.putIfAbsent(event.id(), now) == null ? 0 : 1;
      database.get(event.deltaClass()).set((int) event.seq());
      digests.get(event.deltaClass()).putIfAbsent(event.seq(), MultisetHash.of(event.digest()));
    }
  }

  private void acknowledge() {
    try {
      UpstreamAck ack = ack();
      String says = ack.epoch() + ack.classes().toString();
      if (!silent && !says.equals(said)) {
        said = says;
        say(key, ack);
      }
    } catch (Exception e) {
      // The next one says it all.
    }
  }

  private synchronized UpstreamAck ack() {
    Map<DeltaClass, Stated> classes = new EnumMap<>(DeltaClass.class);
    database.forEach((deltaClass, held) -> {
      int prefix = held.nextClearBit(1) - 1;
      List<Range> ranges = new ArrayList<>();
      for (int from = held.nextSetBit(prefix + 1); from >= 0; ) {
        int to = held.nextClearBit(from) - 1;
        ranges.add(new Range(from, to));
        from = held.nextSetBit(to + 1);
      }
      Covered covered = new Covered(prefix, ranges);
      classes.put(deltaClass, new Stated(covered, List.of(), sum(deltaClass, covered)));
    });
    return new UpstreamAck(kit, incarnation, epoch, classes, System.currentTimeMillis());
  }

  /** Of what has come at these sequences. */
  synchronized MultisetHash sum(DeltaClass deltaClass, Covered covered) {
    MultisetHash sum = MultisetHash.EMPTY;
    if (Holding.isSummed(deltaClass)) {
      for (Map.Entry<Long, MultisetHash> one : digests.get(deltaClass).entrySet()) {
        sum = covered.has(one.getKey()) ? sum.plus(one.getValue()) : sum;
      }
    }
    return sum;
  }
}
