package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.MILLI;
import static dev.roadcase.tests.simulation.Timeline.SECOND;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.journal.Snapshot;
import dev.roadcase.core.clock.TimeKeeper;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import java.util.Optional;

/** One board with its card, its Wi-Fi and its link; systemd, which starts the process again. */
final class SimulatedBox {
  private static final long EPOCH = 1_795_000_000_000L;
  private static final long TOLERANCE = 1_000;
  private static final long HOUR = 3_600_000L;
  private static final long YEAR = 8_766 * HOUR;

  /** The kit's certificate ends a year on: a clock that says more is not believed. */
  private static final long LIMIT = EPOCH + YEAR;

  /** Where the wall clock may stand when nobody keeps it, and to where it may step. */
  private enum Wall {
    RIGHT,
    AT_1970,
    TEN_YEARS_BACK,
    TEN_YEARS_AHEAD,
    AN_HOUR_BACK
  }

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
  private final TimeKeeper.Trust trust;
  private TimeKeeper keeper;
  private Wall wall = Wall.RIGHT;
  private long nights;
  private long ageOfLife;

  SimulatedBox(Simulation world, int number, Upstream upstream, Dice dice, Runnable whenFirstOpen) {
    this.world = world;
    this.timeline = world.timeline();
    this.dice = dice;
    this.whenFirstOpen = whenFirstOpen;
    identity =
        new Box.Identity(
            Goods.FLEET, new KitId("kit-" + number), Incarnation.born(EPOCH, number), Mode.LIVE);
    trust = dice.happens(0.7) ? TimeKeeper.Trust.SYSTEM : TimeKeeper.Trust.NONE;
    keeper = keeper(0);
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
    wall = dice.happens(0.7) ? Wall.RIGHT : anyWall();
    world.witness().booted(name(), boot());
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
    if (!calm && dice.happens(world.scenario().gate().longNights())) {
      // Three days in the van; nobody waits for them here.
      nights += 72 * HOUR;
    }
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

  void stopped(Snapshot snapshot) {
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
    keeper = keeper(lo);
  }

  /** Somebody sets the wall clock, or a daemon does, to what it ought not to be; or back. */
  void stepClock() {
    wall = dice.happens(0.4) ? Wall.RIGHT : anyWall();
    timeline.note("%s: the wall clock is %s", name(), wall);
  }

  void opened() {
    world.witness().disturbed(name(), timeline.now());
    world
        .witness()
        .restarted(
            name(), shell.orElseThrow().box(), shell.orElseThrow().door()::knows, calendar());
    if (!everOpen) {
      everOpen = true;
      whenFirstOpen.run();
    }
  }

  /** As {@code SystemClock} tells it; the wall clock may stand anywhere. */
  Now clock() {
    if (trust == TimeKeeper.Trust.SYSTEM && wall == Wall.RIGHT) {
      world.witness().timeKnown(name(), calendar());
    }
    return keeper.read(timeline.now() - bootedAt, wall());
  }

  /** What the wall clock says, epoch milliseconds. */
  long wall() {
    return switch (wall) {
      case RIGHT -> calendar();
      case AT_1970 -> (timeline.now() - bootedAt) / MILLI;
      case TEN_YEARS_BACK -> calendar() - 10 * YEAR;
      case TEN_YEARS_AHEAD -> calendar() + 10 * YEAR;
      case AN_HOUR_BACK -> calendar() - HOUR;
    };
  }

  /** What it really is, epoch milliseconds. */
  long calendar() {
    return EPOCH + nights + timeline.now() / MILLI;
  }

  /** Nanoseconds that a token of this boot is old, at most. */
  long age(Pass pass) {
    return timeline.now() - pass.asked();
  }

  String boot() {
    return name() + "-boot-" + boots;
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

  private TimeKeeper keeper(long lo) {
    return new TimeKeeper(
        trust, boot(), Math.max(EPOCH - TOLERANCE, lo), LIMIT, timeline.now() - bootedAt);
  }

  private Wall anyWall() {
    return Wall.values()[(int) dice.between(1L, Wall.values().length - 1L)];
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
