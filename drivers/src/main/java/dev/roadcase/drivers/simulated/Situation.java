package dev.roadcase.drivers.simulated;

import dev.roadcase.drivers.link.LinkReading.Carrier;
import dev.roadcase.drivers.modem.ModemReading.Technology;
import dev.roadcase.drivers.simulated.Change.ModemState;

/** Everything about the board that a change can make different. */
record Situation(
    boolean mains,
    double drawWatts,
    Carrier link,
    ModemState modem,
    int signalDbm,
    Technology technology,
    boolean gauge) {

  /** Before the {@code [start]} of a scenario has been applied. */
  static final Situation BLANK =
      new Situation(true, 10, Carrier.NONE, ModemState.ABSENT, -85, Technology.LTE, true);

  Situation after(Change change) {
    return switch (change) {
      case Change.Mains(boolean is) ->
          new Situation(is, drawWatts, link, modem, signalDbm, technology, gauge);
      case Change.Draw(double is) ->
          new Situation(mains, is, link, modem, signalDbm, technology, gauge);
      case Change.Link(Carrier is) ->
          new Situation(mains, drawWatts, is, modem, signalDbm, technology, gauge);
      case Change.Modem(ModemState is) ->
          new Situation(mains, drawWatts, link, is, signalDbm, technology, gauge);
      case Change.Signal(int is) ->
          new Situation(mains, drawWatts, link, modem, is, technology, gauge);
      case Change.Cell(Technology is) ->
          new Situation(mains, drawWatts, link, modem, signalDbm, is, gauge);
      case Change.Gauge(boolean is) ->
          new Situation(mains, drawWatts, link, modem, signalDbm, technology, is);
    };
  }
}
