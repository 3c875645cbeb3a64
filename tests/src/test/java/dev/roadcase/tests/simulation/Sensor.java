package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.SECOND;

import dev.roadcase.app.box.NoteCommand;
import dev.roadcase.app.box.Sample;
import dev.roadcase.app.box.TelemetryCommand;
import java.util.ArrayList;
import java.util.List;

/** Counts visitors and tells the box. Does not ask again: the next reading comes soon. */
final class Sensor {
  private final Simulation world;
  private final SimulatedBox box;
  private final Dice dice;
  private boolean closing;

  Sensor(Simulation world, SimulatedBox box, Dice dice) {
    this.world = world;
    this.box = box;
    this.dice = dice;
  }

  void start() {
    if (closing || world.scenario().readings() == 0) {
      return;
    }
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < world.scenario().readings(); i++) {
      String json =
          "{\"visitors\":" + dice.between(0, 1000) + ",\"note\":\"" + "x".repeat(60) + "\"}";
      samples.add(new Sample("footfall", "gate-1", json));
    }
    box.radio()
        .send(() ->
            box.open()
                .ifPresent(shell ->
                    shell.submit(
                        new TelemetryCommand.TakeTelemetry(samples),
                        taken ->
                            box.radio()
                                .send(() ->
                                    world
                                        .witness()
                                        .readingsShown(box.name(), taken.from(), taken.to())),
                        notNow -> {})));
    if (dice.happens(0.1)) {
      box.open()
          .ifPresent(shell ->
              shell.submit(
                  new NoteCommand.NotePower(dice.happens(0.5), (int) dice.between(0L, 100L), -1)));
    }
    world.timeline().after(dice.soon(2 * SECOND), this::start);
  }

  void close() {
    closing = true;
  }
}
