package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RepeatedWarningsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Logger log = (Logger) LoggerFactory.getLogger("repeated-warnings-test");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final RepeatedWarnings warnings = new RepeatedWarnings(log, "dead letters");

  @BeforeEach
  void listen() {
    lines.start();
    log.addAppender(lines);
    log.setAdditive(false);
    log.setLevel(Level.WARN);
  }

  @AfterEach
  void stop() {
    log.detachAppender(lines);
  }

  @Test
  void aFloodIsOneLineAMinuteWithItsCount() {
    for (int i = 0; i < 8_000; i++) {
      warnings.warn("kit-2", "no event", 1, i * SECOND / 1_000);
    }
    assertEquals(List.of("kit-2/no event/1"), said());

    warnings.flush(61 * SECOND);
    assertEquals(List.of("kit-2/no event/1", "kit-2/no event/7999"), said());
    warnings.flush(200 * SECOND);
    assertEquals(2, said().size(), "nothing new, nothing said");
  }

  @Test
  void eachKitAndReasonHasALineOfItsOwn() {
    warnings.warn("kit-1", "a", 1, 0);
    warnings.warn("kit-2", "a", 2, 0);
    warnings.warn("kit-2", "b", 3, 0);

    assertEquals(List.of("kit-1/a/1", "kit-2/a/2", "kit-2/b/3"), said());
  }

  @Test
  void whoInventsReasonsHasAFewLines() {
    for (int i = 0; i < 10_000; i++) {
      warnings.warn("kit-2", "reason " + i, 1, 0);
    }
    assertTrue(said().size() <= RepeatedWarnings.REASONS_MAX + 1, said().toString());
    assertTrue(said().contains("kit-2/other reasons/1"), said().toString());
  }

  private List<String> said() {
    return lines.list.stream()
        .map(line ->
            line.getKeyValuePairs().stream()
                .map(pair -> String.valueOf(pair.value))
                .collect(Collectors.joining("/")))
        .toList();
  }
}
