package dev.roadcase.app.uplink;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Warnings that somebody else can cause as often as they like: one a minute of each kind is logged.
 */
final class Complaints {
  private static final long EVERY = Duration.ofMinutes(1).toNanos();

  private static final class Kind {
    long loggedAt;
    long since;
  }

  private final Logger log;
  private final Map<String, Kind> kinds = new HashMap<>();

  Complaints(Logger log) {
    this.log = log;
  }

  void about(String kind, String what, long now) {
    Kind known = kinds.get(kind);
    if (known != null && now - known.loggedAt < EVERY) {
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
