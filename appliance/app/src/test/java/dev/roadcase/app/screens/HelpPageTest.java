package dev.roadcase.app.screens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.screens.CrewView.DevicesSeen;
import dev.roadcase.app.screens.CrewView.LinkSeen;
import dev.roadcase.app.screens.CrewView.PackShown;
import dev.roadcase.app.screens.CrewView.PowerSeen;
import dev.roadcase.app.screens.CrewView.Selling;
import dev.roadcase.app.status.NotSelling;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.link.LinkState;
import dev.roadcase.core.power.PowerState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No state without its words: the panel's, and those of the help page. */
class HelpPageTest {
  private final String help =
      new String(HelpPage.page(Samples.frame(Mode.LIVE)), StandardCharsets.UTF_8);

  @Test
  void everyStateIsExplainedInItsOwnPlace() {
    Set<String> anchors = new HashSet<>();
    for (Condition condition : Condition.values()) {
      assertTrue(anchors.add(condition.anchor()), condition + " shares its place");
      int place = help.indexOf("id=\"" + condition.anchor() + "\"");
      assertTrue(place > 0, condition + " has no place on the help page");
      int next = help.indexOf("class=\"entry\"", place + 1);
      String entry = help.substring(place, next < 0 ? help.length() : next);
      assertFalse(condition.means().isBlank(), condition + " means nothing");
      assertTrue(entry.contains(escaped(condition.means())), condition + ": " + entry);
      assertTrue(entry.contains(condition.tone().word()), condition + ": " + entry);
      String words = entry.replaceAll("</?span[^>]*>", "");
      assertTrue(words.contains(escaped(condition.step())), condition + ": " + entry);
      assertTrue(entry.contains(escaped(condition.call())), condition + ": " + entry);
    }
  }

  @Test
  void everyYellowOrRedStateSaysWhatToDoInOneSentence() {
    for (Condition condition : Condition.values()) {
      boolean todo = condition.tone() == Tone.WATCH || condition.tone() == Tone.BAD;
      if (todo) {
        assertTrue(
            condition.step().matches("[A-Z][^.!?]*\\."), condition + ": " + condition.step());
        assertFalse(
            condition.step().matches("(The|It|This|A|An|You|There|No) .*"),
            condition + " is no imperative: " + condition.step());
      }
    }
  }

  /** Whatever a box can be, the tile shows the step of it as a link to a place that there is. */
  @Test
  void everyTileThatIsYellowOrRedShowsItsStepAsALink() {
    Set<Condition> met = EnumSet.noneOf(Condition.class);
    for (CrewView view : everything()) {
      SteadyPanel.Shown shown = Samples.lasting(view);
      met.addAll(shown.conditions().values());
      for (Tile tile : CrewWords.tiles(shown)) {
        String html = String.valueOf(CrewPanel.fragments(shown).get(tile.id()));
        assertTrue(help.contains("id=\"" + tile.anchor() + "\""), tile.toString());
        if (tile.tone() == Tone.WATCH || tile.tone() == Tone.BAD) {
          assertFalse(tile.step().isBlank(), tile.toString());
          assertTrue(
              html.contains("href=\"/crew/help#" + tile.anchor() + "\">" + escaped(tile.step())),
              html);
        } else {
          assertEquals("", tile.step(), tile.toString());
        }
      }
    }
    Set<Condition> never = EnumSet.allOf(Condition.class);
    never.removeAll(met);
    never.removeIf(c -> c.part() == Part.UNPLUG || c.part() == Part.STRIKE);
    // Seen only in passing.
    never.remove(Condition.LINK_RETRYING);
    assertEquals(Set.of(), never, "these states are never reached");
  }

  /** Each state of each part, the other parts being calm. */
  private static List<CrewView> everything() {
    CrewView calm = Samples.calm();
    List<CrewView> all = new ArrayList<>(Samples.all().values());
    List<PowerSeen> powers = new ArrayList<>(List.of(new PowerSeen.NoBoard()));
    powers.add(new PowerSeen.Unknown("the battery gauge does not answer"));
    powers.add(new PowerSeen.Known(PowerState.ON_MAINS, 5, -1));
    powers.add(new PowerSeen.Known(PowerState.ON_MAINS, 0, -1));
    for (PowerState state : PowerState.values()) {
      powers.add(new PowerSeen.Known(state, 50, 30));
    }
    for (PowerSeen power : powers) {
      all.add(
          Samples.view(
              calm.mode(),
              power,
              calm.link(),
              calm.selling(),
              calm.sync(),
              calm.unplug(),
              calm.strike()));
    }
    for (LinkState state : LinkState.values()) {
      all.add(
          Samples.view(
              calm.mode(),
              calm.power(),
              new LinkSeen(state, "wan", Duration.ofHours(1)),
              calm.selling(),
              calm.sync(),
              calm.unplug(),
              calm.strike()));
    }
    for (NotSelling why : NotSelling.values()) {
      all.add(
          Samples.view(
              calm.mode(),
              calm.power(),
              calm.link(),
              new Selling(List.of(why), 0, null, null),
              Samples.sync(0, 0, 0, 0, null, Duration.ofSeconds(1), 7),
              calm.unplug(),
              calm.strike()));
    }
    for (DevicesSeen seen :
        List.of(
            new DevicesSeen(1, 1, 0, 0, 0),
            new DevicesSeen(1, 0, 1, 0, 0),
            new DevicesSeen(1, 0, 0, 1, 0),
            new DevicesSeen(1, 0, 0, 0, 1))) {
      all.add(
          new CrewView(
              calm.kit(),
              calm.mode(),
              false,
              new PackShown("Lisbon", 1, true),
              Samples.unsure(),
              calm.zone(),
              calm.power(),
              calm.link(),
              calm.selling(),
              calm.sync(),
              calm.unplug(),
              calm.strike(),
              null,
              seen,
              100_000_000,
              seen.pinLocked() > 0));
    }
    return all;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
