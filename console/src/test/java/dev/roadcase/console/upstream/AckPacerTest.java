package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AckPacerTest {
  private static final Box ONE = new Box(new KitId("kit-1"), Incarnation.born(1, 1));
  private static final Box TWO = new Box(new KitId("kit-2"), Incarnation.born(1, 1));
  private static final Duration IDLE = Duration.ofMillis(250);

  private final AckPacer pacer = new AckPacer();

  @Test
  void afterASilenceAtOnce() {
    pacer.touched(List.of(ONE));

    assertEquals(Duration.ZERO, pacer.patience(0, IDLE));
    assertEquals(List.of(ONE), pacer.due(0));
    assertEquals(List.of(), pacer.due(0));
    assertEquals(IDLE, pacer.patience(0, IDLE));
  }

  @Test
  void underLoadOncePerGapAndBox() {
    int sent = 0;
    for (long ms = 0; ms < 1000; ms++) {
      pacer.touched(List.of(ONE));
      sent += pacer.due(ms * 1_000_000).size();
    }

    assertEquals(20, sent);
  }

  @Test
  void theLastOneIsNotForgotten() {
    pacer.touched(List.of(ONE));
    pacer.due(0);
    pacer.touched(List.of(ONE));

    assertEquals(List.of(), pacer.due(10_000_000));
    assertEquals(Duration.ofMillis(40), pacer.patience(10_000_000, IDLE));
    assertEquals(List.of(ONE), pacer.due(50_000_000));
  }

  @Test
  void oneBoxDoesNotHoldUpAnother() {
    pacer.touched(List.of(ONE));
    pacer.due(0);
    pacer.touched(List.of(ONE, TWO));

    assertEquals(List.of(TWO), pacer.due(1_000_000));
  }
}
