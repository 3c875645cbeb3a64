package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StrangersMemoryTest {
  private static final long MIB = 1 << 20;

  @Test
  void strangersHaveApartOfWhatTheCatalogueHasLeft() {
    for (long used = 0; used < 104; used++) {
      StrangersMemory memory = StrangersMemory.of(128 * MIB, used * MIB);
      assertTrue(memory.held() + memory.bodies() <= (128 - used) * MIB / 3 + 1, "at " + used);
    }
  }

  @Test
  void thereIsALeastAndAMost() {
    StrangersMemory full = StrangersMemory.of(128 * MIB, 127 * MIB);
    assertEquals(StrangersMemory.LEAST, full.held() + full.bodies());
    StrangersMemory large = StrangersMemory.of(4_096 * MIB, 100 * MIB);
    assertEquals(StrangersMemory.MOST, large.held() + large.bodies());
    // One body of the largest has room in what one address may have of the least.
    assertTrue(full.bodies() / 4 >= Doors.BODY_MAX);
  }
}
