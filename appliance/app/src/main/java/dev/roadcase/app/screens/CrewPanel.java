package dev.roadcase.app.screens;

import dev.roadcase.app.screens.SteadyPanel.Shown;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The crew panel: one page, and the fragments that keep it live.
 *
 * <p>The stream at {@link #EVENTS} carries one server-sent event per fragment (WHATWG HTML, section
 * 9.2): its name is the id of an element, its data the element's new inside. On a new connection
 * all of them are sent; later only what changed, and at least every {@link #BEAT} something.
 */
public final class CrewPanel {
  /** Its address. */
  public static final String PATH = "/crew";

  /** Where the page listens. */
  public static final String EVENTS = "/crew/events";

  /** The longest silence of a stream that is alive. */
  public static final Duration BEAT = Duration.ofSeconds(2);

  /** After so much silence the page says that it shows old news: five missed beats. */
  static final Duration PATIENCE = BEAT.multipliedBy(5);

  private CrewPanel() {}

  /**
   * The page behind a ticket's address, UTF-8: one button, which opens the panel and uses the
   * ticket up.
   */
  public static byte[] entrance(String ticket, CrewFrame frame) {
    return Templates.bytes("ticket.jte", Map.of("ticket", ticket, "frame", frame));
  }

  /** The whole page, UTF-8. */
  public static byte[] page(Shown shown, CrewFrame frame) {
    return Templates.bytes(
        "crew.jte",
        Map.of(
            "title",
            shown.view().kit().value() + " – Roadcase",
            "frame",
            frame,
            "events",
            EVENTS,
            "patienceMillis",
            PATIENCE.toMillis(),
            "boxTime",
            shown.view().now().sure() ? String.valueOf(shown.view().now().wall()) : "",
            "fragments",
            fragments(shown)));
  }

  /** The inside of each live element, by its id, in the order of the page. */
  public static Map<String, String> fragments(Shown shown) {
    Map<String, String> fragments = new LinkedHashMap<>();
    fragments.put("head", Templates.text("crew/head.jte", Map.of("view", shown.view())));
    for (Tile tile : CrewWords.tiles(shown)) {
      fragments.put(tile.id(), Templates.text("crew/tile.jte", Map.of("tile", tile)));
    }
    for (Answer answer : CrewWords.answers(shown)) {
      fragments.put(answer.id(), Templates.text("crew/answer.jte", Map.of("answer", answer)));
    }
    fragments.put(
        "details", Templates.text("crew/details.jte", Map.of("details", CrewWords.details(shown))));
    fragments.put("spoken", Templates.text("crew/spoken.jte", Map.of("words", shown.spoken())));
    return fragments;
  }

  /**
   * The events that bring a page from one state to the next; a beat when nothing changed.
   *
   * @param before what the page was last sent; empty for a new connection
   * @return bytes for a stream of type {@code text/event-stream}
   */
  public static byte[] news(Map<String, String> before, Map<String, String> now) {
    StringBuilder stream = new StringBuilder(before.isEmpty() ? "retry: 2000\n\n" : "");
    now.forEach((id, html) -> {
      if (!html.equals(before.get(id))) {
        stream.append("event: ").append(id).append('\n');
        // An element that is empty is news too, and needs a line of data to be heard.
        if (html.isEmpty()) {
          stream.append("data:\n");
        }
        html.lines().forEach(line -> stream.append("data: ").append(line).append('\n'));
        stream.append('\n');
      }
    });
    if (stream.isEmpty()) {
      stream.append("event: beat\ndata: 1\n\n");
    }
    return stream.toString().getBytes(StandardCharsets.UTF_8);
  }
}
