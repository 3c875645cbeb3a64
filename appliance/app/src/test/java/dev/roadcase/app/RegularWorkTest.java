package dev.roadcase.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RegularWorkTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  /** An error with a stack trace in the log of a box that stops in good order frightens people. */
  @Test
  void workThatIsClosedIsNotBegunWhileVertxCloses() throws Exception {
    Vertx vertx = Vertx.vertx();
    Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    vertx.exceptionHandler(thrown::add);
    CountDownLatch goesOn = new CountDownLatch(5);
    RegularWork work =
        RegularWork.every(
            vertx,
            MILLISECOND,
            MILLISECOND,
            () -> {
              goesOn.countDown();
              return null;
            });
    assertTrue(goesOn.await(60, SECONDS));

    work.close();
    vertx.close().await(60, SECONDS);

    assertEquals(0, thrown.size(), thrown::toString);
  }
}
