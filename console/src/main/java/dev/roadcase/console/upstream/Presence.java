package dev.roadcase.console.upstream;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Presence: this upstream says so on {@code …/upstream/state}, retained, and by its will when it is
 * not any more; boxes say so on {@code …/{kit}/state}. None of it is signed, and nothing but timing
 * rests on it.
 */
final class Presence {
  private static final int BIRTH_MAX = 4_096;
  private static final Pattern TOPIC = Pattern.compile("roadcase/v1/([^/]+)/([^/]+)/state");

  private final FleetId fleet;
  private final UpstreamEpoch epoch;

  Presence(FleetId fleet, UpstreamEpoch epoch) {
    this.fleet = fleet;
    this.epoch = epoch;
  }

  /** Where this upstream says how it stands. */
  String topic() {
    return "roadcase/v1/" + fleet + "/" + KitId.UPSTREAM + "/state";
  }

  /** Where all say how they stand. */
  String everybody() {
    return "roadcase/v1/" + fleet + "/+/state";
  }

  byte[] online() {
    return state(true);
  }

  byte[] offline() {
    return state(false);
  }

  /** Whether a message says how somebody stands. */
  boolean isState(Arrival arrival) {
    return TOPIC.matcher(arrival.topic()).matches();
  }

  /** Whether our own will has come, or that of a run before, while we are here. */
  boolean deniesUs(Arrival arrival) {
    return arrival.topic().equals(topic()) && birth(arrival).map(b -> !b.online()).orElse(false);
  }

  /** The box that says it is online; nothing when the message says anything else. */
  Optional<Box> online(Arrival arrival) {
    Matcher topic = TOPIC.matcher(arrival.topic());
    if (!topic.matches()
        || !topic.group(1).equals(fleet.value())
        || topic.group(2).equals(KitId.UPSTREAM)) {
      return Optional.empty();
    }
    try {
      KitId kit = new KitId(topic.group(2));
      return birth(arrival).filter(Birth::online).flatMap(Birth::life).map(l -> new Box(kit, l));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private record Birth(boolean online, Optional<Incarnation> life) {}

  private static Optional<Birth> birth(Arrival arrival) {
    if (arrival.payload().length > BIRTH_MAX) {
      return Optional.empty();
    }
    try {
      Fields birth = Json.object(arrival.payload(), "a birth");
      return Optional.of(
          new Birth(
              birth.truth("online"),
              birth.has("incarnation")
                  ? Optional.of(birth.as("incarnation", Incarnation::new))
                  : Optional.empty()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private byte[] state(boolean online) {
    String release = Presence.class.getPackage().getImplementationVersion();
    return Json.bytes(
        Json.MAPPER
            .createObjectNode()
            .put("online", online)
            .put("epoch", epoch.value())
            .put("release", release == null ? "dev" : release));
  }
}
