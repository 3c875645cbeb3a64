package dev.roadcase.app.uplink;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserPropertiesBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import dev.roadcase.wire.event.EventMessage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Line} over the HiveMQ MQTT client, which is used for one connection and thrown away: it
 * would resend by itself what it holds in memory, and the journal is the one authority on that.
 */
final class HiveMqLine implements Line {
  /** Seconds. A link that dies in silence while idle is noticed within about twice this. */
  private static final int KEEP_ALIVE = 10;

  private final Mqtt5AsyncClient client;
  private final Consumer<Heard> heard;
  private final String prefix;
  private final boolean secure;
  private int mostParcels;
  private int mostBytes;

  private HiveMqLine(UplinkConfig config, Consumer<Heard> heard) {
    this.heard = heard;
    prefix = config.prefix();
    secure = config.secure();
    client =
        builder(config)
            .addDisconnectedListener(
                context -> heard.accept(new Heard.Closed(this, words(context.getCause(), false))))
            .buildAsync();
  }

  /** Opens lines as {@code config} says; the will is what the broker says when we fall silent. */
  static Maker maker(UplinkConfig config, String willTopic, byte[] will) {
    return (heard, deadline) -> {
      HiveMqLine line = new HiveMqLine(config, heard);
      line.connect(willTopic, will, deadline);
      return line;
    };
  }

  private static Mqtt5ClientBuilder builder(UplinkConfig config) {
    var transport =
        Mqtt5Client.builder()
            .identifier(config.clientId())
            .transportConfig()
            .serverHost(config.broker().getHost())
            .serverPort(config.port())
            .socketConnectTimeout(MqttUplink.CONNECT.toMillis(), TimeUnit.MILLISECONDS)
            .mqttConnectTimeout(MqttUplink.CONNECT.toMillis(), TimeUnit.MILLISECONDS);
    if (config.secure()) {
      TlsIdentity identity = config.identity().orElseThrow();
      transport =
          transport.sslConfig(
              MqttClientSslConfig.builder()
                  .keyManagerFactory(identity.own())
                  .trustManagerFactory(identity.believed())
                  .handshakeTimeout(MqttUplink.CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                  .build());
    }
    return transport.applyTransportConfig();
  }

  private void connect(String willTopic, byte[] will, Duration deadline)
      throws Unreachable, InterruptedException {
    // Before the CONNECT: a retained message may come right behind the SUBACK.
    client.publishes(
        MqttGlobalPublishFilter.ALL,
        publish ->
            heard.accept(
                new Heard.Message(
                    this,
                    publish.getTopic().toString(),
                    publish.getPayloadAsBytes(),
                    !publish.isRetain())));
    Mqtt5Connect connect =
        Mqtt5Connect.builder()
            .cleanStart(true)
            .sessionExpiryInterval(0)
            .keepAlive(KEEP_ALIVE)
            .willPublish()
            .topic(willTopic)
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(true)
            .payload(will)
            .applyWillPublish()
            .build();
    try {
      Mqtt5ConnAck yes = within(client.connect(connect), deadline, secure);
      mostParcels = yes.getRestrictions().getReceiveMaximum();
      mostBytes = yes.getRestrictions().getMaximumPacketSize();
    } catch (TimeoutException e) {
      close();
      throw new Unreachable("no answer within " + deadline.toSeconds() + " s", e);
    } catch (Unreachable | InterruptedException e) {
      close();
      throw e;
    }
  }

  @Override
  public int mostParcels() {
    return mostParcels;
  }

  @Override
  public int mostBytes() {
    return mostBytes;
  }

  @Override
  public void subscribe(String topic, Duration deadline)
      throws Unreachable, InterruptedException, TimeoutException {
    within(
        client.subscribeWith().topicFilter(topic).qos(MqttQos.AT_LEAST_ONCE).send(),
        deadline,
        false);
  }

  @Override
  public void retain(String topic, byte[] payload, Duration deadline)
      throws Unreachable, InterruptedException, TimeoutException {
    within(
        client
            .publishWith()
            .topic(topic)
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(true)
            .contentType("application/json")
            .payload(payload)
            .send(),
        deadline,
        false);
  }

  @Override
  public void publish(long parcel, EventMessage message) {
    Mqtt5UserPropertiesBuilder properties = Mqtt5UserProperties.builder();
    for (Map.Entry<String, String> property : message.userProperties().entrySet()) {
      properties = properties.add(property.getKey(), property.getValue());
    }
    Mqtt5Publish publish =
        Mqtt5Publish.builder()
            .topic(prefix + message.topic())
            .qos(MqttQos.AT_LEAST_ONCE)
            .contentType(message.contentType())
            .userProperties(properties.build())
            .payload(message.payload())
            .build();
    var _ =
        client.publish(publish).whenComplete((result, failure) -> tell(parcel, result, failure));
  }

  private void tell(long parcel, @Nullable Mqtt5PublishResult result, @Nullable Throwable failure) {
    Throwable trouble = result == null ? failure : result.getError().orElse(null);
    heard.accept(
        trouble == null
            ? new Heard.Confirmed(this, parcel)
            : new Heard.Refused(this, parcel, words(trouble, false)));
  }

  @Override
  public void close() {
    // Of a connection that is dead or was never there this fails, later or never: nobody waits.
    var _ = client.disconnect();
  }

  private static <T> T within(CompletableFuture<T> future, Duration deadline, boolean greeting)
      throws Unreachable, InterruptedException, TimeoutException {
    try {
      return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new Unreachable(words(cause, greeting), cause);
    }
  }

  private static String words(Throwable trouble, boolean greeting) {
    return TroubleWords.of(trouble, greeting);
  }
}
