package dev.roadcase.app.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OctetsTest {
  @Test
  void oneAddressHasItsShareAndAllHaveAll() {
    Octets octets = new Octets(100, 40);
    Octets.Room one = octets.take("a", 30);
    assertNull(one.refusal());
    assertEquals(Octets.Refusal.SHARE, octets.take("a", 11).refusal());
    assertNull(octets.take("b", 40).refusal());
    assertEquals(Octets.Refusal.FULL, octets.take("c", 31).refusal());
    one.giveBack();
    one.giveBack();
    assertEquals(40, octets.taken(), "what is given back twice counts once");
    assertNull(octets.take("c", 31).refusal());
    octets.take("c", 40).giveBack();
    assertEquals(71, octets.taken(), "what was refused gives nothing back");
  }

  @Test
  void theBodyThatHasBeenComingForTheLongestMakesRoom() {
    Bodies bodies = new Bodies(100, 40);
    List<String> ended = new ArrayList<>();
    bodies.begins("a", 20, () -> ended.add("a1"));
    Bodies.Coming whole = bodies.begins("a", 20, () -> ended.add("a2"));
    bodies.begins("b", 40, () -> ended.add("b1"));
    whole.over();
    bodies.begins("a", 15, () -> ended.add("a3"));
    assertEquals(List.of(), ended);
    bodies.begins("a", 15, () -> ended.add("a4"));
    assertEquals(List.of("a1"), ended, "of its own first");
    bodies.begins("till", 40, () -> ended.add("till"));
    assertEquals(List.of("a1", "b1"), ended, "then the oldest of all");
    assertEquals(70, bodies.taken());
  }
}
