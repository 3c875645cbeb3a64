package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns<String> turns = new Turns<>();

  @Test
  void oneMessageWaitsBehindOneOfAFlood() throws Exception {
    for (int i = 0; i < 10_000; i++) {
      turns.add("kit-2", "flood " + i);
    }
    turns.add("kit-1", "a sale");

    assertEquals(List.of("flood 0", "a sale", "flood 1"), next(3));
  }

  @Test
  void whatIsOfOneKitKeepsItsOrder() throws Exception {
    for (int i = 0; i < 3; i++) {
      turns.add("a", "a" + i);
      turns.add("b", "b" + i);
    }
    assertEquals(List.of("a0", "b0", "a1", "b1", "a2", "b2"), next(6));
    assertNull(turns.next(0));
    assertNull(turns.next(1_000), "waited for, and in vain");
  }

  @Test
  void aKitThatComesBackWaitsBehindThoseWhoWait() throws Exception {
    turns.add("a", "a0");
    turns.add("b", "b0");
    turns.add("b", "b1");
    assertEquals(List.of("a0"), next(1));
    turns.add("a", "a1");
    assertEquals(List.of("b0", "a1", "b1"), next(3));
  }

  private List<String> next(int count) throws InterruptedException {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(turns.next(0));
    }
    return all;
  }
}
