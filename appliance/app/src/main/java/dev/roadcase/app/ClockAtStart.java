package dev.roadcase.app;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.clock.ClockMark;
import dev.roadcase.app.clock.SystemClock;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.status.Release;
import dev.roadcase.wire.x509.KitFolder;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which time a box begins with. */
final class ClockAtStart {
  private static final Logger LOG = LoggerFactory.getLogger(ClockAtStart.class);

  private ClockAtStart() {}

  /**
   * Never before what journal, mark and build prove; never beyond {@link #latest}. What says more
   * than that proves nothing: a journal that was dated so is believed as far as it is possible.
   */
  static SystemClock of(BoxConfig config, KitFolder kit, Box box, JournalReader reader) {
    long limit = latest(kit);
    long journal = box.heads().published().lo();
    if (journal > limit) {
      long possible = reader.latestLo(limit);
      LOG.warn(
          "the journal has facts of {}, after the end of this kit's keys: they were dated by a"
              + " clock that was wrong, and stay as they are. The box believes none of those dates"
              + " and goes on from {}",
          Instant.ofEpochMilli(journal),
          Instant.ofEpochMilli(Math.max(possible, Release.BUILT_AFTER)));
      journal = possible;
    }
    long mark = new ClockMark(config.dataDir()).read(limit);
    long floor = Math.max(mark, Math.max(Release.BUILT_AFTER, journal));
    return new SystemClock(config.clock(), floor, limit);
  }

  /** The end of the kit's certificate, or of what a release may live; epoch milliseconds. */
  static long latest(KitFolder kit) {
    return Math.min(
        kit.chain().getFirst().getNotAfter().toInstant().toEpochMilli(), Release.OUTLIVED);
  }
}
