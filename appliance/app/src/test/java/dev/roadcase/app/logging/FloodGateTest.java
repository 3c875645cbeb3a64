package dev.roadcase.app.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FloodGateTest {
  private final AtomicLong nanos = new AtomicLong();
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final LoggerContext context = new LoggerContext();
  private Logger logger;

  @BeforeEach
  void aLoggerBehindTheGate() {
    FloodGate gate = new FloodGate(nanos::get);
    gate.start();
    context.addTurboFilter(gate);
    logger = context.getLogger("box");
    logger.setLevel(Level.INFO);
    said.start();
    logger.addAppender(said);
  }

  @Test
  void aFloodIsCutAndCounted() {
    long before = FloodGate.leftOut();
    for (int i = 0; i < 1000; i++) {
      logger.warn("the modem does not answer, try {}", i);
    }
    assertEquals(FloodGate.A_MINUTE, said.list.size());
    assertEquals(1000 - FloodGate.A_MINUTE, FloodGate.leftOut() - before);

    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    logger.info("something else");
    assertEquals(
        "980 more in the last minute, left out: the modem does not answer, try {}",
        said.list.get(FloodGate.A_MINUTE).getFormattedMessage());
    logger.warn("the modem does not answer, try {}", 1001);
    assertEquals("the modem does not answer, try 1001", said.list.getLast().getFormattedMessage());
  }

  @Test
  void oneKindDoesNotSilenceAnother() {
    for (int i = 0; i < 100; i++) {
      logger.warn("flood");
    }
    logger.warn("the disk is full");
    assertTrue(
        said.list.stream().anyMatch(e -> e.getFormattedMessage().equals("the disk is full")));
  }

  @Test
  void whatIsBelowTheLevelIsNotCounted() {
    long before = FloodGate.leftOut();
    for (int i = 0; i < 100; i++) {
      logger.debug("detail");
    }
    assertEquals(before, FloodGate.leftOut());
  }
}
