package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.MINUTE;
import static dev.roadcase.tests.simulation.Timeline.SECOND;

import dev.roadcase.app.box.AuthCommand;
import dev.roadcase.app.box.ShopCommand;
import dev.roadcase.core.auth.PairingRequest;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Verified;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One world from one seed: trouble for a few minutes, then calm in which everything has to arrive.
 */
final class Simulation {
  private static final long SETTING_UP = 3 * SECOND;
  private static final long CALM = 60 * MINUTE;

  /**
   * How a seed went.
   *
   * @param failure nothing when all promises held
   */
  record Outcome(
      long seed, Scenario scenario, Tally tally, long fingerprint, Optional<Failure> failure) {}

  /**
   * What went wrong.
   *
   * @param promise the promise that was broken; nothing when a rule threw
   * @param trace the last events before it
   */
  record Failure(Optional<Promise> promise, String how, String trace) {}

  private final Timeline timeline = new Timeline();
  private final Tally tally = new Tally();
  private final Optional<Mutant> mutant;
  private final Dice dice;
  private final Scenario scenario;
  private final Goods goods;
  private final Witness witness;
  private final List<SimulatedBox> boxes = new ArrayList<>();
  private final List<Till> tills = new ArrayList<>();
  private final List<Sensor> sensors = new ArrayList<>();
  private final List<Weather> weathers = new ArrayList<>();
  private final List<Thief> thieves = new ArrayList<>();
  private boolean calm;

  static Outcome run(long seed, Optional<Mutant> mutant) {
    Simulation world = new Simulation(seed, mutant);
    Optional<Failure> failure = world.live();
    world.tally.seeds = 1;
    world.tally.events = world.timeline.steps();
    world.tally.nanos = world.timeline.now();
    return new Outcome(seed, world.scenario, world.tally, world.timeline.fingerprint(), failure);
  }

  private Simulation(long seed, Optional<Mutant> mutant) {
    this.mutant = mutant;
    dice = new Dice(seed);
    scenario = Scenario.of(dice.fork());
    goods = new Goods(dice.fork());
    witness = new Witness(timeline, scenario, tally);
    Upstream upstream = new Upstream(timeline, witness, tally);
    for (int number = 1; number <= scenario.boxes(); number++) {
      List<Till> own = new ArrayList<>();
      int index = boxes.size();
      SimulatedBox box =
          new SimulatedBox(this, number, upstream, dice.fork(), () -> setUp(boxes.get(index), own));
      boxes.add(box);
      List<Dice> ofTills = new ArrayList<>();
      for (int i = 0; i < scenario.tills(); i++) {
        ofTills.add(dice.fork());
      }
      Crew crew = new Crew(this, box, dice.fork());
      Thief thief = new Thief(this, box, dice.fork());
      ofTills.forEach(one -> own.add(new Till(this, box, own.size(), crew, thief, one)));
      thieves.add(thief);
      tills.addAll(own);
      sensors.add(new Sensor(this, box, dice.fork()));
      weathers.add(new Weather(this, box, own.getFirst()::customer, dice.fork()));
    }
  }

  Timeline timeline() {
    return timeline;
  }

  Tally tally() {
    return tally;
  }

  Optional<Mutant> mutant() {
    return mutant;
  }

  Scenario scenario() {
    return scenario;
  }

  Goods goods() {
    return goods;
  }

  Witness witness() {
    return witness;
  }

  private Optional<Failure> live() {
    try {
      boxes.forEach(SimulatedBox::plugIn);
      timeline.after(SETTING_UP, this::openTheShow);
      runUntil(SETTING_UP + scenario.length());
      calm();
      drain();
      boxes.forEach(box -> witness.booksOf(box.name(), box.open().orElseThrow().box()));
      witness.atTheEnd();
      return Optional.empty();
    } catch (Broken e) {
      return Optional.of(
          new Failure(Optional.of(e.promise()), String.valueOf(e.getMessage()), timeline.trace()));
    } catch (RuntimeException e) {
      return Optional.of(
          new Failure(Optional.empty(), "a rule threw: " + stack(e), timeline.trace()));
    }
  }

  /** The night before: a pack, and the tills are paired. */
  private void setUp(SimulatedBox box, List<Till> own) {
    givePack(box, 1);
    for (int i = 0; i < own.size(); i++) {
      String code = box.name() + "-code-" + i;
      Shell shell = box.open().orElseThrow();
      shell.submit(new AuthCommand.OfferPairing(code, Role.TILL));
      shell.submit(
          new AuthCommand.Pair(new Verified<>(new PairingRequest(code, own.get(i).key(), "till"))));
    }
  }

