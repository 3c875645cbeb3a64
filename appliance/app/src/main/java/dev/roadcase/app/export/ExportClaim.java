package dev.roadcase.app.export;

import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;

/**
 * What an export says it holds: every fact of a journal up to a position. The box believes it only
 * as far as its own journal agrees, see {@link ExportRegister}.
 *
 * @param incarnation of the journal
 * @param position of the last fact, 1 or more
 * @param head SHA-256 of that fact as it is written down
 * @param ownDisk whether the export lies on the disk of the journal
 */
public record ExportClaim(Incarnation incarnation, long position, Hash head, boolean ownDisk) {

  /** Reads what {@link #write} wrote. */
  public static ExportClaim read(byte[] json) {
    Fields fields = Json.object(json, "an export's note");
    ExportClaim claim =
        new ExportClaim(
            fields.as("incarnation", Incarnation::new),
            fields.whole("position"),
            fields.as("head", Hash::new),
            fields.truth("ownDisk"));
    fields.done();
    return claim;
  }

  /** One JSON object, UTF-8. */
  public byte[] write() {
    return Json.bytes(
        Json.MAPPER
            .createObjectNode()
            .put("incarnation", incarnation.value())
            .put("position", position)
            .put("head", head.value())
            .put("ownDisk", ownDisk));
  }
}
