package dev.roadcase.app.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.roadcase.core.fact.Now;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import java.time.Duration;

/**
 * A browser's visit to the crew panel, as its cookie says it. Within a boot the monotonic clock
 * alone counts, so no step of a clock ends a visit or makes it longer; after a restart the interval
 * does, and a visit is over when it has certainly ended.
 *
 * @param boot in which it began; empty in a cookie of a release that did not say
 * @param began milliseconds on the monotonic clock of that boot
 * @param ends epoch seconds, by the best guess of the time when it began
 */
record CrewVisit(String boot, long began, long ends) {
  static final Duration LIFE = Duration.ofHours(12);

  static CrewVisit begins(Now now) {
    return new CrewVisit(
        now.boot(), now.monotonic() / 1_000_000, now.wall() / 1000 + LIFE.toSeconds());
  }

  /** The claims of a cookie whose signature was checked. */
  static CrewVisit of(Fields claims) {
    return new CrewVisit(
        claims.optionalText("boot").orElse(""),
        claims.has("mono") ? claims.whole("mono") : 0,
        claims.whole("exp"));
  }

  boolean over(Now now) {
    return boot.equals(now.boot())
        ? now.monotonic() / 1_000_000 - began > LIFE.toMillis()
        : ends * 1000 < now.lo();
  }

  byte[] claims() {
    try {
      return Json.MAPPER.writeValueAsBytes(
          Json.MAPPER
              .createObjectNode()
              .put("iat", ends - LIFE.toSeconds())
              .put("exp", ends)
              .put("boot", boot)
              .put("mono", began));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
