package dev.roadcase.console.upstream;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.event.AckRefused;
import dev.roadcase.wire.event.EventMessage;
import dev.roadcase.wire.event.SignedAck;
import dev.roadcase.wire.event.UpstreamAck;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A box's end of the line: publishes what it is told, and hears its acknowledgements. */
final class TestLine implements AutoCloseable {
  private final Mqtt5AsyncClient client;
  private final CopyOnWriteArrayList<UpstreamAck> acks = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<String> refused = new CopyOnWriteArrayList<>();

  private TestLine(BrokerAddress broker, String clientId) {
    var builder = Mqtt5Client.builder().serverHost(broker.host()).serverPort(broker.port());
    if (!clientId.isEmpty()) {
      builder = builder.identifier(clientId);
    }
    if (broker.secure()) {
      builder =
          builder.sslConfig(
              MqttClientSslConfig.builder()
                  .keyManagerFactory(broker.identity())
                  .trustManagerFactory(broker.trust())
                  .build());
    }
    client = builder.buildAsync();
  }

  /** Under a name that the broker gives. */
  static TestLine open(BrokerAddress broker) throws Exception {
    return open(broker, "");
  }

  /** A kit under its own name. */
  static TestLine open(TestBroker.Kit kit) throws Exception {
    return open(kit.address(), TestBroker.clientId(kit.kit()));
  }

  static TestLine open(BrokerAddress broker, String clientId) throws Exception {
    return open(broker, clientId, Mqtt5Connect.builder().build());
  }

  static TestLine open(BrokerAddress broker, String clientId, Mqtt5Connect connect)
      throws Exception {
    TestLine line = new TestLine(broker, clientId);
    line.client.connect(connect).get(30, TimeUnit.SECONDS);
    return line;
  }

  /** Listens for the acknowledgements of one box on its own topic, of those of its kit. */
  TestLine hear(PretendBox box, PublicKey upstream) throws Exception {
    return hear(box, upstream, "ack/+", "ack/" + box.source.incarnation());
  }

  TestLine hear(PretendBox box, PublicKey upstream, String topic) throws Exception {
    return hear(box, upstream, topic, topic);
  }

  private TestLine hear(PretendBox box, PublicKey upstream, String filter, String topic)
      throws Exception {
    client.publishes(
        MqttGlobalPublishFilter.ALL,
        publish -> {
          if (!publish.getTopic().toString().equals(box.prefix() + topic)) {
            return;
          }
          String text = new String(publish.getPayloadAsBytes(), StandardCharsets.US_ASCII);
          try {
            acks.add(
                SignedAck.verify(text, upstream, box.source.kit(), box.source.incarnation())
                    .value());
          } catch (AckRefused e) {
            refused.add(e.why().name());
          }
        });
    client
        .subscribeWith()
        .topicFilter(box.prefix() + filter)
        .qos(MqttQos.AT_LEAST_ONCE)
        .send()
        .get(30, TimeUnit.SECONDS);
    return this;
  }

  /** Listens, and wants nothing of what comes. */
  void subscribe(String filter) throws Exception {
    client
        .subscribeWith()
        .topicFilter(filter)
        .qos(MqttQos.AT_LEAST_ONCE)
        .send()
        .get(30, TimeUnit.SECONDS);
  }

  /** Publishes, and waits for the answer. */
  void publish(String topic, byte[] payload, MqttQos qos, boolean retain) throws Exception {
    client
        .publishWith()
        .topic(topic)
        .qos(qos)
        .retain(retain)
        .payload(payload)
        .send()
        .get(30, TimeUnit.SECONDS)
        .getError()
        .ifPresent(e -> {
          throw new CompletionException(e);
        });
  }

  /** Publishes with user properties and QoS 1, and waits for the answer. */
  void publish(String topic, byte[] payload, Map<String, String> properties) throws Exception {
    send(topic, "", properties, payload)
        .get(30, TimeUnit.SECONDS)
        .getError()
        .ifPresent(e -> {
          throw new CompletionException(e);
        });
  }

  /** What the broker says that a packet may have. */
  int packetMax() {
    return client
        .getConfig()
        .getConnectionConfig()
        .orElseThrow()
        .getRestrictionsForClient()
        .getSendMaximumPacketSize();
  }

  boolean connected() {
    return client.getState().isConnected();
  }

  List<UpstreamAck> acks() {
    return acks;
  }

  List<String> refused() {
    return refused;
  }

  CompletableFuture<Mqtt5PublishResult> send(PretendBox box, EventMessage message) {
    return send(
        box.prefix() + message.topic(),
        message.contentType(),
        message.userProperties(),
        message.payload());
  }

  CompletableFuture<Mqtt5PublishResult> send(
      String topic, String contentType, Map<String, String> properties, byte[] payload) {
    var user = Mqtt5UserProperties.builder();
    for (Map.Entry<String, String> property : properties.entrySet()) {
      user = user.add(property.getKey(), property.getValue());
    }
    return client
        .publishWith()
        .topic(topic)
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload(payload)
        .contentType(contentType.isEmpty() ? null : contentType)
        .userProperties(user.build())
        .send();
  }

  /** The box's birth, as it says it. */
  void comesOnline(PretendBox box) throws Exception {
    client
        .publishWith()
        .topic(box.prefix() + "state")
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(true)
        .payload(
            ("{\"online\":true,\"incarnation\":\"" + box.source.incarnation() + "\"}")
                .getBytes(StandardCharsets.UTF_8))
        .send()
        .get(30, TimeUnit.SECONDS);
  }

  /** All that upstream says of how it stands, from now on. */
  List<String> hearUpstream(FleetId fleet) throws Exception {
    List<String> states = new CopyOnWriteArrayList<>();
    client
        .subscribeWith()
        .topicFilter("roadcase/v1/" + fleet + "/upstream/state")
        .qos(MqttQos.AT_LEAST_ONCE)
        .callback(p -> states.add(new String(p.getPayloadAsBytes(), StandardCharsets.UTF_8)))
        .send()
        .get(30, TimeUnit.SECONDS);
    return states;
  }

  /** Makes the broker forget a retained message. */
  void forget(String topic) throws Exception {
    client
        .publishWith()
        .topic(topic)
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(true)
        .send()
        .get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    client.disconnect().exceptionally(e -> null).get(30, TimeUnit.SECONDS);
  }
}
