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
}
