package dev.roadcase.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.cli.LocalDoor.Refused;
import java.util.ArrayList;
import java.util.List;

/** Tells somebody who typed a device's name what its id is: names are the devices' own. */
final class Namesake {
  private static final int NAME_MAX = 40;

  private Namesake() {}

  /**
   * Passes what is no name in the list.
   *
   * @param list what the box answered: objects with a name and an id
   * @param member in which the id stands
   * @param verb as it is typed before the id
   * @throws Refused with the line to type instead
   */
  static void refuse(String typed, JsonNode list, String member, String verb) throws Refused {
    List<String> ids = new ArrayList<>();
    for (JsonNode one : list) {
      String id = one.path(member).asText();
      if (id.equals(typed)) {
        return;
      }
      if (one.path("name").asText().equalsIgnoreCase(typed.strip())) {
        ids.add(id);
      }
    }
    if (ids.isEmpty()) {
      return;
    }
    String name = Columns.fitted(typed.strip(), NAME_MAX);
    throw new Refused(
        ids.size() == 1
            ? name
                + " is a name; its device is "
                + ids.getFirst()
                + ": "
                + verb
                + " "
                + ids.getFirst()
            : name
                + " is the name of several devices: "
                + String.join(", ", ids)
                + ". Name one of them: "
                + verb
                + " "
                + ids.getFirst());
  }
}
