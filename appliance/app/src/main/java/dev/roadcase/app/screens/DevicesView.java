package dev.roadcase.app.screens;

import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.Staleness;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.Role;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which devices wait to be approved and which are paired, at one moment.
 *
 * @param waiting in the order in which they came
 * @param devices in no order, the blocked among them
 * @param known of revocations
 */
public record DevicesView(Mode mode, List<Asking> waiting, List<Seen> devices, Known known) {
  public DevicesView {
    waiting = List.copyOf(waiting);
    devices = List.copyOf(devices);
  }

  /**
   * A device that waits.
   *
   * @param id at the desk; opens nothing
   * @param name as a stranger gave it
   * @param code eight letters that its screen shows too
   * @param digits six digits that both screens show; "" when there are none, or none yet
   * @param digitsDue whether they are still to come; it cannot be approved before
   * @param keyKnown whether it has shown or named its key
   */
  public record Asking(
      String id,
      String name,
      Role role,
      String code,
      String digits,
      boolean digitsDue,
      boolean keyKnown) {}

  /**
   * A device that was paired.
   *
   * @param pinLocked whether only the crew lets it try a PIN again
   * @param bound how long a box that has not heard of a revocation may accept its last token; zero
   *     when it has none
   */
  public record Seen(Device device, boolean pinLocked, Duration bound) {}

  /**
   * What the box knows of revocations.
   *
   * @param age of the oldest word that its doors rely on
   * @param row of the table that counts at that age
   * @param elsewhere when the last token ends where nobody hears of a revocation
   * @param keys the show's list of revoked kits' keys; null as long as there is none
   */
  public record Known(
      Duration age, Staleness.Row row, Duration elsewhere, @Nullable KeyList keys) {}

  /** A list of revoked kits' keys, by its number. */
  public record KeyList(long number, int keys, Duration age) {}
}
