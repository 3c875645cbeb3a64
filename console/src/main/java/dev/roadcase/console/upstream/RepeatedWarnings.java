package dev.roadcase.console.upstream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Warnings that a kit can cause as often as it likes: one a minute for each kit and reason, with
 * the number of times since the last one. Of one kit at most {@link #REASONS_MAX} reasons are told
 * apart, of kits {@link #KITS_MAX}; the others are one line. Safe for use by several threads.
 */
final class RepeatedWarnings {
  /** Reasons of one kit in one minute. */
  static final int REASONS_MAX = 8;

  /** Kits in one minute. */
  static final int KITS_MAX = 256;

  private static final long EVERY = Duration.ofMinutes(1).toNanos();
  private static final String OTHERS = "other reasons";

  private static final class Line {
    private final long loggedAt;
    private long since;

    Line(long loggedAt) {
      this.loggedAt = loggedAt;
    }
  }

  private final Logger log;
  private final String what;
  private final Map<String, Map<String, Line>> kits = new HashMap<>();

  /**
   * @param what stands before each reason
   */
  RepeatedWarnings(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  /**
   * Says it, or counts it.
   *
   * @param kit empty when it is of nobody in particular
   * @param now monotonic nanoseconds
   * @return whether it was said
   */
  synchronized boolean warn(String kit, String reason, int count, long now) {
    flush(now);
    Map<String, Line> lines =
        kits.computeIfAbsent(
            kits.containsKey(kit) || kits.size() < KITS_MAX ? kit : "others", k -> new HashMap<>());
    String said = lines.size() < REASONS_MAX || lines.containsKey(reason) ? reason : OTHERS;
    Line line = lines.get(said);
    if (line == null) {
      lines.put(said, new Line(now));
      say(kit, said, count);
      return true;
    }
    line.since += count;
    return false;
  }

  /** Says what was counted a minute ago and longer. */
  synchronized void flush(long now) {
    kits.forEach((kit, lines) -> {
      Map<String, Line> again = new HashMap<>();
      for (Iterator<Map.Entry<String, Line>> i = lines.entrySet().iterator(); i.hasNext(); ) {
        Map.Entry<String, Line> one = i.next();
        if (now - one.getValue().loggedAt >= EVERY) {
          i.remove();
          if (one.getValue().since > 0) {
            say(kit, one.getKey(), one.getValue().since);
            again.put(one.getKey(), new Line(now));
          }
        }
      }
      lines.putAll(again);
    });
    kits.values().removeIf(Map::isEmpty);
  }

  private void say(String kit, String reason, long count) {
    log.atWarn()
        .addKeyValue("kit", kit.isEmpty() ? "-" : kit)
        .addKeyValue("reason", reason)
        .addKeyValue("count", count)
        .log(what);
  }
}
