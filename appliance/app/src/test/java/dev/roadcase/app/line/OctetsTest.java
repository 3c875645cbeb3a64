package dev.roadcase.app.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

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
}
