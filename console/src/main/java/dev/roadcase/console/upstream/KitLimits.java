package dev.roadcase.console.upstream;

import com.hivemq.extension.sdk.api.interceptor.publish.PublishInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.general.UserProperty;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import dev.roadcase.wire.x509.Name;
import java.nio.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much a kit may let our broker keep: deltas that the database has not taken yet within {@link
 * KitBacklog}, a {@code state} of {@link #STATE_MAX} octets, {@link #QUEUE_MAX} messages that it
 * has not fetched. What is beyond is refused with <em>quota exceeded</em> (MQTT 5, reason code
 * 0x97): the box keeps it, and sends it again on its next connection.
 */
final class KitLimits {
  /**
   * Octets of a packet of whatever kind. A box's parcels are below 64 KiB, one large fact aside.
   */
  static final int PACKET_MAX = 256 << 10;

  /** Octets of the payload of {@code state}, and of a will. */
  static final int STATE_MAX = 1_024;

  /**
   * Characters of a message beside its payload: topic, user properties and what else MQTT 5 lets a
   * message carry. A box's have some hundreds. They are memory as the payload is.
   */
  static final int ATTRIBUTES_MAX = 4_096;

  /** Messages that wait for a kit that does not fetch them: acknowledgements, each says all. */
  static final int QUEUE_MAX = 64;

  private static final Logger LOG = LoggerFactory.getLogger(KitLimits.class);

  private final KitBacklog backlog;
  private final RepeatedWarnings refusals = new RepeatedWarnings(LOG, "a message was refused");

  KitLimits(KitBacklog backlog) {
    this.backlog = backlog;
  }

  /** What looks at each message of one kit. */
  PublishInboundInterceptor of(Name.Kit name) {
    String kit = name.kit().value();
    String prefix = "roadcase/v1/" + name.fleet() + "/" + kit + "/";
    return (input, output) -> {
      PublishPacket packet = input.getPublishPacket();
      int octets = packet.getPayload().map(Buffer::remaining).orElse(0);
      if (attributes(packet) > ATTRIBUTES_MAX) {
        refuse(
            output,
            kit,
            "beside its payload a message has at most " + ATTRIBUTES_MAX + " characters");
      } else if (packet.getTopic().equals(prefix + "state") && octets > STATE_MAX) {
        refuse(output, kit, "a state has at most " + STATE_MAX + " octets");
      } else if (packet.getQos() == Qos.AT_LEAST_ONCE
          && (packet.getTopic().equals(prefix + "state")
              || (packet.getTopic().startsWith(prefix + "up/") && !packet.getRetain()))
          && !backlog.admit(KitBacklog.sender(packet.getTopic()), octets)) {
        refuse(output, kit, "as much of this kit waits for the database as it may have");
      }
    };
  }

  /** What is held to {@link #ATTRIBUTES_MAX}, of a message or a will. */
  static int attributes(PublishPacket packet) {
    int characters =
        packet.getTopic().length()
            + packet.getContentType().map(String::length).orElse(0)
            + packet.getResponseTopic().map(String::length).orElse(0)
            + packet.getCorrelationData().map(Buffer::remaining).orElse(0);
    for (UserProperty property : packet.getUserProperties().asList()) {
      characters += property.getName().length() + property.getValue().length();
    }
    return characters;
  }

  private void refuse(PublishInboundOutput output, String kit, String why) {
    refusals.warn(kit, why, 1, System.nanoTime());
    output.preventPublishDelivery(AckReasonCode.QUOTA_EXCEEDED, why);
  }
}
