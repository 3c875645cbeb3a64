package dev.roadcase.wire.event;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One MQTT 5 PUBLISH, as far as the event has a say in it.
 *
 * @param topic below {@code roadcase/v1/{fleet}/{kit}/}, such as {@code up/p0/sale-taken}
 * @param contentType the MQTT property of that name
 * @param userProperties in the order in which they are sent; no name twice
 * @param payload not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // made, sent and forgotten; compared by nobody
public record EventMessage(
    String topic, String contentType, Map<String, String> userProperties, byte[] payload) {

  /** Keeps the properties in their order. */
  public EventMessage {
    userProperties = Collections.unmodifiableMap(new LinkedHashMap<>(userProperties));
  }

  /**
   * Octets of the PUBLISH packet, near enough to pace by: topic, properties with their length
   * fields, payload and fixed header. The prefix of the topic is not counted.
   */
  public int size() {
    int size = 12 + utf8(topic) + utf8(contentType) + payload.length;
    for (Map.Entry<String, String> property : userProperties.entrySet()) {
      size += 5 + utf8(property.getKey()) + utf8(property.getValue());
    }
    return size;
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
