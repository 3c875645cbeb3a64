package dev.roadcase.app.journal;

import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.core.fact.Mode;
import java.util.List;

/** What the writer asks of the place where facts are kept. Used by its thread alone. */
public interface Journal {

  /**
   * Writes a batch as one and returns when it is on the disk.
   *
   * @param keepTelemetryFrom rows before this p3 sequence are no longer needed
   * @throws NotNow when the disk is full: nothing was written
   * @throws JournalFailure when the disk failed: nobody can say what was written
   */
  void commit(List<Prepared<?>> batch, Mode mode, long keepTelemetryFrom);

  /** Replaces the snapshot. A full disk is not worth a word: the facts are all there. */
  boolean save(Snapshot snapshot);

  /** Folds what was written into its final place. Whether all of it is there. */
  boolean checkpoint();

  /** As {@link #checkpoint}, when enough waits for it. Called after each batch. */
  void checkpointIfLong();

  /** Bytes of its files, for metrics. Any thread may ask. */
  default long bytes() {
    return 0;
  }

  /** Notes that this run ends in good order, and closes. */
  void closeClean();
}
