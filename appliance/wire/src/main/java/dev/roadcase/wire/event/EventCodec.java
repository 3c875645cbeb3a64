package dev.roadcase.wire.event;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Deltas as MQTT 5 messages and back.
 *
 * <p>One event goes in the binary mode of the CloudEvents MQTT binding 1.0.2: attributes as user
 * properties, the body as payload. Several go as a JSON batch (CloudEvents JSON format 1.0.2 §4),
 * which the binding has no mode for: content type {@value #BATCH_TYPE}, and {@code
 * content-encoding: zstd} when that is smaller.
 */
public final class EventCodec {
  /** Content type of a single event's payload. */
  public static final String SINGLE_TYPE = "application/json";

  /** Content type of a batch. */
  public static final String BATCH_TYPE = "application/cloudevents-batch+json";

  /** Events in one batch, at most. */
  public static final int BATCH_EVENTS_MAX = 4096;

  private static final Pattern TOPIC = Pattern.compile("up/(p[0-3])/([a-z0-9.-]{1,129})");
  private static final String ENCODING = "content-encoding";

  private EventCodec() {}

  /** One event by itself: what goes at once. */
  public static EventMessage single(DeltaEvent event) {
    return new EventMessage(
        topic(event.deltaClass(), event.type().word()),
        SINGLE_TYPE,
        Attributes.of(event),
        event.body().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Several events of one class, in their order.
   *
   * @throws IllegalArgumentException when there are none, more than {@link #BATCH_EVENTS_MAX}, of
   *     more than one class, or more than {@link Compression#SIZE_MAX} octets of them
   */
  public static EventMessage batch(List<DeltaEvent> events) {
    if (events.isEmpty() || events.size() > BATCH_EVENTS_MAX) {
      throw new IllegalArgumentException("a batch has 1 to " + BATCH_EVENTS_MAX + " events");
    }
    DeltaClass deltaClass = events.getFirst().deltaClass();
    byte[] plain = json(events, deltaClass);
    if (plain.length > Compression.SIZE_MAX) {
      throw new IllegalArgumentException(
          "a batch has at most " + Compression.SIZE_MAX + " octets, not " + plain.length);
    }
    byte[] small = Compression.compress(plain);
    boolean worthIt = small.length < plain.length;
    return new EventMessage(
        topic(deltaClass, "batch"),
        BATCH_TYPE,
        worthIt ? Map.of(ENCODING, Compression.ZSTD) : Map.of(),
        worthIt ? small : plain);
  }

  /**
   * What a message holds. Never fails: what cannot be read is among the rejected, and takes nothing
   * else with it.
   *
   * @param topic below {@code roadcase/v1/{fleet}/{kit}/}
   * @param contentType empty when the message has none
   */
  public static Decoded decode(
      String topic, String contentType, Map<String, String> userProperties, byte[] payload) {
    Matcher parts = TOPIC.matcher(topic);
    if (!parts.matches()) {
      return rejected("no events come on the topic …/" + clipped(topic), payload, userProperties);
    }
    DeltaClass deltaClass = DeltaClass.of(parts.group(1));
    return parts.group(2).equals("batch")
        ? decodeBatch(deltaClass, contentType, userProperties, payload)
        : decodeSingle(deltaClass, parts.group(2), contentType, userProperties, payload);
  }

  private static Decoded decodeSingle(
      DeltaClass deltaClass,
      String word,
      String contentType,
      Map<String, String> userProperties,
      byte[] payload) {
    try {
      if (!contentType.equals(SINGLE_TYPE)) {
        throw new Malformed("a single event's content type is " + SINGLE_TYPE);
      }
      DeltaEvent event =
          Attributes.event(userProperties, BatchReader.object(payload, "the event's data"));
      if (!event.type().word().equals(word)) {
        throw new Malformed("an event of type " + event.type() + " on the topic of another");
      }
      return new Decoded(List.of(checked(event, deltaClass)), List.of());
    } catch (IllegalArgumentException e) {
      return rejected(reason(e), payload, userProperties);
    }
  }

  private static Decoded decodeBatch(
      DeltaClass deltaClass,
      String contentType,
      Map<String, String> userProperties,
      byte[] payload) {
    List<byte[]> elements = new ArrayList<>();
    List<DeltaEvent> events = new ArrayList<>();
    List<Rejected> rejected = new ArrayList<>();
    try {
      if (!contentType.equals(BATCH_TYPE)) {
        throw new Malformed("a batch's content type is " + BATCH_TYPE);
      }
      BatchReader.split(plain(userProperties, payload), BATCH_EVENTS_MAX, elements);
    } catch (IllegalArgumentException e) {
      rejected.add(new Rejected(reason(e), payload, null));
    }
    for (byte[] element : elements) {
      Map<String, String> attributes = new LinkedHashMap<>();
      try {
        String body = BatchReader.event(element, attributes);
        events.add(checked(Attributes.event(attributes, body), deltaClass));
      } catch (IllegalArgumentException e) {
        rejected.add(new Rejected(reason(e), element, Attributes.place(attributes)));
      }
    }
    return new Decoded(events, rejected);
  }

  private static byte[] plain(Map<String, String> userProperties, byte[] payload) {
    String encoding = userProperties.get(ENCODING);
    if (encoding == null) {
      if (payload.length > Compression.SIZE_MAX) {
        throw new Malformed("a batch has at most " + Compression.SIZE_MAX + " octets");
      }
      return payload;
    }
    if (!encoding.equals(Compression.ZSTD)) {
      throw new Malformed("a batch's content-encoding is zstd or none");
    }
    return Compression.decompress(payload);
  }

  /** What the attributes alone cannot show: the class of the topic, and a range record's ranges. */
  private static DeltaEvent checked(DeltaEvent event, DeltaClass deltaClass) {
    if (event.deltaClass() != deltaClass) {
      throw new Malformed(
          "an event of class "
              + event.deltaClass().word()
              + " on the topic of "
              + deltaClass.word());
    }
    if (event.type().equals(EventType.SEQUENCES_CLOSED)
        && SequencesClosed.parse(event.body()).last() != event.seq()) {
      throw new Malformed("a range record's sequence is the last that it closes");
    }
    return event;
  }

  private static byte[] json(List<DeltaEvent> events, DeltaClass deltaClass) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(events.size() * 1024);
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      json.writeStartArray();
      for (DeltaEvent event : events) {
        if (event.deltaClass() != deltaClass) {
          throw new IllegalArgumentException("a batch is of one class");
        }
        json.writeStartObject();
        for (Map.Entry<String, String> attribute : Attributes.of(event).entrySet()) {
          json.writeStringField(attribute.getKey(), attribute.getValue());
        }
        json.writeFieldName("data");
        json.writeRawValue(event.body());
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new IllegalStateException("memory can always be written", e);
    }
    return out.toByteArray();
  }

  private static String topic(DeltaClass deltaClass, String last) {
    return "up/" + deltaClass.word() + "/" + last;
  }

  private static Decoded rejected(
      String reason, byte[] payload, Map<String, String> userProperties) {
    return new Decoded(
        List.of(), List.of(new Rejected(reason, payload, Attributes.place(userProperties))));
  }

  private static String reason(IllegalArgumentException e) {
    return clipped(String.valueOf(e.getMessage()));
  }

  private static String clipped(String text) {
    String shown = text.length() > 300 ? text.substring(0, 300) + "…" : text;
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}
