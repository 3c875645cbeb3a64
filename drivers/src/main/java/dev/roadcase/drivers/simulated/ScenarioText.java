package dev.roadcase.drivers.simulated;

import dev.roadcase.drivers.link.LinkReading.Carrier;
import dev.roadcase.drivers.modem.ModemReading.Technology;
import dev.roadcase.drivers.simulated.BadScenario.Problem;
import dev.roadcase.drivers.simulated.Battery.CurvePoint;
import dev.roadcase.drivers.simulated.Change.ModemState;
import dev.roadcase.drivers.simulated.Scenario.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** The text of a scenario (TOML 1.0), and of a single change. */
final class ScenarioText {
  private static final Pattern TIME =
      Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?(?:(\\d{1,6})s)?");

  /** A lithium iron phosphate pack of four cells: flat in the middle, steep at both ends. */
  private static final List<CurvePoint> LFP =
      List.of(
          new CurvePoint(0, 10.0),
          new CurvePoint(5, 12.0),
          new CurvePoint(20, 12.9),
          new CurvePoint(50, 13.1),
          new CurvePoint(90, 13.3),
          new CurvePoint(100, 13.6));

  private static final double WATTS_MAX = 10_000;

  private ScenarioText() {}

  static Scenario parse(String toml, String fingerprint) {
    List<Problem> problems = new ArrayList<>();
    TomlParseResult parsed = Toml.parse(toml);
    parsed.errors().forEach(e -> problems.add(new Problem(e.position().line(), said(e))));
    if (!problems.isEmpty()) {
      throw new BadScenario(problems);
    }
    Section top = new Section("a scenario", parsed, 1, problems);
    top.require("name");
    String name = top.text("name").orElse("");
    double speed = top.number("speed", 0.1, 100_000).orElse(1.0);
    top.require("battery");
    top.require("start");
    Optional<Section> battery = top.section("battery");
    double startPercent = battery.map(b -> b.requiredNumber("start_percent", 0, 100)).orElse(0.0);
    Optional<Battery> cells = battery.map(ScenarioText::battery);
    Situation start = top.section("start").map(ScenarioText::start).orElse(Situation.BLANK);
    List<Event> events = events(top, problems);
    top.refuseTheRest();
    cells.ifPresent(b -> refuseWhatItCannotGive(b, start, events, battery.orElseThrow()));
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparingInt(Problem::line));
      throw new BadScenario(problems);
    }
    return new Scenario(name, fingerprint, speed, cells.orElseThrow(), startPercent, start, events);
  }

  /**
   * What one line asks for, such as {@code mains = false}.
   *
   * @throws BadScenario when it is no change
   */
  static List<Change> changes(String line) {
    List<Problem> problems = new ArrayList<>();
    TomlParseResult parsed = Toml.parse(line);
    parsed.errors().forEach(e -> problems.add(new Problem(1, said(e))));
    List<Change> changes = new ArrayList<>();
    if (problems.isEmpty()) {
      Section section = new Section("a change", parsed, 1, problems);
      changes.addAll(changes(section));
      section.refuseTheRest();
    }
    if (!problems.isEmpty()) {
      throw new BadScenario(problems);
    }
    return changes;
  }

  private static Battery battery(Section in) {
    double capacity = in.requiredNumber("capacity_wh", 0.1, 100_000);
    double charge = in.requiredNumber("charge_w", 0, WATTS_MAX);
    double resistance = in.number("resistance_ohm", 0, 10).orElse(0.0);
    List<CurvePoint> curve = in.list("curve").map(list -> curve(in, list)).orElse(LFP);
    in.refuseTheRest();
    return new Battery(capacity, charge, resistance, curve);
  }

  /** Percent and volts in pairs, rising from 0 to 100. */
  private static List<CurvePoint> curve(Section in, TomlArray list) {
    List<CurvePoint> points = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      CurvePoint point = point(list.get(i));
      if (point == null || point.volts() <= 0) {
        in.wrong(
            "curve", "is a list of [percent, volts], which its element " + (i + 1) + " is not");
        return LFP;
      }
      points.add(point);
    }
    boolean whole =
        points.size() >= 2 && points.getFirst().percent() == 0 && points.getLast().percent() == 100;
    boolean rising = true;
    for (int i = 1; i < points.size(); i++) {
      CurvePoint before = points.get(i - 1);
      CurvePoint point = points.get(i);
      rising &= point.percent() > before.percent() && point.volts() >= before.volts();
    }
    if (!whole || !rising) {
      in.wrong("curve", "runs from 0 to 100 percent, and its volts do not fall on the way");
      return LFP;
    }
    return points;
  }

  private static @Nullable CurvePoint point(Object element) {
    return element instanceof TomlArray pair
            && pair.size() == 2
            && pair.get(0) instanceof Number percent
            && pair.get(1) instanceof Number volts
        ? new CurvePoint(percent.doubleValue(), volts.doubleValue())
        : null;
  }

  private static Situation start(Section in) {
    in.require("mains");
    in.require("draw_w");
    Situation start = Situation.BLANK;
    for (Change change : changes(in)) {
      start = start.after(change);
    }
    in.refuseTheRest();
    return start;
  }

  private static List<Event> events(Section top, List<Problem> problems) {
    List<Event> events = new ArrayList<>();
    Optional<TomlArray> list = top.list("event");
    if (list.isEmpty()) {
      return events;
    }
    Duration last = Duration.ZERO;
    for (int i = 0; i < list.get().size(); i++) {
      int line = list.get().inputPositionOf(i).line();
      if (!(list.get().get(i) instanceof TomlTable table)) {
        top.problem(line, "an event is a table: [[event]]");
        continue;
      }
      Section in = new Section("an [[event]]", table, line, problems);
      in.require("at");
      Duration at = in.text("at").flatMap(text -> time(in, text)).orElse(last);
      if (at.compareTo(last) < 0) {
        in.wrong("at", "is earlier than the event before; events stand in their order");
      }
      last = at;
      int before = problems.size();
      List<Change> changes = changes(in);
      in.refuseTheRest();
      if (changes.isEmpty() && problems.size() == before) {
        in.problem(line, "an [[event]] changes something");
      }
      events.add(new Event(at, changes));
    }
    return events;
  }

  private static Optional<Duration> time(Section in, String text) {
    Matcher m = TIME.matcher(text);
    return m.matches() && !text.isEmpty()
        ? Optional.of(Duration.ofHours(part(m, 1)).plusMinutes(part(m, 2)).plusSeconds(part(m, 3)))
        : in.wrong("at", "is a time such as \"90s\", \"20m\" or \"1h30m\"");
  }

  private static long part(Matcher m, int group) {
    String digits = m.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** The keys that {@code [start]}, an event and a line from outside share. */
  private static List<Change> changes(Section in) {
    List<Change> changes = new ArrayList<>();
    in.truth("mains").ifPresent(is -> changes.add(new Change.Mains(is)));
    in.number("draw_w", 0.1, WATTS_MAX).ifPresent(is -> changes.add(new Change.Draw(is)));
    in.word("link", Carrier.class, Carrier::word).ifPresent(is -> changes.add(new Change.Link(is)));
    in.word("modem", ModemState.class, ModemState::word)
        .ifPresent(is -> changes.add(new Change.Modem(is)));
    in.number("signal_dbm", -150, 0)
        .ifPresent(is -> changes.add(new Change.Signal((int) Math.round(is))));
    in.word("technology", Technology.class, Technology::word)
        .ifPresent(is -> changes.add(new Change.Cell(is)));
    in.word("gauge", Gauge.class, Gauge::word)
        .ifPresent(is -> changes.add(new Change.Gauge(is == Gauge.OK)));
    return changes;
  }

  private enum Gauge {
    OK("ok"),
    SILENT("silent");

    private final String word;

    Gauge(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  private static void refuseWhatItCannotGive(
      Battery battery, Situation start, List<Event> events, Section in) {
    double most = start.drawWatts();
    for (Event event : events) {
      for (Change change : event.changes()) {
        most = change instanceof Change.Draw(double watts) ? Math.max(most, watts) : most;
      }
    }
    if (most > battery.wattsAtMost()) {
      in.problem(
          in.line(),
          "[battery] gives at most "
              + Math.round(battery.wattsAtMost())
              + " W through its resistance when it is nearly empty, and "
              + most
              + " W are drawn");
    }
  }

  private static String said(Throwable error) {
    String message = error.getMessage();
    return message == null ? "this is no TOML" : message;
  }
}
