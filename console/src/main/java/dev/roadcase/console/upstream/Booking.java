package dev.roadcase.console.upstream;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventType;
import dev.roadcase.wire.event.Rejected.Place;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.nio.charset.StandardCharsets;

/**
 * A stored delta that a projection reads: as it came, or again, when what it waited for is there.
 *
 * @param id of the CloudEvent
 * @param epochMillis when the box says that it was
 */
record Booking(Place place, String id, EventType type, long epochMillis, Mode mode, String body) {
  static Booking of(DeltaEvent event) {
    return new Booking(
        new Place(event.source(), event.deltaClass(), event.seq()),
        event.id(),
        event.type(),
        event.epochMillis(),
        event.mode(),
        event.body());
  }

  String kit() {
    return place.source().kit().value();
  }

  String incarnation() {
    return place.source().incarnation().value();
  }

  DeltaClass deltaClass() {
    return place.deltaClass();
  }

  boolean is(FactType fact) {
    return type.word().equals(fact.word()) && type.version() == fact.version();
  }

  /**
   * The members of its body.
   *
   * @throws Malformed when it is no object
   */
  Fields fields() {
    return Json.object(body.getBytes(StandardCharsets.UTF_8), word());
  }

  /** What it is, without prefix and version: the last level of its topic. */
  String word() {
    return type.word();
  }
}
