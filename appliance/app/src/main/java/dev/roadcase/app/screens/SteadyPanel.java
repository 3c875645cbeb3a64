package dev.roadcase.app.screens;

import dev.roadcase.core.attention.Announcements;
import dev.roadcase.core.attention.OffDelay;
import dev.roadcase.core.attention.OnDelay;
import dev.roadcase.core.attention.Urgency;
import dev.roadcase.core.departure.Strike;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds the panel still: what the crew is shown follows what is so by the rules of {@code
 * core.attention}. One for all pages of a box, looked at regularly, also while nobody watches. Has
 * no clock and no thread; the caller lets one in at a time.
 */
public final class SteadyPanel {

  /**
   * What the crew is shown.
   *
   * @param conditions of each part but the answers
   * @param spoken the last thing that a screen reader was told; "" when there was none
   */
  public record Shown(
      CrewView view,
      Map<Part, Condition> conditions,
      Map<Part, Tone> tones,
      boolean strike,
      String spoken) {
    public Shown {
      conditions = Map.copyOf(conditions);
      tones = Map.copyOf(tones);
    }

    Condition condition(Part part) {
      Condition condition = conditions.get(part);
      if (condition == null) {
        throw new IllegalArgumentException(part + " is an answer and no state");
      }
      return condition;
    }

    /** How a part is shown at the moment. */
    Tone tone(Part part) {
      return tones.getOrDefault(part, Tone.CALM);
    }
  }

  private final Map<Part, OnDelay> delays = new EnumMap<>(Part.class);
  private final Announcements announcements = new Announcements();
  private OffDelay strike = OffDelay.START;
  private long sales = Long.MAX_VALUE;
  private String spoken = "";

  /**
   * Takes another look.
   *
   * @param now monotonic nanoseconds, not before those of the last look
   */
  public Shown look(CrewView view, long now) {
    Map<Part, Condition> shown = new EnumMap<>(Part.class);
    Map<Part, Tone> tones = new EnumMap<>(Part.class);
    Map<String, String> sentences = new LinkedHashMap<>();
    PanelConditions.of(view)
        .forEach((part, condition) -> {
          OnDelay delay = delays.getOrDefault(part, OnDelay.START).after(condition.urgency(), now);
          delays.put(part, delay);
          boolean heldBack =
              condition.urgency() != Urgency.NONE
                  && delay.shown() == Urgency.NONE
                  && !condition.hasLasted();
          shown.put(part, heldBack ? condition.whileHeldBack() : condition);
          tones.put(part, heldBack ? Tone.GOOD : condition.tone());
          sentences.put(part.id(), condition.spoken());
        });
    // A sale that was made and confirmed between two looks was one that could have been lost.
    boolean sold = view.selling().sales() > sales;
    sales = view.selling().sales();
    strike = strike.after(view.strike() instanceof Strike.Yes && !sold, now);
    announcements.after(sentences, now).ifPresent(said -> spoken = said);
    return new Shown(view, shown, tones, strike.yes(), spoken);
  }
}
