package dev.roadcase.drivers.simulated;

import dev.roadcase.drivers.simulated.Scenario.Event;

/**
 * A scenario as it unfolds. Between two changes everything is constant, so the charge at any moment
 * is exact, and does not depend on how often anybody looks.
 */
final class Play {
  private static final double NANOS_PER_HOUR = 3.6e12;

  private final Scenario scenario;
  private Situation now;
  private double wattHours;
  private long elapsed;
  private int next;

  /** From the beginning. */
  Play(Scenario scenario) {
    this.scenario = scenario;
    now = scenario.start();
    wattHours = scenario.battery().capacityWh() * scenario.startPercent() / 100;
    takeDueEvents();
  }

  /** From the middle: events that lie before {@code elapsed} have happened. */
  Play(Scenario scenario, Situation now, double wattHours, long elapsed) {
    this.scenario = scenario;
    this.now = now;
    this.wattHours = Math.clamp(wattHours, 0, scenario.battery().capacityWh());
    this.elapsed = elapsed;
    while (next < scenario.events().size()
        && scenario.events().get(next).at().toNanos() <= elapsed) {
      next++;
    }
  }

  /** Goes on to this moment of the story, nanoseconds from its beginning; never back. */
  void advanceTo(long moment) {
    while (next < scenario.events().size()
        && scenario.events().get(next).at().toNanos() <= moment) {
      flowUntil(scenario.events().get(next).at().toNanos());
      takeDueEvents();
    }
    flowUntil(moment);
  }

  /** Something from outside happens now. */
  void change(Change change) {
    now = now.after(change);
  }

  Situation now() {
    return now;
  }

  double wattHours() {
    return wattHours;
  }

  /** Nanoseconds of the story. */
  long elapsed() {
    return elapsed;
  }

  private void flowUntil(long moment) {
    if (moment > elapsed) {
      double hours = (moment - elapsed) / NANOS_PER_HOUR;
      wattHours = scenario.battery().after(wattHours, hours, now);
      elapsed = moment;
    }
  }

  private void takeDueEvents() {
    while (next < scenario.events().size()) {
      Event event = scenario.events().get(next);
      if (event.at().toNanos() > elapsed) {
        return;
      }
      event.changes().forEach(this::change);
      next++;
    }
  }
}
