package dev.roadcase.app.pages;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Now;
import dev.roadcase.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CrewVisitTest {
  private static final long NOON = 1_800_000_000_000L;
  private static final Duration ALMOST = CrewVisit.LIFE.minusSeconds(1);
  private static final Duration BEYOND = CrewVisit.LIFE.plusSeconds(1);

  private final CrewVisit visit = read(CrewVisit.begins(at("one", Duration.ofHours(3), NOON)));

  @Test
  void withinABootItLastsTwelveHoursOfRunningTimeWhateverTheTimeIs() {
    Duration began = Duration.ofHours(3);
    for (long time : new long[] {0, NOON, NOON + Duration.ofDays(3_653).toMillis()}) {
      assertFalse(visit.over(at("one", began.plus(ALMOST), time)));
      assertTrue(visit.over(at("one", began.plus(BEYOND), time)));
    }
  }

  @Test
  void afterARestartItIsOverWhenItHasCertainlyEnded() {
    assertFalse(visit.over(at("two", Duration.ZERO, NOON)));
    assertFalse(visit.over(at("two", Duration.ZERO, NOON + ALMOST.toMillis())));
    assertTrue(visit.over(at("two", Duration.ZERO, NOON + BEYOND.toMillis())));
    assertFalse(visit.over(at("two", BEYOND.multipliedBy(2), NOON)), "another boot's hours");
  }

  @Test
  void aCookieOfAReleaseThatDidNotSayItsBootIsJudgedByTheInterval() {
    String old =
        "{\"iat\":1800000000,\"exp\":" + (1_800_000_000 + CrewVisit.LIFE.toSeconds()) + "}";
    CrewVisit read = CrewVisit.of(Json.object(old.getBytes(StandardCharsets.UTF_8), "a cookie"));
    assertFalse(read.over(at("two", Duration.ZERO, NOON + ALMOST.toMillis())));
    assertTrue(read.over(at("two", Duration.ZERO, NOON + BEYOND.toMillis())));
  }

  private static CrewVisit read(CrewVisit written) {
    return CrewVisit.of(Json.object(written.claims(), "a cookie"));
  }

  private static Now at(String boot, Duration monotonic, long lo) {
    return new Now(boot, monotonic.toNanos(), lo, Now.OPEN, lo);
  }
}
