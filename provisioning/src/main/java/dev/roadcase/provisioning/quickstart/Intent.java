package dev.roadcase.provisioning.quickstart;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.util.Optional;

/**
 * What a quickstart set out to make. Noted before anything is made, so that an attempt that was
 * interrupted is taken up as what it was begun as, whatever was typed the second time.
 *
 * @param show empty for keys to try with
 * @param local whether only this machine is to reach the box
 */
public record Intent(Optional<Show> show, boolean local) {

  /** A live show: whose fleet, and what it is called. */
  public record Show(FleetId fleet, String name) {
    @Override
    public String toString() {
      return "fleet " + fleet + ", show " + name;
    }
  }

  /** As {@code roadcase.toml} has it. */
  public String mode() {
    return show.isPresent() ? "live" : "rehearsal";
  }

  /** One line of JSON. */
  byte[] write() {
    var node = Json.MAPPER.createObjectNode().put("mode", mode()).put("local", local);
    show.ifPresent(live -> node.put("fleet", live.fleet().value()).put("show", live.name()));
    return Json.bytes(node);
  }

  /**
   * Reads it back.
   *
   * @param what the file, for a complaint
   * @throws Malformed when it is no such note
   */
  static Intent read(byte[] bytes, String what) {
    Fields fields = Json.object(bytes, what);
    boolean local = fields.truth("local");
    return switch (fields.text("mode")) {
      case "rehearsal" -> new Intent(Optional.empty(), local);
      case "live" ->
          new Intent(
              Optional.of(new Show(fields.as("fleet", FleetId::new), fields.text("show"))), local);
      default -> throw new Malformed(what + ": \"mode\" is live or rehearsal");
    };
  }
}
