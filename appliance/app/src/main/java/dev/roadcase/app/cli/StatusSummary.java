package dev.roadcase.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.disk.DiskSize;
import dev.roadcase.wire.commandline.Folded;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /box} for a person at a terminal: a line a thing. */
final class StatusSummary {
  private static final int VALUE = 12;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss zzz", Locale.ROOT);

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  /** In the words of the panel. */
  private static final Map<String, String> CLASSES = new LinkedHashMap<>();

  static {
    CLASSES.put("p0", "money");
    CLASSES.put("p1", "stock");
    CLASSES.put("p2", "signals");
    CLASSES.put("p3", "other");
  }

  private final List<String> lines = new ArrayList<>();
  private final int columns = Folded.columns(System.getenv()).orElse(Folded.USUAL);

  private StatusSummary() {}

  /**
   * @param box as the contract has it; what is missing in it is left out here
   */
  static String of(JsonNode box) {
    return new StatusSummary().all(box);
  }

  private String all(JsonNode box) {
    lines.add(
        "Box %s of %s, %s, release %s"
            .formatted(
                text(box, "kit"), text(box, "fleet"), text(box, "mode"), text(box, "release")));
    lines.add("");
    answer("Selling", box.path("selling"), "no", "");
    JsonNode pack = box.path("pack");
    line(
        "Pack",
        pack.isObject() ? text(pack, "show") + ", version " + text(pack, "version") : "none");
    if (pack.path("nextRefused").isTextual()) {
      line("", "the pack of roadcase.toml was not taken: " + text(pack, "nextRefused"));
    }
    line("Power", power(box.path("power")));
    line("Link", link(box.path("link")));
    line("Waiting", waiting(box.path("queue")));
    line("Copies", "of money records: " + copies(box));
    JsonNode sales = box.path("sales");
    line(
        "Sales",
        text(sales, "sales")
            + ", and "
            + text(sales, "refunds")
            + (sales.path("refunds").asLong() == 1 ? " refund" : " refunds"));
    line("Devices", text(sales, "devices") + " paired");
    line("Clock", clock(box.path("clock")));
    JsonNode disk = box.path("disk");
    if (disk.isObject()) {
      long free = disk.path("freeBytes").asLong();
      line("Disk", text(disk, "room") + (free < 0 ? "" : ", " + DiskSize.words(free) + " free"));
    }
    answer("Unplug", box.path("unplug"), "not yet", "");
    answer("Strike", box.path("strike"), "not yet", withExport(box));
    return String.join(System.lineSeparator(), lines);
  }

  private static String power(JsonNode power) {
    if (!power.path("known").asBoolean()) {
      return "unknown" + because(text(power, "why"));
    }
    String source = power.path("mains").asBoolean() ? "mains" : "battery";
    String left =
        power.path("minutesLeft").isNumber() ? ", " + text(power, "minutesLeft") + " min left" : "";
    String made = power.path("simulated").asBoolean() ? " (a simulated board)" : "";
    return source + ", battery at " + text(power, "percent") + " %" + left + made;
  }

  private static String link(JsonNode link) {
    String state = text(link, "state").replace('-', ' ');
    // Nothing has come or gone that could have an age.
    String since =
        link.path("lastingSeconds").isNumber() && !link.path("alone").asBoolean()
            ? ", for " + span(link.path("lastingSeconds").asLong())
            : "";
    String confirmed =
        link.path("lastAckSeconds").isNumber()
            ? "; upstream last confirmed " + Columns.ago(link.path("lastAckSeconds").asLong())
            : "";
    String trouble = text(link, "lastTrouble");
    boolean reachable = link.path("reachable").asBoolean();
    return state + since + confirmed + (reachable || trouble.isEmpty() ? "" : ". " + trouble);
  }

  private static String waiting(JsonNode queue) {
    List<String> classes = new ArrayList<>();
    CLASSES.forEach((word, name) -> classes.add(name + " " + text(queue.path(word), "waiting")));
    return String.join(", ", classes);
  }

  private static String clock(JsonNode clock) {
    String wall =
        TIME.format(
            Instant.ofEpochMilli(clock.path("wall").asLong()).atZone(ZoneId.systemDefault()));
    return clock.path("sure").asBoolean()
        ? wall
        : wall + ", not sure: nothing has set it since the start";
  }

  /** Where they are; what is in an export is not only here. */
  private static String copies(JsonNode box) {
    JsonNode copies = box.path("copies");
    long here = copies.path("boxOnly").asLong();
    JsonNode exported = box.path("exported");
    if (exported.isObject() && box.path("link").path("alone").asBoolean()) {
      long held =
          box.path("strike").path("yes").asBoolean()
              ? here
              : Math.min(here, exported.path("p0").asLong());
      String inExport = held + " in the export of " + clockOf(exported);
      return held == here ? inExport : (here - held) + " only here, " + inExport;
    }
    return "%d only here, %s upstream".formatted(here, text(copies, "upstream"));
  }

  private static String clockOf(JsonNode exported) {
    return Instant.ofEpochMilli(exported.path("at").asLong())
        .atZone(ZoneId.systemDefault())
        .format(CLOCK);
  }

  /** What a yes rests on, where nothing is sent anywhere. */
  private static String withExport(JsonNode box) {
    JsonNode exported = box.path("exported");
    if (!exported.isObject() || !box.path("link").path("alone").asBoolean()) {
      return "";
    }
    return ", with the export of "
        + clockOf(exported)
        + (exported.path("ownDisk").asBoolean()
            ? "; it is on this box's own disk: copy it first"
            : "");
  }

  private void answer(String name, JsonNode answer, String no, String given) {
    if (answer.path("yes").asBoolean()) {
      line(name, "yes" + given);
      return;
    }
    List<String> why = new ArrayList<>();
    answer.path("why").forEach(reason -> why.add(reason.asText()));
    line(
        name,
        no
            + because(
                String.join(why.stream().allMatch(one -> one.endsWith(".")) ? " " : "; ", why)));
  }

  /** Folded to the terminal, under itself. */
  private void line(String name, String value) {
    Folded.folded("%-11s".formatted(name), Columns.fitted(value, 2_000), VALUE, columns)
        .lines()
        .map(String::stripTrailing)
        .forEach(lines::add);
  }

  private static String because(String why) {
    return why.isEmpty() ? "" : ": " + why;
  }

  private static String span(long seconds) {
    Duration span = Duration.ofSeconds(seconds);
    return seconds < 60
        ? seconds + " s"
        : span.toMinutes() < 180 ? span.toMinutes() + " min" : span.toHours() + " h";
  }

  private static String text(JsonNode node, String member) {
    return node.path(member).asText("");
  }
}
