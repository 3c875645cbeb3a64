package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.MILLI;
import static dev.roadcase.tests.simulation.Timeline.MINUTE;
import static dev.roadcase.tests.simulation.Timeline.SECOND;

import java.util.List;

/**
 * The world that a seed stands for.
 *
 * @param think nanoseconds between two customers of a till, on average
 * @param refunds share of what a till does
 * @param readings telemetry rows that a sensor sends at a time, every two seconds
 * @param line towards upstream
 * @param fsync nanoseconds that a flush takes, on average
 * @param firstOutage how long the link is dead from the start; 0 when it is not
 * @param freshIsBounded whether money alone leaves room on the line, so that a fresh sale has a
 *     bound too
 * @param length nanoseconds of trouble; after it all is calm
 * @param gate who is let in, and who is put out
 */
record Scenario(
    Kind kind,
    int boxes,
    int tills,
    long think,
    double refunds,
    int readings,
    Line line,
    Lan lan,
    Troubles troubles,
    long fsync,
    long firstOutage,
    boolean freshIsBounded,
    long length,
    Gate gate) {

  /** What a seed is mainly about. */
  enum Kind {
    /** Everything breaks, all the time. */
    TROUBLE,
    /** A day of sales and readings waits when the link comes; then refunds. */
    BACKLOG,
    /** More money than the line carries. */
    RUSH,
    /** Few customers, long outages. */
    QUIET,
    /** Tills are put out, tokens are stolen, the link comes and goes, and clocks lie. */
    DOOR
  }

  /**
   * The thin link.
   *
   * @param oneWay nanoseconds each way
   * @param parcels the broker's receive maximum
   */
  record Line(int bytesPerSecond, long oneWay, int parcels) {
    /**
     * The stated bound, from the till's screen to upstream's database: the way there; what is on
     * its way already, which is a round trip's worth, 4 KiB that the window lets stand and 8 KiB of
     * reserve; and half a second for upstream and for the tills' own delays.
     */
    long urgentBound() {
      return 500 * MILLI + 4 * oneWay + 12 * 1024 * SECOND / bytesPerSecond;
    }

    long freshBound() {
      return urgentBound() + SECOND;
    }
  }

  /** The site's Wi-Fi. Chances are per message. */
  record Lan(double loss, double twice, double late, long delay) {}

  /** How often what goes wrong: mean nanoseconds between two of a kind, 0 for never. */
  record Troubles(
      long kills,
      long powerCuts,
      long upgrades,
      long fullDisks,
      long failedFlushes,
      long outages,
      long longestOutage,
      long resets,
      long partitions,
      double brokerForgets,
      double ackLost,
      double pubackLost) {}

  /**
   * What happens at the door. Mean nanoseconds between two of a kind, 0 for never.
   *
   * @param life of a till's tokens, seconds
   * @param putOut devices
   * @param revoked single tokens
   * @param oldTokens tried by a thief
   * @param clockSteps of the wall clock, while the box runs
   * @param longNights share of power cuts after which three days have gone by
   */
  record Gate(
      long life, long putOut, long revoked, long oldTokens, long clockSteps, double longNights) {
    static final long USUAL = 15 * 60;

    static Gate quiet(long life) {
      return new Gate(life, 0, 0, 0, 0, 0);
    }
  }

  static Scenario of(long seed) {
    return of(new Dice(seed).fork());
  }

  static Scenario of(Dice dice) {
    return switch ((int) dice.between(0L, 9L)) {
      case 0, 1 -> backlog(dice);
      case 2 -> rush(dice);
      case 3 -> quiet(dice);
      case 9 -> door(dice);
      default -> trouble(dice);
    };
  }

  private static Scenario trouble(Dice dice) {
    Line line =
        switch ((int) dice.between(0L, 2L)) {
          case 0 -> new Line(8_000, 300 * MILLI, 256);
          case 1 -> new Line(32_000, 100 * MILLI, 16);
          default -> new Line(1_250_000, 10 * MILLI, 4);
        };
    Troubles troubles =
        new Troubles(
            often(dice, 80),
            often(dice, 80),
            often(dice, 300),
            often(dice, 120),
            often(dice, 120),
            often(dice, 60),
            40 * SECOND,
            often(dice, 80),
            often(dice, 90),
            0.02,
            0.1,
            0.005);
    return new Scenario(
        Kind.TROUBLE,
        (int) dice.between(1L, 2L),
        (int) dice.between(2L, 5L),
        (long) (dice.between(0.8, 3) * SECOND * (line.bytesPerSecond() < 10_000 ? 2 : 1)),
        0.06,
        (int) dice.between(1L, 12L),
        line,
        lan(dice),
        troubles,
        List.of(3, 20, 120).get((int) dice.between(0L, 2L)) * MILLI,
        0,
        true,
        dice.between(3 * MINUTE, 6 * MINUTE),
        Gate.quiet(dice.between(60L, 300L)));
  }

  private static Scenario backlog(Dice dice) {
    Line line =
        dice.happens(0.3)
            ? new Line(8_000, 300 * MILLI, 256)
            : new Line(32_000, 100 * MILLI, dice.happens(0.5) ? 256 : 8);
    return new Scenario(
        Kind.BACKLOG,
        1,
        6,
        700 * MILLI,
        0.08,
        200,
        line,
        new Lan(0.02, 0.02, 0.01, 5 * MILLI),
        new Troubles(0, 5 * MINUTE, 0, 0, 0, 0, 0, 3 * MINUTE, 0, 0.002, 0.02, 0),
        3 * MILLI,
        dice.between(70, 130) * SECOND,
        line.bytesPerSecond() > 10_000,
        4 * MINUTE,
        Gate.quiet(Gate.USUAL));
  }

  private static Scenario rush(Dice dice) {
    return new Scenario(
        Kind.RUSH,
        1,
        10,
        600 * MILLI,
        0.03,
        10,
        new Line(8_000, dice.between(100, 300) * MILLI, 256),
        new Lan(0.01, 0.01, 0.01, 5 * MILLI),
        new Troubles(0, 0, 0, 0, 0, 0, 0, 4 * MINUTE, 0, 0.001, 0.02, 0),
        3 * MILLI,
        0,
        false,
        3 * MINUTE,
        Gate.quiet(Gate.USUAL));
  }

  private static Scenario quiet(Dice dice) {
    return new Scenario(
        Kind.QUIET,
        1,
        2,
        150 * SECOND,
        0.15,
        0,
        new Line(32_000, 100 * MILLI, 256),
        new Lan(0.05, 0.05, 0.02, 10 * MILLI),
        new Troubles(
            30 * MINUTE,
            30 * MINUTE,
            0,
            0,
            0,
            3 * MINUTE,
            dice.between(90, 240) * SECOND,
            0,
            0,
            0,
            0.1,
            0),
        20 * MILLI,
        0,
        true,
        120 * MINUTE,
        Gate.quiet(Gate.USUAL));
  }

  /** Mild otherwise: an epoch needs a minute and a half of peace to be completed and over. */
  private static Scenario door(Dice dice) {
    return new Scenario(
        Kind.DOOR,
        (int) dice.between(1L, 2L),
        (int) dice.between(2L, 4L),
        (long) (dice.between(1.5, 4) * SECOND),
        0.1,
        (int) dice.between(0L, 3L),
        dice.happens(0.3) ? new Line(8_000, 300 * MILLI, 256) : new Line(32_000, 100 * MILLI, 16),
        new Lan(dice.between(0.0, 0.1), dice.between(0.0, 0.1), 0.02, 10 * MILLI),
        new Troubles(
            often(dice, 300),
            often(dice, 300),
            often(dice, 900),
            often(dice, 400),
            often(dice, 600),
            often(dice, 150),
            60 * SECOND,
            often(dice, 600),
            often(dice, 400),
            0.02,
            0.1,
            0.002),
        List.of(3, 20, 120).get((int) dice.between(0L, 2L)) * MILLI,
        dice.happens(0.5) ? dice.between(20, 60) * SECOND : 0,
        true,
        dice.between(10 * MINUTE, 14 * MINUTE),
        new Gate(
            dice.happens(0.6) ? dice.between(240L, 420L) : dice.between(60L, 120L),
            often(dice, 90),
            often(dice, 60),
            2 * SECOND,
            often(dice, 60),
            0.2));
  }

  private static Lan lan(Dice dice) {
    return new Lan(dice.between(0.0, 0.2), dice.between(0.0, 0.15), 0.03, 10 * MILLI);
  }

  /** Half to twice as rare. */
  private static long often(Dice dice, long seconds) {
    return (long) (seconds * SECOND * Math.pow(2, dice.between(-1.0, 1.0)));
  }
}
