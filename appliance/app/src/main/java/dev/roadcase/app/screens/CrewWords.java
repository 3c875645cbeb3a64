package dev.roadcase.app.screens;

import dev.roadcase.app.screens.CrewView.DevicesSeen;
import dev.roadcase.app.screens.CrewView.LinkSeen;
import dev.roadcase.app.screens.CrewView.NotSelling;
import dev.roadcase.app.screens.CrewView.PowerSeen;
import dev.roadcase.app.screens.CrewView.Selling;
import dev.roadcase.app.screens.CrewView.Sync;
import dev.roadcase.app.screens.CrewView.Waiting;
import dev.roadcase.core.departure.Strike;
import dev.roadcase.core.departure.Unplug;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.link.LinkState;
import dev.roadcase.core.power.PowerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the crew panel says, and in which tone. */
final class CrewWords {
  /** Below this charge even a box on mains is better not unplugged. */
  private static final int THIN_PERCENT = 20;

  /** Less than this, and the crew is to make room. */
  private static final long THIN_DISK_BYTES = 500_000_000;

  private CrewWords() {}

  static List<Tile> tiles(CrewView view) {
    return List.of(
        power(view.power()), link(view.link()), selling(view.selling()), sync(view.sync()));
  }

  static List<Answer> answers(CrewView view) {
    return List.of(unplug(view.unplug()), strike(view.strike()));
  }

  static Tile power(PowerSeen power) {
    return switch (power) {
      case PowerSeen.Known(PowerState state, int percent, int minutes) ->
          switch (state) {
            case ON_MAINS ->
                new Tile(
                    "power",
                    "Power",
                    Icon.PLUG,
                    percent < THIN_PERCENT ? Tone.WATCH : Tone.GOOD,
                    "Mains",
                    List.of("Battery " + percent + Words.NB + "%"));
            case ON_BATTERY -> battery(Tone.WATCH, percent, List.of("On battery", left(minutes)));
            case LOW ->
                battery(Tone.BAD, percent, List.of("Battery low: find mains", left(minutes)));
            case CRITICAL ->
                battery(
                    Tone.BAD, percent, List.of("Battery nearly empty: mains now", left(minutes)));
          };
      case PowerSeen.Unknown(String why) ->
          new Tile(
              "power", "Power", Icon.BATTERY, Tone.WATCH, "Unknown", List.of(Words.sentence(why)));
    };
  }

  static Tile link(LinkSeen link) {
    String way =
        switch (link.via()) {
          case "wan" -> "By cable or Wi-Fi";
          case "cellular" -> "By cellular";
          default -> link.state() == LinkState.UNREACHABLE ? "No link" : "By an unknown link";
        };
    return switch (link.state()) {
      case REACHABLE ->
          new Tile(
              "link",
              "Link",
              Icon.WAVES,
              Tone.GOOD,
              "Reachable",
              List.of(way, lasting("for ", link.lasting())));
      case STALE ->
          new Tile(
              "link",
              "Link",
              Icon.WAVES,
              Tone.WATCH,
              "Stale",
              List.of(way + ", but no answer", "Selling goes on"));
      case UNREACHABLE ->
          new Tile(
              "link",
              "Link",
              Icon.NO_WAVES,
              Tone.WATCH,
              "Cut off",
              List.of(lasting("Not reachable for ", link.lasting()), way));
    };
  }

  static Tile selling(Selling selling) {
    List<String> details = new ArrayList<>();
    if (!selling.yes()) {
      details.add(
          Words.sentence(Words.all(selling.whyNot().stream().map(NotSelling::words).toList())));
    }
    Duration last = selling.lastSale();
    details.add(selling.sales() == 1 ? "1 sale" : Words.count(selling.sales()) + " sales");
    if (last != null) {
      details.add("Last " + Words.span(last) + " ago");
    }
    if (selling.newest() != null) {
      details.add("Newest: " + Words.copies(Objects.requireNonNull(selling.newest())));
    }
    return new Tile(
        "selling",
        "Selling",
        Icon.RECEIPT,
        selling.yes() ? Tone.GOOD : Tone.BAD,
        selling.yes() ? "Yes" : "No",
        details);
  }

  static Tile sync(Sync sync) {
    List<String> details = new ArrayList<>();
    long waiting = sync.waiting();
    if (waiting > 0) {
      details.add("To send" + oldest(sync));
      details.addAll(byClass(sync));
    }
    Duration ack = sync.lastAck();
    details.add(ack == null ? "No ack so far" : "Ack " + Words.span(ack) + " ago");
    if (sync.shed() > 0) {
      details.add("Given up: " + Words.count(sync.shed()));
    }
    return new Tile(
        "sync",
        "Sync",
        Icon.UPWARDS,
        waiting == 0 && sync.shed() == 0 ? Tone.GOOD : Tone.WATCH,
        waiting == 0 ? "All sent" : Words.count(waiting),
        details);
  }

  private static String oldest(Sync sync) {
    return sync.classes().stream()
        .map(Waiting::oldest)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .map(age -> ", oldest " + Words.span(age))
        .orElse("");
  }

  /** What never is shed on one line, the rest on the next. */
  private static List<String> byClass(Sync sync) {
    List<String> kept = new ArrayList<>();
    List<String> shed = new ArrayList<>();
    for (Waiting waiting : sync.classes()) {
      if (waiting.deltas() > 0) {
        String said = name(waiting.deltaClass()) + Words.NB + Words.count(waiting.deltas());
        (waiting.deltaClass().number() < 2 ? kept : shed).add(said);
      }
    }
    return Stream.of(kept, shed)
        .filter(line -> !line.isEmpty())
        .map(line -> Words.sentence(String.join(", ", line)))
        .toList();
  }

