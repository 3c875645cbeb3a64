package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.MILLI;
import static dev.roadcase.tests.simulation.Timeline.SECOND;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.journal.NotNow;
import dev.roadcase.app.journal.SqliteJournal;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import java.util.Optional;

/** One board with its card, its Wi-Fi and its link; systemd, which starts the process again. */
final class SimulatedBox {
  private static final long EPOCH = 1_795_000_000_000L;
  private static final long TOLERANCE = 1_000;

  /** How a strike ends a process. */
  enum Strike {
    KILL,
    POWER_CUT
  }

  private final Simulation world;
  private final Timeline timeline;
  private final Box.Identity identity;
  private final Card card;
  private final Radio radio;
  private final Wan wan;
  private final Dice dice;
  private final Runnable whenFirstOpen;
  private Optional<Shell> shell = Optional.empty();
  private Optional<Strike> strikeAtNextFlush = Optional.empty();
  private boolean flushWillFail;
  private boolean everOpen;
  private boolean calm;
  private int boots;
  private long bootedAt;
  private long floor;
  private boolean clockTrusted = true;
  private long ageOfLife;

  SimulatedBox(Simulation world, int number, Upstream upstream, Dice dice, Runnable whenFirstOpen) {
    this.world = world;
    this.timeline = world.timeline();
    this.dice = dice;
    this.whenFirstOpen = whenFirstOpen;
    identity =
        new Box.Identity(
            Goods.FLEET, new KitId("kit-" + number), Incarnation.born(EPOCH, number), Mode.LIVE);
    card = new Card(world.goods(), dice.fork());
    radio = new Radio(timeline, world.scenario().lan(), dice.fork());
    wan =
        new Wan(
            timeline,
            world.scenario(),
            name(),
            upstream,
            world.witness(),
            world.tally(),
            dice.fork());
    upstream.knows(name(), identity.incarnation(), wan::acknowledge);
  }

  void plugIn() {
    boots++;
    bootedAt = timeline.now();
    clockTrusted = dice.happens(0.7);
    startProcess();
  }

  /** The process dies; what it wrote stays in the page cache. */
  void kill() {
    if (shell.isPresent()) {
      timeline.note("%s: kill -9", name());
      world.tally().kills++;
      endProcess();
      startAfter(dice.between(300, 4000) * MILLI);
    }
  }

  void powerCut() {
    int facts = card.powerCut();
    timeline.note("%s: power cut, %d facts were not on the card", name(), facts);
    world.tally().powerCuts++;
    world.tally().factsCut += facts;
    endProcess();
    ageOfLife++;
    long mine = ageOfLife;
    long off = dice.between(1, 15) * SECOND;
    world.witness().disturbed(name(), timeline.now() + off);
    timeline.after(
        off,
        () -> {
          if (mine == ageOfLife) {
            plugIn();
          }
        });
  }

  /** In good order: an upgrade. */
  void stop() {
    shell.filter(Shell::isOpen).ifPresent(Shell::stop);
  }

  void stopped(SqliteJournal.Snapshot snapshot) {
    timeline.note("%s: stopped in good order", name());
    try {
      card.write(snapshot);
      card.checkpoint();
    } catch (NotNow e) {
      timeline.note("%s: no room for a snapshot", name());
    }
    endProcess();
    startAfter(SECOND);
  }

  /** The process ends by itself, loudly. */
  void fails(String why) {
    timeline.note("%s: the process ends: %s", name(), why);
    endProcess();
    startAfter(SECOND);
  }

  /** The next flush meets this somewhere in its middle. */
  void strikeAtNextFlush(Strike strike) {
    strikeAtNextFlush = Optional.of(strike);
  }

  void failNextFlush() {
    flushWillFail = true;
  }

  boolean flushFails() {
    boolean fails = flushWillFail && !calm;
    flushWillFail = false;
    if (fails) {
      timeline.note("%s: the flush fails", name());
      world.tally().failedFlushes++;
    }
    return fails;
  }

  void struckWhileFlushing(long takes) {
    if (strikeAtNextFlush.isEmpty() || calm) {
      return;
    }
    Strike strike = strikeAtNextFlush.get();
    strikeAtNextFlush = Optional.empty();
    timeline.after(
        dice.between(0L, takes),
        () -> {
          if (!calm) {
            switch (strike) {
              case KILL -> kill();
              case POWER_CUT -> powerCut();
            }
          }
        });
  }

  long flushTime() {
    long mean = world.scenario().fsync();
    return !calm && dice.happens(0.01) ? 300 * MILLI : (long) (mean * dice.between(0.5, 1.5));
  }

  void recovered(long lo) {
    floor = Math.max(EPOCH - TOLERANCE, lo);
  }

  void opened() {
    world.witness().disturbed(name(), timeline.now());
    world.witness().restarted(name(), shell.orElseThrow().box());
    if (!everOpen) {
      everOpen = true;
      whenFirstOpen.run();
    }
  }

  /** As {@code SystemClock} tells it; after a power cut the wall clock may stand anywhere. */
  Now clock() {
    long sinceBoot = timeline.now() - bootedAt;
    String boot = name() + "-boot-" + boots;
    if (clockTrusted) {
      long wall = EPOCH + timeline.now() / MILLI;
      floor = Math.max(floor, wall - TOLERANCE);
      return new Now(boot, sinceBoot, floor, wall + TOLERANCE, Math.max(wall, floor));
    }
    return new Now(boot, sinceBoot, floor, Now.OPEN, Math.max(floor, EPOCH + sinceBoot / MILLI));
  }

  void calm() {
    calm = true;
    radio.calm();
    wan.calm();
  }

  String name() {
    return identity.kit().value();
  }

  Box.Identity identity() {
    return identity;
  }

  Card card() {
    return card;
  }

  Radio radio() {
    return radio;
  }

  Wan wan() {
    return wan;
  }

  Dice dice() {
    return dice;
  }

  /** The process, once its doors are open. */
  Optional<Shell> open() {
    return shell.filter(Shell::isOpen);
  }

  private void startAfter(long nanos) {
    ageOfLife++;
    long mine = ageOfLife;
    timeline.after(
        nanos,
        () -> {
          if (mine == ageOfLife) {
            startProcess();
          }
        });
  }

  private void startProcess() {
    Shell process = new Shell(this, world);
    shell = Optional.of(process);
    process.start();
  }

  private void endProcess() {
    shell.ifPresent(Shell::die);
    shell = Optional.empty();
    world.witness().down(name());
  }
}
