package dev.roadcase.console.upstream;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.Rejected.Place;

/**
 * A stored delta that the books read: as it came, or again, when what it waited for is there.
 *
 * @param type of the CloudEvent
 * @param epochMillis when the box says that it was
 */
record Booking(Place place, String type, long epochMillis, Mode mode, String body) {
  static Booking of(DeltaEvent event) {
    return new Booking(
        new Place(event.source(), event.deltaClass(), event.seq()),
        event.type().toString(),
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

  /** What it is, without prefix and version: the last level of its topic. */
  String word() {
    return type.replaceFirst("^dev\\.roadcase\\.", "").replaceFirst("\\.v[0-9]+$", "");
  }
}
