package dev.roadcase.app.screens;

import dev.roadcase.app.screens.CrewView.DevicesSeen;
import dev.roadcase.app.screens.CrewView.Exported;
import dev.roadcase.app.screens.CrewView.LinkSeen;
import dev.roadcase.app.screens.CrewView.PackShown;
import dev.roadcase.app.screens.CrewView.PowerSeen;
import dev.roadcase.app.screens.CrewView.Selling;
import dev.roadcase.app.screens.CrewView.Sync;
import dev.roadcase.app.screens.CrewView.Waiting;
import dev.roadcase.app.screens.SteadyPanel.Shown;
import dev.roadcase.app.status.NotSelling;
import dev.roadcase.core.departure.Strike;
import dev.roadcase.core.departure.Unplug;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.ledger.Copies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the crew panel says about each state. */
final class CrewWords {
  private static final String NO_LINE = "";

  /** One sentence while sales flow, whether the last of them has just been confirmed or not. */
  private static final String UNDERWAY =
      "Records are on their way to head office. Yes follows ten seconds after the last.";

  private CrewWords() {}

  static List<Tile> tiles(Shown shown) {
    return List.of(power(shown), link(shown), selling(shown), sync(shown));
  }

  static List<Answer> answers(Shown shown) {
    return List.of(askUnplug(), strike(shown));
  }

  private static Tile tile(Shown shown, Part part, Icon icon, String headline, String... details) {
    Condition condition = shown.condition(part);
    Tone tone = shown.tone(part);
    boolean act = tone == Tone.WATCH || tone == Tone.BAD;
    return new Tile(
        part.id(),
        part.label(),
        icon,
        tone,
        headline,
        Stream.of(details).filter(line -> !line.isEmpty()).toList(),
        act ? condition.step() : "",
        condition.anchor());
  }

  private static Tile power(Shown shown) {
    return switch (shown.view().power()) {
      case PowerSeen.NoBoard() ->
          tile(shown, Part.POWER, Icon.BATTERY, Condition.POWER_NO_BOARD.says());
      case PowerSeen.Unknown(String why) ->
          tile(shown, Part.POWER, Icon.BATTERY, "Unknown", Words.sentence(why));
      case PowerSeen.Known(var state, int percent, int minutes) -> {
        String charge = percent + Words.NB + "%";
        yield switch (state) {
          case ON_MAINS ->
              tile(
                  shown,
                  Part.POWER,
                  Icon.PLUG,
                  "Mains",
                  "Battery " + charge,
                  shown.condition(Part.POWER) == Condition.POWER_MAINS_EMPTY ? "Empty" : NO_LINE);
          case ON_BATTERY ->
              tile(shown, Part.POWER, Icon.BATTERY, charge, "On battery", left(minutes));
          case LOW -> tile(shown, Part.POWER, Icon.BATTERY, charge, "Battery low", left(minutes));
          case CRITICAL ->
              tile(shown, Part.POWER, Icon.BATTERY, charge, "Battery nearly empty", left(minutes));
        };
      }
    };
  }

  private static Tile link(Shown shown) {
    LinkSeen link = shown.view().link();
    Condition condition = shown.condition(Part.LINK);
    String way =
        switch (link.via()) {
          case "wan" -> "By cable or Wi-Fi";
          case "cellular" -> "By cellular";
          default -> NO_LINE;
        };
    String goesOn = "Selling goes on";
    return switch (condition) {
      case LINK_ONLINE ->
          tile(shown, Part.LINK, Icon.WAVES, condition.says(), way, lasting("For ", link));
      case LINK_RETRYING -> tile(shown, Part.LINK, Icon.WAVES, condition.says(), goesOn);
      case LINK_NO_ANSWER -> tile(shown, Part.LINK, Icon.WAVES, condition.says(), way, goesOn);
      case LINK_ALONE -> tile(shown, Part.LINK, Icon.NO_WAVES, condition.says(), "No head office");
      case LINK_NOT_SET_UP -> tile(shown, Part.LINK, Icon.NO_WAVES, condition.says(), "No pack");
      default ->
          tile(shown, Part.LINK, Icon.NO_WAVES, condition.says(), lasting("For ", link), goesOn);
    };
  }

