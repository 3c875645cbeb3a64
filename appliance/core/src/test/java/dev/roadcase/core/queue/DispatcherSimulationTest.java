package dev.roadcase.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.queue.World.Line;
import dev.roadcase.core.queue.World.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Promise 4 and "at least once", on a virtual clock. Every failure names its seed; the same seed
 * makes the same world.
 */
class DispatcherSimulationTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  /**
   * A refund waits about one round trip: half of it in the queue at most, the rest is the way
   * there.
   */
  private static final Duration URGENT_P50 = Duration.ofMillis(400);

  private static final Duration URGENT_P99 = Duration.ofMillis(1000);

  @Test
  void aRefundDoesNotWaitBehindADayOfSales() {
    Figures figures = promiseFour(1, Sender::new);
    System.out.println("SIM 256 kbit/s, 200 ms, 20,000 p3 + 2,000 p0 behind it: " + figures);
    figures.check();
    for (long seed = 2; seed <= 5; seed++) {
      promiseFour(seed, Sender::new).check();
    }
  }

  @Test
  void onOtherLinksTooARefundWaitsForAboutARoundTrip() {
    Line slow = new Line(8_000, Duration.ofMillis(300), 256);
    Line good = new Line(1_250_000, Duration.ofMillis(30), 256);
    Figures behindSlow = promiseFour(1, slow, Sender::new);
    Figures behindGood = promiseFour(1, good, Sender::new);
    System.out.println("SIM 64 kbit/s, 600 ms: " + behindSlow);
    System.out.println("SIM 10 Mbit/s, 60 ms: " + behindGood);
    behindSlow.below("urgent p99", at(behindSlow.urgent(), 0.99), Duration.ofMillis(1500));
    behindGood.below("urgent p99", at(behindGood.urgent(), 0.99), Duration.ofMillis(200));
  }

  @Test
  void firstComeFirstServedBreaksThePromiseAndIsCaught() {
    assertThrows(AssertionError.class, () -> promiseFour(1, BadSenders.Fifo::new).check());
  }

  @Test
  void aDispatcherWithoutAWindowIsCaught() {
    assertThrows(AssertionError.class, () -> promiseFour(1, BadSenders.Flood::new).check());
  }

  @Test
  void nothingStarvesBehindMoneyThatNeverEnds() {
    for (long seed = 1; seed <= 3; seed++) {
      Shares shares = saturated(seed, Sender::new);
      if (seed == 1) {
        System.out.println("SIM saturated by p0: " + shares);
      }
      shares.check();
    }
  }

  @Test
  void strictPriorityStarvesAndIsCaught() {
    assertThrows(AssertionError.class, () -> saturated(1, BadSenders.Strict::new).check());
  }

  @Test
  void everythingArrivesThroughBlackoutsResetsRestartsAndAForgetfulBroker() {
    long steps = 0;
    for (long seed = 1; seed <= 24; seed++) {
      World world = trouble(seed, Sender::new);
      steps += world.steps;
      if (seed == 1) {
        System.out.printf(
            "SIM trouble, seed 1: %d steps, %d connections, %d restarts, %d given, %d duplicates%n",
            world.steps, world.connections, world.restarts, given(world), world.wireDuplicates);
      }
    }
    System.out.println("SIM trouble: " + steps + " steps");
  }

  @Test
  void aDispatcherThatForgetsWhatWasOnItsWayIsCaught() {
    assertThrows(
        AssertionError.class,
        () -> {
          for (long seed = 1; seed <= 8; seed++) {
            trouble(seed, BadSenders.Forgetful::new);
          }
        });
  }

  @Test
  void aDispatcherThatTakesTheBrokersWordIsCaught() {
    assertThrows(AssertionError.class, () -> trouble(1, BadSenders.Trusting::new));
  }

  @Test
  void onAGoodDayNothingIsSentTwice() {
    World world =
        new World(1, new Line(1_000_000, Duration.ofMillis(20), 10), Trouble.NONE, Sender::new);
    show(world, 20, 5, Duration.ofMinutes(5));
    world.run(Duration.ofMinutes(5).toNanos());
    assertTrue(world.drained(Duration.ofMinutes(2)), "drained");
    assertEquals(0, world.wireDuplicates);
  }

  /**
   * Twenty restarts of upstream cost 129,436 duplicates of 111,768 deltas: its broker was there up
   * to a minute before it took anything in, and every 20 s all that waited there was sent again.
   */
  @Test
  void aBrokerThatIsThereLongBeforeItsUpstreamCostsNoDuplicates() {
    long untold = duplicatesWhileUpstreamIsAway(false);
    long told = duplicatesWhileUpstreamIsAway(true);
    System.out.println(
        "SIM upstream 65 s behind its broker, 5,000 p0: " + untold + " duplicates, told " + told);
    assertTrue(untold > 1_000, "it can be seen: " + untold);
    assertEquals(0, told);
  }

  private static long duplicatesWhileUpstreamIsAway(boolean told) {
    World world =
        new World(1, new Line(1_000_000, Duration.ofMillis(20), 64), Trouble.NONE, Sender::new);
    world.upstreamIsAway(Duration.ofSeconds(65), told);
    world.commit(DeltaClass.P0, 5_000, false);
    assertTrue(world.drained(Duration.ofMinutes(10)), "drained");
    return world.wireDuplicates;
  }

  @Test
  void aMillionThatWaitCostAlmostNoMemory() {
    Dispatcher dispatcher = new Dispatcher();
    for (int i = 0; i < 1_000_000; i++) {
      dispatcher.added(DeltaClass.P0, i + 1L, i % 1000 == 0, 600, i * MILLI);
      dispatcher.added(DeltaClass.P3, i + 1L, false, 200, i * MILLI);
    }
    System.gc();
    long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    Dispatcher.Reading reading = dispatcher.reading();
    long counted = reading.lanes().values().stream().mapToLong(Dispatcher.LaneReading::count).sum();
    assertEquals(2_000_000, counted);
    assertTrue(before < 64 << 20, "the whole test JVM holds " + (before >> 20) + " MB");
  }

  /** What came of the promise-4 scene. */
  record Figures(
      long seed,
      List<Long> urgent,
      List<Long> fresh,
      Duration drained,
      long mostInFlight,
      int window,
      long duplicates) {
    void check() {
      assertTrue(urgent.size() >= 140, seeded("only " + urgent.size() + " refunds arrived"));
      below("urgent p50", at(urgent, 0.5), URGENT_P50);
      below("urgent p99", at(urgent, 0.99), URGENT_P99);
      below("fresh p99", at(fresh, 0.99), URGENT_P99.plusMillis(500));
      assertTrue(mostInFlight <= 32 * 1024, seeded("in flight: " + mostInFlight));
      assertEquals(0, duplicates, seeded("duplicates without any trouble"));
    }

    void below(String what, long nanos, Duration most) {
      assertTrue(nanos <= most.toNanos(), seeded(what + " is " + nanos / MILLI + " ms"));
    }

    private String seeded(String what) {
      return "seed " + seed + ": " + what;
    }

    @Override
    public String toString() {
      return "refunds p50 %d ms, p99 %d ms, max %d ms (n=%d); fresh sales p50 %d ms, p99 %d ms; drained in %d s; in flight at most %d, window at the end %d bytes"
          .formatted(
              at(urgent, 0.5) / MILLI,
              at(urgent, 0.99) / MILLI,
              urgent.getLast() / MILLI,
              urgent.size(),
              at(fresh, 0.5) / MILLI,
              at(fresh, 0.99) / MILLI,
              drained.toSeconds(),
              mostInFlight,
              window);
    }
  }

  private static Figures promiseFour(long seed, Supplier<Sender> maker) {
    return promiseFour(seed, Line.CELLULAR, maker);
  }

  private static Figures promiseFour(long seed, Line line, Supplier<Sender> maker) {
    // What waits has waited for longer than sales stay fresh.
    long start = Duration.ofSeconds(31).toNanos();
    World world = new World(seed, line, Trouble.NONE, maker, Duration.ofNanos(start));
    int backlog = 2_000;
    world.commit(DeltaClass.P3, 20_000, false);
    world.commit(DeltaClass.P0, backlog, false);
    long end = start + Duration.ofSeconds(170).toNanos();
    every(world, start + 2000 * MILLI, end, 1000, () -> world.commit(DeltaClass.P0, 1, true));
    every(world, start + 2000 * MILLI, end, 1000, () -> world.commit(DeltaClass.P0, 1, false));
    every(world, start + 2000 * MILLI, end, 1000, () -> world.commit(DeltaClass.P3, 1, false));
    world.run(end);
    int window = world.sender().reading().window();
    world.drained(Duration.ofMinutes(10));
    Duration drained = Duration.ofNanos(world.now() - start);
    List<Long> urgent = world.p0Latencies(true);
    List<Long> fresh = new ArrayList<>();
    for (World.Delivery delivery : world.deliveries) {
      if (delivery.deltaClass() == DeltaClass.P0
          && delivery.sequence() > backlog
          && !world.urgent(delivery.sequence())) {
        fresh.add(world.latency(DeltaClass.P0, delivery.sequence()));
      }
    }
    fresh.sort(Long::compare);
    return new Figures(
        seed, urgent, fresh, drained, world.mostInFlight, window, world.wireDuplicates);
  }

  /**
   * The bytes of each class that were delivered in each stretch while money alone filled the line.
   */
  record Shares(long seed, List<long[]> stretches) {
    void check() {
      for (long[] stretch : stretches) {
        long all = stretch[0] + stretch[1] + stretch[2] + stretch[3];
        for (int c = 1; c <= 3; c++) {
          assertTrue(
              stretch[c] * 100 >= all * 4,
              "seed %d: p%d got %d of %d bytes".formatted(seed, c, stretch[c], all));
        }
      }
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("bytes of p0, p1, p2, p3 by half minute:");
      for (long[] s : stretches) {
        text.append(" [%d %d %d %d]".formatted(s[0], s[1], s[2], s[3]));
      }
      return text.toString();
    }
  }

  /** 70 fresh sales a second are 1.5 times what the line carries. */
  private static Shares saturated(long seed, Supplier<Sender> maker) {
    World world = new World(seed, Line.CELLULAR, Trouble.NONE, maker);
    world.after(
        Duration.ofSeconds(5).toNanos(),
        () -> {
          world.commit(DeltaClass.P1, 5_000, false);
          world.commit(DeltaClass.P2, 10_000, false);
          world.commit(DeltaClass.P3, 20_000, false);
        });
    long end = Duration.ofSeconds(180).toNanos();
    every(world, 0, end, 100, () -> world.commit(DeltaClass.P0, 7, false));
    world.run(end);
    long stretch = Duration.ofSeconds(30).toNanos();
    List<long[]> stretches = new ArrayList<>();
    for (long from = stretch; from + stretch <= end; from += stretch) {
      long[] bytes = new long[4];
      for (World.Delivery delivery : world.deliveries) {
        if (delivery.at() >= from && delivery.at() < from + stretch) {
          bytes[delivery.deltaClass().ordinal()] += delivery.bytes();
        }
      }
      stretches.add(bytes);
    }
    return new Shares(seed, stretches);
  }

  private static World trouble(long seed, Supplier<Sender> maker) {
    Line line =
        switch ((int) (seed % 3)) {
          case 0 -> new Line(8_000, Duration.ofMillis(400), 256);
          case 1 -> new Line(125_000, Duration.ofMillis(60), 16);
          default -> new Line(2_000_000, Duration.ofMillis(5), 3);
        };
    World world = new World(seed, line, new Trouble(2, 2, 1, 0.01, 0.2), maker);
    Duration day = Duration.ofMinutes(15);
    show(world, seed % 3 == 0 ? 1 : 10, seed % 3 == 0 ? 5 : 40, day);
    world.run(day.toNanos());
    world.calm();
    boolean drained = world.drained(Duration.ofHours(2));
    for (DeltaClass deltaClass : DeltaClass.values()) {
      List<Long> missing = world.missing(deltaClass);
      assertTrue(
          missing.isEmpty(),
          () ->
              "seed "
                  + seed
                  + ": "
                  + deltaClass
                  + " never arrived: "
                  + missing
                  + " "
                  + world.sender().reading());
    }
    assertTrue(drained, "seed " + seed + ": the box knows that all has arrived");
    assertTrue(
        world.mostInFlight <= Window.CEILING + Dispatcher.RESERVE + 21_000,
        "seed " + seed + ": in flight " + world.mostInFlight);
    return world;
  }

  private static void show(
      World world, int salesPerSecond, int readingsPerSecond, Duration length) {
    long end = length.toNanos();
    every(world, 0, end, 1000 / salesPerSecond, () -> world.commit(DeltaClass.P0, 1, false));
    every(world, 0, end, 5_000, () -> world.commit(DeltaClass.P0, 1, true));
    every(world, 0, end, 2_000, () -> world.commit(DeltaClass.P1, 3, false));
    every(world, 0, end, 700, () -> world.commit(DeltaClass.P2, 1, false));
    every(world, 0, end, 1000, () -> world.commit(DeltaClass.P3, readingsPerSecond, false));
  }

  /** At random moments, {@code millis} apart on average. */
  private static void every(World world, long from, long end, int millis, Runnable what) {
    long wait = (long) (world.random().nextDouble() * 2 * millis * MILLI);
    world.after(
        Math.max(0, from - world.now()) + wait,
        () -> {
          if (world.now() < end) {
            what.run();
            every(world, from, end, millis, what);
          }
        });
  }

  private static long given(World world) {
    long given = 0;
    for (DeltaClass deltaClass : DeltaClass.values()) {
      given += world.given(deltaClass);
    }
    return given;
  }

  private static long at(List<Long> sorted, double quantile) {
    return sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(quantile * sorted.size()) - 1));
  }
}
