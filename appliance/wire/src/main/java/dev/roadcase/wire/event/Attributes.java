package dev.roadcase.wire.event;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.wire.event.Rejected.Place;
import dev.roadcase.wire.json.Malformed;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a CloudEvent 1.0.2. Ours beyond the standard: {@code deltaclass}, {@code
 * sequence} (as in the sequence extension, decimal), {@code hlc} (decimal; as a string, because a
 * CloudEvents Integer has 32 bits) and {@code mode}. An attribute that is not ours is let pass and
 * forgotten, as the standard asks.
 */
final class Attributes {
  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");

  private Attributes() {}

  static Map<String, String> of(DeltaEvent event) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", event.id());
    attributes.put("source", event.source().toString());
    attributes.put("type", event.type().toString());
    attributes.put("time", Instant.ofEpochMilli(event.epochMillis()).toString());
    attributes.put("subject", event.key());
    attributes.put("deltaclass", event.deltaClass().word());
    attributes.put("sequence", Long.toString(event.seq()));
    attributes.put("hlc", Long.toString(event.hlc().value()));
    attributes.put("mode", event.mode().word());
    return attributes;
  }

  static DeltaEvent event(Map<String, String> attributes, String body) {
    if (!need(attributes, "specversion").equals("1.0")) {
      throw new Malformed("the \"specversion\" of an event is 1.0");
    }
    String dataType = attributes.get("datacontenttype");
    if (dataType != null && !dataType.equals(EventCodec.SINGLE_TYPE)) {
      throw new Malformed("the \"datacontenttype\" of an event is " + EventCodec.SINGLE_TYPE);
    }
    return new DeltaEvent(
        need(attributes, "id"),
        as(attributes, "source", Source::parse),
        as(attributes, "type", EventType::parse),
        as(attributes, "time", Attributes::epochMillis),
        as(attributes, "deltaclass", DeltaClass::of),
        as(attributes, "sequence", Attributes::decimal),
        as(attributes, "hlc", text -> new Hlc(decimal(text))),
        as(attributes, "mode", Mode::of),
        need(attributes, "subject"),
        body);
  }

  /** Where a message that is no event would have stood, or null when that cannot be told either. */
  static @Nullable Place place(Map<String, String> attributes) {
    try {
      return new Place(
          as(attributes, "source", Source::parse),
          as(attributes, "deltaclass", DeltaClass::of),
          as(attributes, "sequence", Attributes::decimal));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static long epochMillis(String time) {
    try {
      return Instant.parse(time).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new Malformed("a time is written as in RFC 3339");
    }
  }

  private static long decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new Malformed("a decimal number, without sign or leading zero");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Malformed("a number within 63 bits");
    }
  }

  private static <T> T as(Map<String, String> attributes, String name, Function<String, T> reader) {
    String value = need(attributes, name);
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw new Malformed("the event's \"" + name + "\": " + e.getMessage());
    }
  }

  private static String need(Map<String, String> attributes, String name) {
    String value = attributes.get(name);
    if (value == null) {
      throw new Malformed("the event lacks \"" + name + "\"");
    }
    return value;
  }
}
