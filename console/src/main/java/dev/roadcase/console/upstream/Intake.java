package dev.roadcase.console.upstream;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.event.Decoded;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventCodec;
import dev.roadcase.wire.event.Rejected;
import dev.roadcase.wire.event.Rejected.Place;
import dev.roadcase.wire.event.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The door: makes deltas and dead letters of what arrives. A kit speaks for itself only, so an
 * event counts only on the topic of the kit and fleet that its source names.
 */
final class Intake {
  private static final Pattern TOPIC = Pattern.compile("roadcase/v1/([^/]+)/([^/]+)/(up/.*)");

  private final FleetId fleet;

  Intake(FleetId fleet) {
    this.fleet = fleet;
  }

  /** What a message held, once it is past the door. */
  record Read(List<DeltaEvent> deltas, List<DeadLetter> dead) {
    Read {
      deltas = List.copyOf(deltas);
      dead = List.copyOf(dead);
    }
  }

  /** Reads one message. Never fails. */
  Read read(Arrival arrival) {
    Matcher topic = TOPIC.matcher(arrival.topic());
    KitId kit = topic.matches() ? kit(topic.group(2)) : null;
    if (kit == null || !topic.group(1).equals(fleet.value())) {
      return dead(arrival, kit, "no topic of a kit of fleet " + fleet);
    }
    Map<String, String> properties = new LinkedHashMap<>();
    for (Map.Entry<String, String> property : arrival.userProperties()) {
      if (properties.put(property.getKey(), property.getValue()) != null) {
        return dead(arrival, kit, "a user property stands twice");
      }
    }
    Decoded decoded =
        EventCodec.decode(topic.group(3), arrival.contentType(), properties, arrival.payload());
    List<DeltaEvent> deltas = new ArrayList<>();
    List<DeadLetter> dead = new ArrayList<>();
    for (DeltaEvent delta : decoded.events()) {
      if (own(kit, delta.source())) {
        deltas.add(delta);
      } else {
        String reason = "an event of " + delta.source() + " on the topic of " + kit;
        byte[] body = delta.body().getBytes(StandardCharsets.UTF_8);
        dead.add(new DeadLetter(arrival.topic(), kit, null, reason, body));
      }
    }
    for (Rejected rejected : decoded.rejected()) {
      Place place = rejected.place();
      dead.add(
          new DeadLetter(
              arrival.topic(),
              kit,
              place != null && own(kit, place.source()) ? place : null,
              rejected.reason(),
              rejected.bytes()));
    }
    return new Read(deltas, dead);
  }

  private boolean own(KitId kit, Source source) {
    return source.kit().equals(kit) && source.fleet().equals(fleet);
  }

  private static Read dead(Arrival arrival, @Nullable KitId kit, String reason) {
    return new Read(
        List.of(), List.of(new DeadLetter(arrival.topic(), kit, null, reason, arrival.payload())));
  }

  private static @Nullable KitId kit(String name) {
    try {
      return new KitId(name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