  private static Tile selling(Shown shown) {
    Selling selling = shown.view().selling();
    Condition condition = shown.condition(Part.SELLING);
    String headline =
        switch (condition) {
          case SELLING_YES, SELLING_SLOW, SELLING_NO_TILL -> condition.says();
          default -> "No";
        };
    // What the headline says is not said once more.
    List<NotSelling> others =
        selling.whyNot().stream()
            .filter(why ->
                why != NotSelling.TOO_BUSY
                    && !(why == NotSelling.NO_TILL && condition == Condition.SELLING_NO_TILL))
            .toList();
    Duration last = selling.lastSale();
    Copies newest = selling.newest();
    return tile(
        shown,
        Part.SELLING,
        Icon.RECEIPT,
        headline,
        Words.sentence(Words.all(others.stream().map(NotSelling::words).toList())),
        Words.counted(selling.sales(), "sale", "sales"),
        last == null ? NO_LINE : "Last one " + Words.span(last) + " ago",
        newest == null || shown.view().sync().alone() ? NO_LINE : "Newest: " + copies(newest));
  }

  private static Tile sync(Shown shown) {
    Sync sync = shown.view().sync();
    Condition condition = shown.condition(Part.SYNC);
    Duration ack = sync.lastAck();
    String confirmed = ack == null ? "Not confirmed yet" : "Confirmed " + Words.span(ack) + " ago";
    String dropped = sync.shed() == 0 ? NO_LINE : "Readings dropped: " + Words.count(sync.shed());
    return switch (condition) {
      case SYNC_ALONE ->
          tile(shown, Part.SYNC, Icon.UPWARDS, condition.says(), exported(shown), dropped);
      case SYNC_WAITING -> {
        List<String> lines = new ArrayList<>();
        lines.add("Oldest " + Words.span(sync.oldest()));
        lines.addAll(byClass(sync));
        lines.add(confirmed);
        lines.add(dropped);
        yield tile(
            shown,
            Part.SYNC,
            Icon.UPWARDS,
            Words.count(sync.waiting()) + " to send",
            lines.toArray(String[]::new));
      }
      default ->
          tile(
              shown, Part.SYNC, Icon.UPWARDS, Condition.SYNC_UP_TO_DATE.says(), confirmed, dropped);
    };
  }

  private static String exported(Shown shown) {
    CrewView view = shown.view();
    if (view.strike() instanceof Strike.NotYet(var reasons)) {
      return Words.counted(onlyHere(reasons), "record", "records") + " not exported";
    }
    return view.exported() == null ? "Nothing to export" : "All exported";
  }

  /** What is never dropped on one line, the rest on the next. */
  private static List<String> byClass(Sync sync) {
    List<String> kept = new ArrayList<>();
    List<String> dropped = new ArrayList<>();
    for (Waiting waiting : sync.classes()) {
      if (waiting.deltas() > 0) {
        String said = name(waiting.deltaClass()) + Words.NB + Words.count(waiting.deltas());
        (waiting.deltaClass().number() < 2 ? kept : dropped).add(said);
      }
    }
    return Stream.of(kept, dropped)
        .filter(line -> !line.isEmpty())
        .map(line -> Words.sentence(String.join(", ", line)))
        .toList();
  }

  /** On the panel the question waits to be asked: the answer is one of the moment. */
  private static Answer askUnplug() {
    return new Answer(
        Part.UNPLUG.id(),
        Part.UNPLUG.label(),
        Tone.CALM,
        Icon.PLUG,
        "",
        "Ask just before you pull the plug.",
        UnplugPage.PATH);
  }

  /** The answer of this moment. */
  static Answer unplug(Unplug unplug) {
    return switch (unplug) {
      case Unplug.Yes() ->
          new Answer(
              Part.UNPLUG.id(),
              Part.UNPLUG.label(),
              Condition.UNPLUG_YES.tone(),
              Icon.CHECK,
              Condition.UNPLUG_YES.says(),
              "Everything is saved.",
              "");
      case Unplug.NotYet(List<Unplug.Reason> reasons) ->
          new Answer(
              Part.UNPLUG.id(),
              Part.UNPLUG.label(),
              Condition.UNPLUG_NO.tone(),
              Icon.WARNING,
              Condition.UNPLUG_NO.says(),
              String.join(" ", reasons.stream().map(CrewWords::reason).toList()),
              "");
    };
  }

