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
  void doorsShareOneAccount() {
    Octets octets = new Octets(100, 60);
    Place here = new Places(3, 2, () -> now, octets, octets).enter("a", () -> {}).orElseThrow();
    Place there = new Places(3, 2, () -> now, octets, octets).enter("b", () -> {}).orElseThrow();
    Octets.Room room = here.room(60);
    assertEquals(null, room.refusal());
    assertEquals(Octets.Refusal.FULL, there.room(60).refusal());
    room.giveBack();
    room.giveBack();
    assertEquals(null, there.room(60).refusal());
    assertEquals(60, octets.taken());
  }

  @Test
  void aStreamWeighsAndGivesAllOfItBack() {
    // A quarter of a share is for answers.
    Octets octets = new Octets(3L * Place.STREAM_OCTETS, 3L * Place.STREAM_OCTETS);
    Places one = new Places(3, 2, () -> now, octets, new Octets(0, 0));
    Place place = one.enter("a", () -> {}).orElseThrow();
    Octets.Room first = place.streamBegins(() -> false);
    assertEquals(null, place.streamBegins(() -> false).refusal());
    assertEquals(Octets.Refusal.SHARE, place.streamBegins(() -> false).refusal());
    assertEquals(null, place.streamBegins(() -> true).refusal(), "one of ours");
    assertEquals(2L * Place.STREAM_OCTETS, place.held());
    first.giveBack();
    assertEquals(1, one.streams().taken());
    assertEquals(Place.STREAM_OCTETS, place.held());
  }

  @Test
  void whoHoldsTheMostIsClosedAndNoDeviceIs() {
    Places one = new Places(9, 9, () -> now, new Octets(1 << 30, 1 << 30), new Octets(0, 0));
    for (String name : List.of("most", "half", "little", "device")) {
      Place place = one.enter(name, () -> closed.add(name)).orElseThrow();
      place.room(
          switch (name) {
            case "half" -> 400_000;
            case "little" -> 1_000;
            default -> 800_000;
          });
      if (name.equals("device")) {
        place.recognise();
      }
    }
    assertEquals(2, one.closeTheHeaviest());
    assertEquals(List.of("half", "most"), closed.stream().sorted().toList());
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
  void theCrowdOfOneAddressMakesRoomAndNotAnAddressWithOne() {
    Places fair = new Places(3, 3, () -> now, Places.Eviction.LARGEST_CROWD);
    for (String address : List.of("alone", "crowd", "crowd", "next", "last")) {
      now++;
      assertTrue(fair.enter(address, () -> closed.add(address)).isPresent());
    }
    assertEquals(List.of("crowd", "alone"), closed, "of those with one each, the oldest");
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