  static Answer unplug(Unplug unplug) {
    String question = "Safe to unplug?";
    return switch (unplug) {
      case Unplug.Yes() ->
          new Answer("unplug", question, Tone.GOOD, "Yes", "All is written down and at rest.");
      case Unplug.NotYet(List<Unplug.Reason> reasons) ->
          new Answer(
              "unplug",
              question,
              Tone.WATCH,
              "Not yet",
              Words.sentence(Words.all(reasons.stream().map(CrewWords::reason).toList())) + ".");
    };
  }

  static Answer strike(Strike strike) {
    String question = "Safe to strike?";
    return switch (strike) {
      case Strike.Yes() ->
          new Answer("strike", question, Tone.GOOD, "Yes", "Every sale is upstream or exported.");
      case Strike.NotYet(List<Strike.Reason> reasons) ->
          new Answer("strike", question, Tone.WATCH, "Not yet", onlyHere(reasons));
    };
  }

  static List<Detail> details(CrewView view) {
    CrewView.PackShown pack = view.pack();
    return List.of(
        pack == null
            ? new Detail("Pack", "none", Tone.WATCH)
            : pack.nextRefused()
                ? new Detail("Pack", "version " + pack.version() + ", next refused", Tone.WATCH)
                : new Detail("Pack", "version " + pack.version(), Tone.GOOD),
        devices(view.devices()),
        view.now().sure()
            ? new Detail("Clock", Words.clock(view.now(), view.zone()) + ", sure", Tone.GOOD)
            : new Detail("Clock", Words.clock(view.now(), view.zone()) + ", not sure", Tone.WATCH),
        view.freeBytes() < 0
            ? new Detail("Disk", "unknown", Tone.WATCH)
            : new Detail(
                "Disk",
                Words.bytes(view.freeBytes()) + " free",
                view.freeBytes() < THIN_DISK_BYTES ? Tone.WATCH : Tone.GOOD));
  }

  /** The first that the crew should do something about; where all is well, how many there are. */
  static Detail devices(DevicesSeen seen) {
    String todo =
        seen.waiting() > 0
            ? Words.counted(seen.waiting(), "waits", "wait")
            : seen.suspended() > 0
                ? Words.count(seen.suspended()) + " suspended"
                : seen.twoPlaces() > 0
                    ? Words.count(seen.twoPlaces()) + " copied?"
                    : seen.pinLocked() > 0
                        ? Words.counted(seen.pinLocked(), "PIN locked", "PINs locked")
                        : "";
    return todo.isEmpty()
        ? new Detail("Devices", Words.count(seen.paired()) + " paired", Tone.GOOD)
        : new Detail("Devices", todo, Tone.WATCH);
  }

  /**
   * What a screen reader says when something changed its meaning: no ages and no counts, or it
   * would never be silent.
   */
  static String spoken(CrewView view) {
    List<String> said = new ArrayList<>();
    said.add(Words.mode(view.mode()));
    for (Tile tile : tiles(view)) {
      String headline =
          switch (tile.id()) {
            case "power" -> tile.icon() == Icon.PLUG ? "mains" : tile.details().getFirst();
            case "sync" -> tile.tone() == Tone.GOOD ? "all sent" : "deltas wait";
            default -> tile.headline();
          };
      said.add(tile.label() + ": " + headline);
    }
    for (Answer answer : answers(view)) {
      said.add(answer.question() + " " + answer.answer());
    }
    if (view.devices().waiting() > 0) {
      said.add("A device waits to be let in");
    }
    return String.join(". ", said) + ".";
  }

  private static Tile battery(Tone tone, int percent, List<String> details) {
    return new Tile(
        "power",
        "Power",
        Icon.BATTERY,
        tone,
        percent + Words.NB + "%",
        details.stream().filter(line -> !line.isEmpty()).toList());
  }

  private static String left(int minutes) {
    return minutes < 0 ? "" : "About " + Words.span(Duration.ofMinutes(minutes)) + " left";
  }

  private static String lasting(String before, @Nullable Duration time) {
    return time == null
        ? Words.sentence(before.replace(" for ", "").replace("for ", "Since the start"))
        : Words.sentence(before + Words.span(time));
  }

  private static String reason(Unplug.Reason reason) {
    return switch (reason) {
      case Unplug.Reason.HoldsOpen(int holds) -> Words.counted(holds, "hold", "holds") + " open";
      case Unplug.Reason.WriterBusy(int waiting) ->
          Words.counted(waiting, "command", "commands") + " in hand";
      case Unplug.Reason.NotCheckpointed() -> "the journal is not at rest";
    };
  }

  private static String onlyHere(List<Strike.Reason> reasons) {
    List<String> said =
        reasons.stream()
            .map(reason ->
                switch (reason) {
                  case Strike.Reason.MoneyHere(long facts) ->
                      Words.counted(facts, "sale or urgent record", "sales or urgent records");
                  case Strike.Reason.RecordsHere(long facts) ->
                      Words.counted(facts, "other record", "other records");
                })
            .toList();
    return "Only here: " + Words.all(said) + ".";
  }

  private static String name(DeltaClass deltaClass) {
    return switch (deltaClass) {
      case P0 -> "money";
      case P1 -> "stock";
      case P2 -> "signals";
      case P3 -> "telemetry";
    };
  }
}
