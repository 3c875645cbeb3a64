package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.SECOND;

/** The Wi-Fi around one box: what is sent comes late, twice, or not at all. */
final class Radio {
  private final Timeline timeline;
  private final Scenario.Lan lan;
  private final Dice dice;
  private long deadUntil;
  private boolean calm;

  Radio(Timeline timeline, Scenario.Lan lan, Dice dice) {
    this.timeline = timeline;
    this.lan = lan;
    this.dice = dice;
  }

  void send(Runnable arrives) {
    if (timeline.now() < deadUntil || (!calm && dice.happens(lan.loss()))) {
      return;
    }
    timeline.after(delay(), arrives);
    if (!calm && dice.happens(lan.twice())) {
      timeline.after(delay(), arrives);
    }
  }

  void partition(long nanos) {
    deadUntil = timeline.now() + nanos;
  }

  void calm() {
    calm = true;
    deadUntil = 0;
  }

  private long delay() {
    return !calm && dice.happens(lan.late())
        ? dice.between(0, 10 * SECOND)
        : dice.soon(lan.delay());
  }
}
