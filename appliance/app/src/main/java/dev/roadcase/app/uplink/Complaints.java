package dev.roadcase.app.uplink;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Warnings that somebody else can cause as often as they like: of each kind one is logged in a
 * while, and the others are counted. Finer than {@code logging.FloodGate}, which counts by the
 * message's text. Used by one thread.
 */
final class Complaints {
  private static final class Kind {
    long loggedAt;
    long since;
  }

  private final Logger log;
  private final long every;
  private final Map<String, Kind> kinds = new HashMap<>();

  /** One of each kind in {@code every}. */
  Complaints(Logger log, Duration every) {
    this.log = log;
    this.every = every.toNanos();
  }

  /**
   * Logs it, or counts it.
   *
   * @param now monotonic nanoseconds
   */
  void about(String kind, String what, long now) {
    Kind known = kinds.get(kind);
    if (known != null && now - known.loggedAt < every) {
      known.since++;
      return;
    }
    long unsaid = known == null ? 0 : known.since;
    Kind fresh = new Kind();
    fresh.loggedAt = now;
    kinds.put(kind, fresh);
    log.warn("{}{}", what, unsaid == 0 ? "" : " (and " + unsaid + " more like it)");
  }
}
