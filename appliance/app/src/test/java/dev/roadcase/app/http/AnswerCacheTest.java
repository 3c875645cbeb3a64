package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AnswerCacheTest {
  private static final int OCTETS = 10_000;

  @Test
  void whatIsKeptStaysWithinItsOctetsAndWhatIsAskedForStays() {
    DirectMemory memory = new DirectMemory(1 << 20);
    AnswerCache<Integer> cache = new AnswerCache<>(100_000);
    for (int i = 0; i < 1_000; i++) {
      cache.put(i, answer(memory));
      assertNotNull(cache.get(0), "asked for all the time: " + i);
      assertTrue(cache.weight() <= 100_000);
    }
    assertNull(cache.get(1));
    assertNotNull(cache.get(999));
    assertTrue(memory.given() <= 1 << 20);
  }

  @Test
  void whatIsLargerThanAllIsNotKept() {
    AnswerCache<String> cache = new AnswerCache<>(OCTETS / 2);
    cache.put("large", answer(new DirectMemory(1 << 20)));
    assertNull(cache.get("large"));
    assertEquals(0, cache.weight());
  }

  @Test
  void withoutMemoryBesideTheHeapAnAnswerStaysOnIt() {
    DirectMemory memory = new DirectMemory(OCTETS / 2);
    ReadyAnswer answer = answer(memory);
    assertNull(answer.whole(null), "nothing lies there to be sent as it is");
    assertEquals(0, memory.given());
    assertNotNull(answer(new DirectMemory(1 << 20)).whole(null));
  }

  private static ReadyAnswer answer(DirectMemory memory) {
    return ReadyAnswer.kept(
        Content.data(new byte[OCTETS], "image/webp", CacheClass.IMMUTABLE), memory);
  }
}
