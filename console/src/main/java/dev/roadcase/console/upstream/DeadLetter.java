package dev.roadcase.console.upstream;

import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.event.Rejected.Place;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What came and could not be taken, for a person to look at.
 *
 * @param kit whose topic it came on, if that names a kit
 * @param place the sequence that it claims to be, if it came on that box's own topic; it then
 *     counts as taken
 * @param payload all of it; the table keeps the beginning
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record DeadLetter(
    String topic, @Nullable KitId kit, @Nullable Place place, String reason, byte[] payload) {

  /** Whose they are and why they are dead: what a person counts them by. */
  record Kind(String kit, String reason) {}

  static DeadLetter of(Booking booking, String reason) {
    return new DeadLetter(
        "up/" + booking.deltaClass().word() + "/" + booking.word(),
        booking.place().source().kit(),
        booking.place(),
        reason,
        booking.body().getBytes(StandardCharsets.UTF_8));
  }

  /** The same, naming no sequence. */
  DeadLetter withoutPlace() {
    return new DeadLetter(topic, kit, null, reason, payload);
  }

  Kind kind() {
    return new Kind(kit == null ? "" : kit.value(), reason);
  }
}
