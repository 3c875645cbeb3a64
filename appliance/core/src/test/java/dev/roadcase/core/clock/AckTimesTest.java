package dev.roadcase.core.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.queue.SequenceSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AckTimesTest {
  private static final long SECOND = 1_000_000_000L;
  private final AckTimes times = new AckTimes();

  @Test
  void anAckIsYoungerThanTheYoungestThatItNames() {
    times.written(DeltaClass.P0, 7, 10 * SECOND);
    times.written(DeltaClass.P0, 8, 20 * SECOND);
    times.written(DeltaClass.P1, 3, 15 * SECOND);
    assertEquals(OptionalLong.of(10 * SECOND), after(DeltaClass.P0, 7));
    assertEquals(OptionalLong.of(20 * SECOND), after(DeltaClass.P0, 8));
    assertEquals(
        OptionalLong.of(15 * SECOND),
        times.signedAfter(
            Map.of(
                DeltaClass.P0, new SequenceSet(7, List.of()),
                DeltaClass.P1, new SequenceSet(0, List.of(new Range(2, 4))))));
  }

  @Test
  void anAckOfAnEarlierBootNamesNothingOfThisOne() {
    times.written(DeltaClass.P0, 101, SECOND);
    assertTrue(after(DeltaClass.P0, 100).isEmpty(), "the retained one, as it comes at first");
    assertTrue(times.signedAfter(Map.of()).isEmpty());
    assertEquals(OptionalLong.of(SECOND), after(DeltaClass.P0, 101));
  }

  @Test
  void aDayOfSalesTakesNoMoreRoomThanAnHour() {
    for (int i = 1; i <= 1_000_000; i++) {
      times.written(DeltaClass.P0, i, i * SECOND / 10);
    }
    assertTrue(after(DeltaClass.P0, 1_000).isEmpty(), "too old to say anything");
    long newest = after(DeltaClass.P0, 1_000_000).orElseThrow();
    assertTrue(100_000 * SECOND - newest <= SECOND, "to the second, and never too young");
  }

  private OptionalLong after(DeltaClass deltaClass, long prefix) {
    return times.signedAfter(Map.of(deltaClass, new SequenceSet(prefix, List.of())));
  }
}
