package dev.roadcase.drivers.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {

  @Test
  void everythingThatIsWrongIsToldAtOnceWithItsLine() {
    List<String> said =
        wrong(
            """
            name = "bad"
            sped = 60
            [battery]
            capacity_wh = -1
            charge_w = 30
            curve = [[0, 10.0], [50, 9.0], [100, 13.0]]
            colour = "red"
            [start]
            mains = "yes"
            [[event]]
            at = "soon"
            mains = false
            [[event]]
            at = "2h"
            modem = "gone"
            [[event]]
            at = "1h"
            link = "wan"
            watts = 3
            [[event]]
            at = "3h"
            """);
    assertEquals(
        List.of(
            "line 2: a scenario knows no key \"sped\"",
            "line 3: [battery] lacks start_percent",
            "line 4: capacity_wh is a number from 0.1 to 100000",
            "line 6: curve runs from 0 to 100 percent, and its volts do not fall on the way",
            "line 7: [battery] knows no key \"colour\"",
            "line 8: [start] lacks draw_w",
            "line 9: mains is true or false",
            "line 11: at is a time such as \"90s\", \"20m\" or \"1h30m\"",
            "line 15: modem is one of \"absent\", \"lost\", \"registered\", \"roaming\"",
            "line 17: at is earlier than the event before; events stand in their order",
            "line 19: an [[event]] knows no key \"watts\"",
            "line 20: an [[event]] changes something"),
        said);
  }

  @Test
  void aFileThatIsNoTomlSaysWhere() {
    List<String> said = wrong("name = \"x\"\n[battery\n");
    assertTrue(said.getFirst().startsWith("line 2: "), said.toString());
  }

  @Test
  void anEmptyFileSaysWhatItLacks() {
    assertEquals(
        List.of(
            "line 1: a scenario lacks name",
            "line 1: a scenario lacks battery",
            "line 1: a scenario lacks start"),
        wrong(""));
  }

  @Test
  void aBatteryThatCannotCarryTheLoadIsRefused() {
    List<String> said =
        wrong(
            """
            name = "weak"
            [battery]
            capacity_wh = 10
            start_percent = 100
            charge_w = 5
            resistance_ohm = 5
            [start]
            mains = true
            draw_w = 12
            """);
    assertEquals(1, said.size());
    assertTrue(said.getFirst().startsWith("line 2: [battery] gives at most 5 W"), said.toString());
  }

  @Test
  void anUnknownShippedScenarioNamesThoseThatAre() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Scenario.shipped("rain"));
    assertTrue(e.getMessage().contains("show-day"));
  }

  private static List<String> wrong(String toml) {
    return assertThrows(BadScenario.class, () -> Scenario.parse(toml)).problems().stream()
        .map(BadScenario.Problem::toString)
        .toList();
  }
}
