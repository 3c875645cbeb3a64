package dev.roadcase.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WaitingSinceTest {

  @Test
  void nothingThatWaitsHasNoAge() {
    WaitingSince since = WaitingSince.START.after(7, OptionalLong.empty(), 5);
    assertEquals(Duration.ZERO, since.age(OptionalLong.empty(), 99));
  }

  @Test
  void whatIsNeverTakenGrowsOlderWhateverComesAfterIt() {
    WaitingSince since = WaitingSince.START;
    for (long now = 1; now <= 100; now++) {
      since = since.after(now, OptionalLong.of(1), now);
    }
    assertEquals(Duration.ofNanos(99), since.age(OptionalLong.of(1), 100));
  }

  /**
   * Against the birth of each: never too old, and too young by one clearing of the queue at most.
   */
  @Test
  void theAgeIsNeverTooLongAndFollowsWithinOneDelay() {
    Random chance = new Random(3);
    List<Long> born = new ArrayList<>();
    List<Long> taken = new ArrayList<>();
    WaitingSince since = WaitingSince.START;
    int acked = 0;
    for (long now = 0; now < 20_000; now++) {
      if (chance.nextInt(3) == 0) {
        long after = taken.isEmpty() ? 0 : taken.getLast();
        born.add(now);
        taken.add(Math.max(after, now + 10 + chance.nextInt(50)));
      }
      while (acked < taken.size() && taken.get(acked) <= now) {
        acked++;
      }
      OptionalLong oldest =
          acked == born.size() ? OptionalLong.empty() : OptionalLong.of(acked + 1L);
      since = since.after(born.size(), oldest, now);
      long said = since.age(oldest, now).toNanos();
      long real = oldest.isEmpty() ? 0 : now - born.get(acked);
      assertTrue(said <= real, now + ": " + said + " of " + real);
      assertTrue(real - said <= 60, now + ": " + said + " of " + real);
    }
  }
}
