package dev.roadcase.console.upstream;

import java.util.List;
import java.util.Map;

/**
 * A message as the broker handed it over, before anybody has judged it.
 *
 * @param topic all of it
 * @param contentType empty when there is none
 * @param userProperties in their order; a hostile sender may name one twice
 * @param payload not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy a message would be dear
record Arrival(
    String topic,
    String contentType,
    List<Map.Entry<String, String>> userProperties,
    byte[] payload) {
  Arrival {
    userProperties = List.copyOf(userProperties);
  }

  /** Whose topic it came on, the fourth level; empty when there is none. */
  String kit() {
    return kit(topic);
  }

  static String kit(String topic) {
    String[] levels = topic.split("/", 5);
    return levels.length > 3 ? levels[3] : "";
  }
}