  private void openTheShow() {
    tills.forEach(Till::openForBusiness);
    sensors.forEach(Sensor::start);
    weathers.forEach(Weather::begin);
    thieves.forEach(Thief::start);
    nowAndThen(scenario.gate().putOut(), () -> any(tills).putOut());
    nowAndThen(scenario.gate().revoked(), () -> any(tills).loseToken());
    for (SimulatedBox box : boxes) {
      if (scenario.firstOutage() > 0) {
        box.wan().black(scenario.firstOutage());
      }
    }
    if (scenario.kind() == Scenario.Kind.TROUBLE) {
      stampede();
    }
    for (int version = 2; version <= goods.latest(); version++) {
      int next = version;
      long at =
          (long) (scenario.length() * (version - 1 + dice.between(0.0, 0.8)) / goods.latest());
      timeline.after(at, () -> boxes.forEach(box -> givePack(box, next)));
      tills.forEach(
          till -> timeline.after(at + dice.between(0, 20 * SECOND), () -> till.learnPack(next)));
    }
  }

  /** Until all is calm. */
  private void nowAndThen(long mean, Runnable what) {
    if (mean > 0) {
      timeline.after(
          dice.soon(mean),
          () -> {
            if (!calm) {
              what.run();
              nowAndThen(mean, what);
            }
          });
    }
  }

  private Till any(List<Till> all) {
    return all.get((int) dice.between(0L, all.size() - 1L));
  }

  /** Everybody wants the same shirt at once. */
  private void stampede() {
    timeline.after(
        dice.soon(8 * SECOND),
        () -> {
          String shirt = Goods.FEW.get((int) dice.between(0L, Goods.FEW.size() - 1L));
          tills.forEach(till -> till.customer(shirt));
          stampede();
        });
  }

  /** By the crew, until it is taken. */
  private void givePack(SimulatedBox box, int version) {
    witness.packGiven(box.name(), goods.pack(version).value());
    Runnable again = () -> timeline.after(2 * SECOND, () -> givePack(box, version));
    if (box.open().isEmpty()) {
      again.run();
    } else {
      // Should the box die before it answers, the crew looks after it: the next pack comes anyhow.
      box.open()
          .get()
          .submit(
              new ShopCommand.ApplyPack(goods.pack(version), new byte[0]),
              outcome -> {},
              notNow -> again.run());
    }
  }

  private void calm() {
    timeline.note("calm: no more trouble, no more customers");
    calm = true;
    weathers.forEach(Weather::calm);
    boxes.forEach(SimulatedBox::calm);
    tills.forEach(Till::close);
    sensors.forEach(Sensor::close);
  }

  private void drain() {
    long until = timeline.now() + CALM;
    while (!drained()) {
      if (timeline.now() > until) {
        witness.atTheEnd();
        throw new Broken(Promise.SHOWN_IS_KEPT, "after a calm hour %s", whatWaits());
      }
      runUntil(timeline.now() + SECOND);
    }
  }

  private boolean drained() {
    return tills.stream().allMatch(Till::idle)
        && boxes.stream().allMatch(box -> box.open().filter(Simulation::reconciled).isPresent());
  }

  private static boolean reconciled(Shell shell) {
    for (DeltaClass deltaClass : DeltaClass.values()) {
      if (!shell.box().outbox().reconciled(deltaClass)) {
        return false;
      }
    }
    return true;
  }

  private String whatWaits() {
    StringBuilder text = new StringBuilder();
    text.append(tills.stream().filter(till -> !till.idle()).count()).append(" tills wait");
    for (SimulatedBox box : boxes) {
      text.append("; ").append(box.name());
      if (box.open().isEmpty()) {
        text.append(" is not open");
      } else {
        for (DeltaClass deltaClass : DeltaClass.values()) {
          long waiting = box.open().get().box().outbox().waiting(deltaClass);
          text.append(" ").append(deltaClass.word()).append(": ").append(waiting);
        }
        text.append(" are not acknowledged");
      }
    }
    return text.toString();
  }

  private void runUntil(long until) {
    boolean[] reached = {false};
    timeline.after(until - timeline.now(), () -> reached[0] = true);
    while (!reached[0] && timeline.step()) {
      witness.check();
    }
  }

  private static String stack(RuntimeException e) {
    StringBuilder text = new StringBuilder(e.toString());
    for (StackTraceElement at : e.getStackTrace()) {
      text.append("\n    at ").append(at);
    }
    return text.toString();
  }
}
