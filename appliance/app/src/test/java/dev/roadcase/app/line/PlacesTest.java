package dev.roadcase.app.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who has to go when the house is full. */
class PlacesTest {
  private long now;
  private final Places places = new Places(3, 2, () -> now);
  private final List<String> closed = new ArrayList<>();

  @Test
  void whoeverHasWantedNothingForTheLongestMakesRoom() {
    Place first = enter("a").orElseThrow();
    enter("b");
    enter("c");
    first.rests();
    assertTrue(enter("d").isPresent());
    assertEquals(List.of("b"), closed);
    assertEquals(3, places.in());
  }

  @Test
  void aDeviceThatHasShownItsTokenStays() {
    enter("a").orElseThrow().recognise();
    enter("b").orElseThrow().recognise();
    enter("c");
    for (int i = 0; i < 100; i++) {
      assertTrue(enter("flood " + i).isPresent());
    }
    assertEquals("c", closed.getFirst());
    assertTrue(!closed.contains("a") && !closed.contains("b"));
    assertEquals(3, places.in());
  }

  @Test
  void whoIsBeingAnsweredStaysForAWhile() {
    for (String address : List.of("a", "b", "c")) {
      enter(address).orElseThrow().asks();
    }
    assertTrue(enter("d").isEmpty());
    now += Duration.ofSeconds(5).toNanos();
    assertTrue(enter("d").isPresent());
    assertEquals(List.of("a"), closed);
  }

  @Test
  void anAddressGetsItsShareAndNobodyMakesRoomForMore() {
    enter("a");
    enter("a");
    assertTrue(enter("a").isEmpty());
    assertEquals(List.of(), closed);
  }

  @Test
  void whoLeavesTwiceLeavesOnce() {
    Place place = enter("a").orElseThrow();
    enter("a");
    place.leave();
    place.leave();
    assertEquals(1, places.in());
    assertTrue(enter("a").isPresent());
    assertTrue(enter("a").isEmpty());
  }

  private Optional<Place> enter(String address) {
    now++;
    return places.enter(address, () -> closed.add(address));
  }
}
