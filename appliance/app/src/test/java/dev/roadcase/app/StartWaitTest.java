package dev.roadcase.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.roadcase.app.http.Doors;
import dev.roadcase.app.journal.JournalFailure;
import dev.roadcase.app.systemd.Systemd;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Progress counts at a start, not seconds. The times here are pretended, so nothing waits. */
class StartWaitTest {
  private static final Systemd NOBODY = Systemd.of(Map.of());
  private static final StartWait.Pace PACE =
      new StartWait.Pace(Duration.ofMillis(1), Duration.ofMillis(100));

  @Test
  void aStepThatIsSlowAndWorksIsWaitedFor() throws IOException {
    CompletableFuture<String> answer = new CompletableFuture<>();
    AtomicInteger looks = new AtomicInteger();
    StartWait.Work working =
        () -> {
          int look = looks.incrementAndGet();
          if (look == 1_000) {
            answer.complete("open");
          }
          return Duration.ofMillis(look);
        };

    assertEquals("open", StartWait.of("something is done", answer, NOBODY, PACE, working));
  }

  @Test
  void aStepThatStandsStillIsNoFailureOfTheDisk() {
    JournalFailure still =
        assertThrows(
            JournalFailure.class,
            () ->
                StartWait.of(
                    "something is done",
                    new CompletableFuture<String>(),
                    NOBODY,
                    PACE,
                    () -> Duration.ofSeconds(7)));

    assertEquals(JournalFailure.Exit.SOFTWARE, still.exit());
  }

  @Test
  void whatFailedIsThrownAsItIs() {
    CompletableFuture<Doors.Ports> answer =
        CompletableFuture.failedFuture(new IllegalArgumentException("a port that is taken"));

    assertThrows(
        IllegalArgumentException.class, () -> StartWait.of("something is done", answer, NOBODY));
  }
}
