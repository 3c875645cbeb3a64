package dev.roadcase.app.box;

import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.pack.PackId;
import java.util.List;

/**
 * A decided command: applied to the staged state, on its way to the disk.
 *
 * @param entries facts of the box's own to be written, in order
 * @param received facts of peers to be written, before the box's own
 * @param rows telemetry to be written
 * @param packs pack files to be kept beside the facts that name them
 * @param outcome what to answer once it is on the disk
 */
public record Prepared<O>(
    List<Entry> entries, List<Entry> received, List<Row> rows, List<PackFile> packs, O outcome) {

  /** A telemetry row with its p3 sequence. */
  public record Row(long seq, long taken, Sample sample) {}

  /** The bytes of a pack, as they came. */
  @SuppressWarnings("ArrayRecordComponent") // handed through to the disk, compared by nobody
  public record PackFile(PackId id, byte[] bytes) {}
}
