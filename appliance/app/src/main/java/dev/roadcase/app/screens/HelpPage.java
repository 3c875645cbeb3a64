package dev.roadcase.app.screens;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every state of every part of the panel, in plain words: what it means and what to do. */
public final class HelpPage {
  /** Its address. */
  public static final String PATH = "/crew/help";

  /** A state, in words. */
  public record Entry(
      String anchor, Tone tone, String says, String means, String step, String call) {}

  private HelpPage() {}

  /** The page. It says the same whatever the box is doing. */
  public static byte[] page(CrewFrame frame) {
    Map<String, List<Entry>> parts = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      parts.put(
          part.label(),
          Stream.of(Condition.values())
              .filter(condition -> condition.part() == part)
              .map(c -> new Entry(c.anchor(), c.tone(), c.says(), c.means(), c.step(), c.call()))
              .toList());
    }
    return Templates.bytes("help.jte", Map.of("frame", frame, "parts", parts));
  }

  /** Where a state is explained. */
  public static String link(String anchor) {
    return PATH + "#" + anchor;
  }
}
