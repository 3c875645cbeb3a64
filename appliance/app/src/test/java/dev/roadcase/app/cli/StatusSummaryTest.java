package dev.roadcase.app.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.wire.json.Json;
import org.junit.jupiter.api.Test;

class StatusSummaryTest {
  private static final String BOX =
      """
      {"kit":"kit-1","fleet":"acme","mode":"live","release":"0.1.0",
       "selling":{"yes":false,"why":["The crew has loaded no pack."]},
       "power":{"known":false,"why":"no board"},
       "link":{"state":"not-reachable","reachable":false,"lastingSeconds":7300,
         "lastAckSeconds":null,"lastTrouble":"Connection refused"},
       "queue":{"p0":{"waiting":3},"p1":{"waiting":0},"p2":{"waiting":1},"p3":{"waiting":9}},
       "copies":{"boxOnly":3,"upstream":40},"sales":{"sales":41,"refunds":2,"devices":4},
       "clock":{"sure":false,"wall":0},"disk":{"room":"low","freeBytes":67108864},
       "unplug":{"yes":true,"why":[]},
       "strike":{"yes":false,"why":["Only here: 3 sales."]}}
      """;

  @Test
  void whatIsWrongIsSaidWithItsReason() throws Exception {
    JsonNode box = Json.MAPPER.readTree(BOX);
    String said = StatusSummary.of(box);
    for (String line :
        new String[] {
          "Selling     no: The crew has loaded no pack.",
          "Power       unknown: no board",
          "Link        not reachable, for 121 min. Connection refused",
          "Waiting     money 3, stock 0, signals 1, other 9",
          "Copies      of money records: 3 only here, 40 upstream",
          "Devices     4 paired",
          "Disk        low, 67 MB free",
          "Unplug      yes",
          "Strike      not yet: Only here: 3 sales."
        }) {
      assertTrue(
          said.contains(line + System.lineSeparator()) || said.endsWith(line), line + "\n" + said);
    }
    assertTrue(said.contains("not sure: nothing has set it"), said);
  }

  @Test
  void severalReasonsArePartedAndAnExportOnTheOwnDiskIsNamed() throws Exception {
    String two = BOX.replace("[\"Only here: 3 sales.\"]", "[\"one thing\",\"another\"]");
    assertTrue(StatusSummary.of(Json.MAPPER.readTree(two)).contains("not yet: one thing; another"));
    String struck =
        BOX.replace(
                "{\"yes\":false,\"why\":[\"Only here: 3 sales.\"]}", "{\"yes\":true,\"why\":[]}")
            .replace("\"state\":", "\"alone\":true,\"state\":")
            .replaceFirst("\\{", "{\"exported\":{\"at\":0,\"ownDisk\":true},");
    String said = StatusSummary.of(Json.MAPPER.readTree(struck)).replaceAll("\\s+", " ");
    assertTrue(
        said.matches(".*Copies of money records: 3 in the export of \\d\\d:\\d\\d .*"), said);
    assertFalse(said.contains("only here"), said);
    assertFalse(said.contains(", for 121 min"), "what stands alone has no age: " + said);
    String since =
        StatusSummary.of(
                Json.MAPPER.readTree(
                    BOX.replace("\"state\":", "\"alone\":true,\"state\":")
                        .replaceFirst(
                            "\\{", "{\"exported\":{\"at\":0,\"p0\":2,\"ownDisk\":true},")))
            .replaceAll("\\s+", " ");
    assertTrue(since.contains("money records: 1 only here, 2 in the export of "), since);
    assertTrue(said.contains("Strike yes, with the export of "), said);
    assertTrue(said.contains("; it is on this box's own disk: copy it first"), said);
  }

  @Test
  void nothingInAReasonMovesTheCursor() throws Exception {
    JsonNode box = Json.MAPPER.readTree(BOX.replace("no board", "no \\u001b[31mboard\\u202e"));
    String said = StatusSummary.of(box);
    assertTrue(said.codePoints().noneMatch(c -> c == 0x1b || c == 0x202e), said);
  }
}
