package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.MILLI;
import static dev.roadcase.tests.simulation.Timeline.SECOND;

import dev.roadcase.tests.simulation.SimulatedBox.Strike;
import java.util.function.Consumer;

/** What goes wrong around one box, and when. Much of it comes where it hurts: in mid-commit. */
final class Weather {
  private final Timeline timeline;
  private final Scenario.Troubles troubles;
  private final SimulatedBox box;
  private final Consumer<String> customer;
  private final Tally tally;
  private final Dice dice;
  private final long clockSteps;
  private boolean calm;

  Weather(Simulation world, SimulatedBox box, Consumer<String> customer, Dice dice) {
    this.timeline = world.timeline();
    this.troubles = world.scenario().troubles();
    this.clockSteps = world.scenario().gate().clockSteps();
    this.box = box;
    this.customer = customer;
    this.tally = world.tally();
    this.dice = dice;
  }

  void begin() {
    every(troubles.kills(), () -> strike(Strike.KILL));
    every(troubles.powerCuts(), () -> strike(Strike.POWER_CUT));
    every(troubles.upgrades(), box::stop);
    every(troubles.fullDisks(), this::fillDisk);
    every(
        troubles.failedFlushes(),
        () -> {
          box.failNextFlush();
          anotherBlow();
        });
    every(troubles.outages(), this::outage);
    every(clockSteps, box::stepClock);
    every(troubles.resets(), box.wan()::reset);
    every(troubles.partitions(), () -> box.radio().partition(dice.between(SECOND, 15 * SECOND)));
  }

  /** One more full disk may come while the last acks do: it delays, and must not lose. */
  void calm() {
    calm = true;
    if (troubles.fullDisks() > 0 && dice.happens(0.5)) {
      timeline.after(dice.between(0, 8 * SECOND), this::fillDisk);
    }
  }

  private void strike(Strike strike) {
    if (dice.happens(0.6)) {
      box.strikeAtNextFlush(strike);
    } else {
      switch (strike) {
        case KILL -> box.kill();
        case POWER_CUT -> box.powerCut();
      }
    }
    anotherBlow();
  }

  /** Trouble seldom comes alone: the power goes just when the box is up again. */
  private void anotherBlow() {
    if (dice.happens(0.5)) {
      after(dice.between(SECOND, 8 * SECOND), box::powerCut);
    }
  }

  /** When the link is back, somebody may be at the counter at once. */
  private void outage() {
    long length = dice.between(SECOND, troubles.longestOutage());
    box.wan().black(length);
    if (dice.happens(0.7)) {
      after(length + dice.between(0, 3 * SECOND), () -> customer.accept(Goods.ENDLESS));
    }
  }

  private void fillDisk() {
    tally.fullDisks++;
    timeline.note("%s: the disk is full", box.name());
    box.card().full(true);
    // Also when all else has calmed down: what is still to be written then waits for it.
    timeline.after(
        dice.between(500 * MILLI, 20 * SECOND),
        () -> {
          timeline.note("%s: there is room again", box.name());
          box.card().full(false);
        });
  }

  private void every(long mean, Runnable what) {
    if (mean > 0) {
      after(
          dice.soon(mean),
          () -> {
            what.run();
            every(mean, what);
          });
    }
  }

  private void after(long nanos, Runnable what) {
    timeline.after(
        nanos,
        () -> {
          if (!calm) {
            what.run();
          }
        });
  }
}
