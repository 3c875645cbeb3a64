package dev.roadcase.app.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OctetsTest {
  private final List<String> told = new ArrayList<>();

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
  void whoWaitsHasRoomInTurnWhenItsAddressHasSome() {
    Octets octets = new Octets(100, 40);
    Octets.Room one = octets.take("a", 30);
    Octets.Room two = octets.take("a", 10);
    assertFalse(waits(octets, "a", 41, "more than one may have").waits());
    Octets.Turn large = waits(octets, "a", 20, "large");
    Octets.Turn small = waits(octets, "a", 5, "small");
    Octets.Turn left = waits(octets, "a", 5, "left");
    assertFalse(waits(octets, "b", 40, "another address").waits());
    two.giveBack();
    assertTrue(small.waits(), "nobody goes before another");
    assertTrue(left.leave());
    assertFalse(left.leave());
    one.giveBack();
    assertFalse(large.waits());
    assertEquals(
        List.of("more than one may have SHARE", "another address", "large", "small"), told);
    assertEquals(65, octets.taken());
    waits(octets, "a", 40, "late").giveUp();
    assertEquals("late SHARE", told.getLast());
    assertEquals(65, octets.taken());
  }

  @Test
  void whereAllIsTakenNobodyWaits() {
    Octets octets = new Octets(100, 60);
    Octets.Room one = octets.take("a", 50);
    Octets.Room other = octets.take("b", 50);
    assertFalse(waits(octets, "b", 5, "at once").waits());
    Octets.Turn turn = waits(octets, "a", 20, "a");
    one.giveBack();
    assertFalse(turn.waits());
    Octets.Room third = octets.take("c", 30);
    Octets.Turn last = waits(octets, "b", 60, "b");
    other.giveBack();
    assertFalse(last.waits(), "nothing of its own would tell it");
    assertEquals(List.of("at once FULL", "a", "b FULL"), told.subList(0, 3));
    third.giveBack();
  }

  private Octets.Turn waits(Octets octets, String address, int wanted, String name) {
    return octets.inTurn(
        address,
        wanted,
        new AtomicLong(),
        room -> told.add(room.refusal() == null ? name : name + " " + room.refusal()));
  }
}