  private static Answer strike(Shown shown) {
    CrewView view = shown.view();
    boolean alone = view.sync().alone();
    Condition condition = shown.strike() ? Condition.STRIKE_YES : Condition.STRIKE_NOT_YET;
    String because =
        switch (view.strike()) {
          case Strike.Yes() when !shown.strike() ->
              underway(shown)
                  ? UNDERWAY
                  : alone
                      ? "Everything was exported a moment ago. Yes follows in ten seconds."
                      : "Head office has every record. Yes follows in ten seconds.";
          case Strike.Yes() -> everythingIs(view, alone);
          case Strike.NotYet(var reasons) when reasons.contains(new Strike.Reason.SetBack()) ->
              "This box is set back: nobody can say what head office has of it. Adopt it first.";
          case Strike.NotYet _ when underway(shown) -> UNDERWAY;
          case Strike.NotYet(var reasons) -> {
            long records = onlyHere(reasons);
            yield Words.counted(records, "record exists", "records exist")
                + " only on this box. Export "
                + (records == 1 ? "it" : "them")
                + (alone ? "" : " or wait for the link")
                + ". At the box: roadcase box export --to STICK";
          }
        };
    return new Answer(
        Part.STRIKE.id(),
        Part.STRIKE.label(),
        condition.tone(),
        shown.strike() ? Icon.CHECK : Icon.CLOCK,
        condition.says(),
        because,
        "");
  }

  /** Whether what is only here is with head office in a moment: nobody has to do anything. */
  private static boolean underway(Shown shown) {
    return shown.condition(Part.LINK) == Condition.LINK_ONLINE
        && shown.condition(Part.SYNC) != Condition.SYNC_WAITING;
  }

  private static String everythingIs(CrewView view, boolean alone) {
    Exported exported = view.exported();
    if (exported == null) {
      return alone ? "There is nothing to lose." : "Head office has every record.";
    }
    String where =
        alone
            ? "Every record is in the export of " + Words.clock(exported.at(), view.zone()) + "."
            : "Every record is with head office or exported.";
    return exported.ownDisk() && alone
        ? where + " It lies on this box: take a copy with you."
        : where;
  }

  static List<Detail> details(Shown shown) {
    CrewView view = shown.view();
    PackShown pack = view.pack();
    String clock = Words.clock(view.now(), view.zone());
    return List.of(
        detail(
            shown,
            Part.PACK,
            pack == null
                ? "none"
                : "version " + pack.version() + (pack.nextRefused() ? ", next one refused" : "")),
        detail(shown, Part.DEVICES, devices(view.devices())),
        detail(shown, Part.CLOCK, clock + ", " + shown.condition(Part.CLOCK).says()),
        detail(
            shown,
            Part.DISK,
            view.freeBytes() < 0 ? "unknown" : Words.bytes(view.freeBytes()) + " free"));
  }

  private static Detail detail(Shown shown, Part part, String value) {
    return new Detail(part.label(), value, shown.tone(part), shown.condition(part).anchor());
  }

  /** The first that the crew should do something about; where all is well, how many there are. */
  private static String devices(DevicesSeen seen) {
    if (seen.waiting() > 0) {
      return Words.count(seen.waiting()) + " waiting";
    }
    if (seen.suspended() > 0) {
      return Words.count(seen.suspended()) + " suspended";
    }
    if (seen.twoPlaces() > 0) {
      return Words.count(seen.twoPlaces()) + " copied?";
    }
    return seen.pinLocked() > 0
        ? Words.counted(seen.pinLocked(), "PIN locked", "PINs locked")
        : Words.count(seen.paired()) + " paired";
  }

  private static String left(int minutes) {
    return minutes < 0 ? NO_LINE : "About " + Words.span(Duration.ofMinutes(minutes)) + " left";
  }

  private static String lasting(String before, LinkSeen link) {
    Duration time = link.lasting();
    return time == null ? "Since the start" : before + Words.span(time);
  }

  private static String reason(Unplug.Reason reason) {
    return switch (reason) {
      case Unplug.Reason.HoldsOpen(int holds) ->
          Words.counted(holds, "reservation is", "reservations are") + " still open.";
      case Unplug.Reason.WriterBusy(int waiting) ->
          waiting == 1
              ? "A sale or another record is being saved."
              : Words.count(waiting) + " records are being saved.";
      case Unplug.Reason.NotCheckpointed() -> "Still saving, wait a few seconds.";
    };
  }

  private static long onlyHere(List<Strike.Reason> reasons) {
    long records = 0;
    for (Strike.Reason reason : reasons) {
      records +=
          switch (reason) {
            case Strike.Reason.MoneyHere(long facts) -> facts;
            case Strike.Reason.RecordsHere(long facts) -> facts;
            case Strike.Reason.SetBack() -> 0;
          };
    }
    return records;
  }

  private static String copies(Copies copies) {
    return switch (copies) {
      case ONE -> "only on this box";
      case TWO -> "on two boxes";
      case UPSTREAM -> "with head office";
    };
  }

  private static String name(DeltaClass deltaClass) {
    return switch (deltaClass) {
      case P0 -> "money";
      case P1 -> "stock";
      case P2 -> "signals";
      case P3 -> "other";
    };
  }
}
