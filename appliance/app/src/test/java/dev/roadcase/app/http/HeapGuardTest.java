package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A heap of 100 octets that collects what it is told to, on a clock of its own. */
class HeapGuardTest {
  private long used;
  private long live;
  private long after;
  private long now;
  private int collections;
  private int shed;

  private final HeapGuard guard =
      new HeapGuard(
          new HeapGuard.Heap() {
            @Override
            public HeapGuard.Reading read() {
              return new HeapGuard.Reading(used, after, 1_000);
            }

            @Override
            public void collect() {
              collections++;
              used = live;
              after = live;
            }
          },
          () -> now,
          () -> ++shed);

  @Test
  void whatNobodyNeedsAnyMoreIsNoReason() {
    used = 900;
    live = 300;
    guard.look();
    assertFalse(guard.pressed());
    assertEquals(1, collections);
    assertEquals(0, shed);
  }

  @Test
  void aHeapThatIsFullAfterACollectionIsRelieved() {
    used = 900;
    live = 850;
    guard.look();
    assertTrue(guard.pressed());
    assertEquals(1, shed);
    guard.look();
    assertEquals(2, shed, "one look is not enough");
    assertEquals(1, collections, "a collection stops the box: not with each look");
    live = 400;
    now += TimeUnit.SECONDS.toNanos(3);
    guard.look();
    assertFalse(guard.pressed());
    assertEquals(2, collections);
    assertEquals(2, shed);
  }

  @Test
  void aHeapWithRoomIsLeftAlone() {
    used = 700;
    guard.look();
    assertFalse(guard.pressed());
    assertEquals(0, collections);
  }
}
