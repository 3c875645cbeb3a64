package dev.roadcase.app.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodiesTest {
  private static final int LARGEST = 262_144;
  private final List<String> ended = new ArrayList<>();

  @Test
  void theBodyThatHasBeenComingForTheLongestMakesRoomAmongEquals() {
    Bodies bodies = new Bodies(100, 40);
    begins(bodies, "a", 20);
    Bodies.Coming whole = begins(bodies, "a", 20);
    begins(bodies, "b", 40);
    whole.over();
    begins(bodies, "a", 15);
    assertEquals(List.of(), ended);
    begins(bodies, "a", 15);
    assertEquals(List.of("a 20"), ended, "of its own first");
    begins(bodies, "till", 40);
    assertEquals(List.of("a 20", "b 40"), ended, "then of those with the most");
    assertEquals(70, bodies.taken());
  }

  @Test
  void manyStrangersDoNotPushOutTheSaleOfATill() {
    Bodies bodies = new Bodies(16 << 20, 4 << 20);
    Bodies.Coming sale = begins(bodies, "till", 1_500);
    for (int round = 0; round < 100; round++) {
      for (int stranger = 0; stranger < 30; stranger++) {
        begins(bodies, "stranger " + stranger, LARGEST);
      }
    }
    assertFalse(ended.contains("till 1500"), "a small body is no oldest one");
    assertTrue(bodies.taken() <= 16 << 20);
    long before = bodies.taken();
    sale.over();
    assertEquals(before - 1_500, bodies.taken());
  }

  @Test
  void neitherWhenTheStrangersAreMoreThanThereIsRoomFor() {
    Bodies bodies = new Bodies(16 << 20, 4 << 20);
    begins(bodies, "till", 1_500);
    for (int stranger = 0; stranger < 1_000; stranger++) {
      begins(bodies, "stranger " + stranger, LARGEST);
    }
    assertFalse(ended.contains("till 1500"));
  }

  @Test
  void neitherWhenAStrangerHasTheSameAddress() {
    Bodies bodies = new Bodies(16 << 20, 4 << 20);
    begins(bodies, "tent", 1_500);
    for (int i = 0; i < 200; i++) {
      begins(bodies, "tent", LARGEST);
    }
    assertFalse(ended.contains("tent 1500"));
    assertTrue(bodies.taken() <= 4 << 20);
  }

  @Test
  void aBodyWithoutALengthCountsAsWhatHasComeOfIt() {
    Bodies bodies = new Bodies(16 << 20, 4 << 20);
    List<Bodies.Coming> unsaid = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      unsaid.add(bodies.beginsWithoutLength("a", LARGEST, () -> ended.add("unsaid")));
    }
    assertEquals(100L * Bodies.CHUNK, bodies.taken());
    assertEquals(List.of(), ended);
    unsaid.getFirst().came(1_000);
    assertEquals(100L * Bodies.CHUNK + 1_000, bodies.taken());
    unsaid.getFirst().came(2 * LARGEST);
    assertEquals(99L * Bodies.CHUNK + LARGEST, bodies.taken(), "more than it may have is refused");
    unsaid.forEach(one -> one.came(LARGEST));
    assertTrue(bodies.taken() <= 4 << 20, "what comes is bounded as what is announced");
    assertEquals(84, ended.size());
    unsaid.forEach(Bodies.Coming::over);
    unsaid.forEach(one -> one.came(1));
    assertEquals(0, bodies.taken());
  }

  private Bodies.Coming begins(Bodies bodies, String address, int octets) {
    return bodies.begins(address, octets, () -> ended.add(address + " " + octets));
  }
}
