package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.console.upstream.Intake.Read;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private final Intake intake = new Intake(new FleetId("acme"));
  private final PretendBox box = new PretendBox("acme", "kit-4", 1);

  @Test
  void aBoxOnItsOwnTopicIsHeard() {
    DeltaEvent sale = box.sale(500, Mode.LIVE);

    assertEquals(List.of(sale), intake.read(box.arrival(sale)).deltas());
  }

  @Test
  void aKitSpeaksForItselfOnly() {
    DeltaEvent sale = box.sale(500, Mode.LIVE);
    Arrival arrival = box.arrival(EventCodec.batch(List.of(sale, sale)));
    for (String topic : List.of("roadcase/v1/acme/kit-5/up/p0/batch")) {
      Read read = intake.read(moved(arrival, topic));
      assertEquals(List.of(), read.deltas());
      assertEquals(2, read.dead().size());
      assertNull(read.dead().getFirst().place(), "kit-5 cannot fill a place of kit-4's");
    }
  }

  @Test
  void aBadEventOnAnothersTopicHasNoPlaceEither() {
    Arrival arrival = box.arrival(box.power(50));
    Arrival bad =
        new Arrival(arrival.topic(), "text/html", arrival.userProperties(), arrival.payload());

    assertNotNull(intake.read(bad).dead().getFirst().place());
    assertNull(
        intake
            .read(moved(bad, "roadcase/v1/acme/kit-5/up/p2/power-changed"))
            .dead()
            .getFirst()
            .place());
  }

  @Test
  void anotherFleetAndNoTopicOfOursAreDeadLetters() {
    Arrival arrival = box.arrival(box.power(50));
    for (String topic :
        List.of(
            "roadcase/v1/other/kit-4/up/p2/power-changed",
            "roadcase/v2/acme/kit-4/up/p2/power-changed",
            "roadcase/v1/acme/Kit 4/up/p2/power-changed",
            "roadcase/v1/acme//up/p2/power-changed",
            "roadcase/v1/acme/kit-4/ack",
            "",
            "/",
            "roadcase/v1/acme/kit-4/up/")) {
      Read read = intake.read(moved(arrival, topic));
      assertTrue(read.deltas().isEmpty(), topic);
      assertEquals(1, read.dead().size(), topic);
    }
  }

  @Test
  void aPropertyThatStandsTwiceMakesADeadLetter() {
    Arrival arrival = box.arrival(box.power(50));
    List<Map.Entry<String, String>> twice = new ArrayList<>(arrival.userProperties());
    twice.add(Map.entry("sequence", "9"));

    Read read =
        intake.read(new Arrival(arrival.topic(), arrival.contentType(), twice, arrival.payload()));

    assertEquals("a user property stands twice", read.dead().getFirst().reason());
  }

  private static Arrival moved(Arrival arrival, String topic) {
    return new Arrival(topic, arrival.contentType(), arrival.userProperties(), arrival.payload());
  }
}
