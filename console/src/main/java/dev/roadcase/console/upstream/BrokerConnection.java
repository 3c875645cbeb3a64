package dev.roadcase.console.upstream;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a broker, with a client of its own that is thrown away with it. The broker
 * keeps the session, so that what was not confirmed comes again to the next connection of this
 * name.
 */
final class BrokerConnection implements AutoCloseable {
  /** Octets of a packet: a batch at its largest, and its properties. */
  static final int PACKET_MAX = 5 << 20;

  /** How long the broker keeps messages for an upstream that is away. */
  static final Duration SESSION = Duration.ofDays(1);

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int KEEP_ALIVE = 20;
  private static final String JSON = "application/json";
  private static final Logger LOG = LoggerFactory.getLogger(BrokerConnection.class);

  private final Mqtt5AsyncClient client;
  // Bounded by what the broker may have under way to us.
  private final Turns<Mqtt5Publish> inbox = new Turns<>();
  private volatile @Nullable Throwable lost;

  private BrokerConnection(BrokerAddress broker, String name) {
    client = client(broker, name);
  }

  /**
   * Connects and subscribes.
   *
   * @param name of the session: the same after a restart, another for each worker
   * @param filter what to subscribe to, besides what everybody says of how they stand
   * @param presence what the broker says of us once the connection is gone
   */
  static BrokerConnection open(BrokerAddress broker, String name, String filter, Presence presence)
      throws Unreachable, InterruptedException {
    BrokerConnection connection = new BrokerConnection(broker, name);
    try {
      connection.connect(broker, filter, presence);
      return connection;
    } catch (Unreachable | InterruptedException e) {
      connection.close();
      throw e;
    }
  }

  private Mqtt5AsyncClient client(BrokerAddress broker, String name) {
    var builder =
        Mqtt5Client.builder()
            .identifier(name)
            .serverHost(broker.host())
            .serverPort(broker.port())
            .addDisconnectedListener(context -> lost = context.getCause());
    if (broker.secure()) {
      builder =
          builder.sslConfig(
              MqttClientSslConfig.builder()
                  .trustManagerFactory(broker.trust())
                  .keyManagerFactory(broker.identity())
                  .build());
    }
    BrokerAddress.Login login = broker.login();
    if (login != null) {
      builder =
          builder
              .simpleAuth()
              .username(login.user())
              .password(login.password().getBytes(StandardCharsets.UTF_8))
              .applySimpleAuth();
    }
    return builder.buildAsync();
  }

  private void connect(BrokerAddress broker, String filter, Presence presence)
      throws Unreachable, InterruptedException {
    // Before the CONNECT: what the broker has kept for us comes right behind the CONNACK.
    client.publishes(
        MqttGlobalPublishFilter.ALL,
        publish -> inbox.add(Arrival.kit(topic(publish)), publish),
        true);
    Mqtt5Connect connect =
        Mqtt5Connect.builder()
            .cleanStart(false)
            .sessionExpiryInterval(SESSION.toSeconds())
            .keepAlive(KEEP_ALIVE)
            .restrictions()
            .receiveMaximum(broker.receiveMax())
            .maximumPacketSize(PACKET_MAX)
            .applyRestrictions()
            .willPublish()
            .topic(presence.topic())
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(true)
            .contentType(JSON)
            .payload(presence.offline())
            .applyWillPublish()
            .build();
    within(client.connect(connect));
    for (String each : List.of(filter, presence.everybody())) {
      within(client.subscribeWith().topicFilter(each).qos(MqttQos.AT_LEAST_ONCE).send());
    }
  }

  /** A message, and the means to confirm it. */
  record Parcel(Arrival arrival, Mqtt5Publish publish) {}

  /**
   * The next message of those that have come, kits in turn; waits for it.
   *
   * @return null when none came in time
   * @throws Unreachable when the connection is lost; what is still in the inbox will come again
   */
  @Nullable Parcel next(Duration patience) throws Unreachable, InterruptedException {
    Mqtt5Publish next = inbox.next(patience.toNanos());
    Throwable gone = lost;
    if (gone != null) {
      throw new Unreachable(reason(gone), gone);
    }
    return next == null ? null : new Parcel(arrival(next), next);
  }

  private static String topic(Mqtt5Publish publish) {
    return publish.getTopic().toString();
  }

  private static Arrival arrival(Mqtt5Publish publish) {
    List<Map.Entry<String, String>> properties = new ArrayList<>();
    publish
        .getUserProperties()
        .asList()
        .forEach(p ->
            properties.add(
                new SimpleImmutableEntry<>(p.getName().toString(), p.getValue().toString())));
    return new Arrival(
        topic(publish),
        publish.getContentType().map(Object::toString).orElse(""),
        properties,
        publish.getPayloadAsBytes());
  }

  /** Confirms to the broker. Of a connection that was lost meanwhile this does nothing. */
  void confirm(List<Parcel> parcels) {
    for (Parcel parcel : parcels) {
      parcel.publish().acknowledge();
    }
  }

  /**
   * Publishes a retained acknowledgement; if it does not arrive, the next connection says it again.
   */
  void retain(String topic, String jws) {
    retain(topic, "application/jose", jws.getBytes(StandardCharsets.US_ASCII));
  }

  /** Says that we are here. */
  void retainOnline(Presence presence) {
    retain(presence.topic(), JSON, presence.online());
  }

  private void retain(String topic, String contentType, byte[] payload) {
    var _ =
        client
            .publishWith()
            .topic(topic)
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(true)
            .contentType(contentType)
            .payload(payload)
            .send()
            .whenComplete((result, failure) -> {
              if (failure != null) {
                LOG.atDebug()
                    .addKeyValue("topic", topic)
                    .addKeyValue("error", reason(failure))
                    .log("not published");
              }
            });
  }

  @Override
  public void close() {
    // Of a connection that is dead or was never there this fails, later or never: nobody waits
    // long.
    try {
      // With the will: that we are gone is to be said however we go.
      within(
          client
              .disconnectWith()
              .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
              .send());
    } catch (Unreachable e) {
      LOG.atDebug().addKeyValue("error", e.getMessage()).log("not disconnected");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T within(CompletableFuture<T> future)
      throws Unreachable, InterruptedException {
    try {
      return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new Unreachable(reason(cause), cause);
    } catch (TimeoutException e) {
      throw new Unreachable("no answer within " + DEADLINE.toSeconds() + " s", e);
    }
  }

  /** The innermost message says most: "Connection refused", not "connect failed". */
  private static String reason(Throwable trouble) {
    Throwable innermost = trouble;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    if (message != null && !message.isBlank()) {
      return message;
    }
    return innermost instanceof ClosedChannelException
        ? "the broker hung up: is that the port for this scheme?"
        : "the line to the broker broke";
  }
}
