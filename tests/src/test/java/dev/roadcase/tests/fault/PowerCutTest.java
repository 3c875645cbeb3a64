package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The power goes, and with it whatever was not flushed. {@code powercut.c} says what a disk may
 * forget; {@code docs/faults.md} what these tests can see that {@link KillNineTest} cannot.
 */
@NeedsPowerCuts
class PowerCutTest {
  private static final int TRIES = 5;

  @Test
  void aReceiptOnceShownSurvivesThePowerCut() throws Exception {
    Rounds.run(Rounds.Kind.POWER_CUT, Loops.rounds(), Loops.seed());
  }

  /** The library that fakes the disk is not looking past the one file that matters. */
  @Test
  void everySaleIsFlushedUnderTheShimsEyes() throws Exception {
    try (Market market = new Market("flushes", 1)) {
      market.disk.forgetLog();
      market.sell(market.crowd.till(0), 5);
      List<String> log = market.disk.log();
      long flushes = log.stream().filter(line -> line.startsWith("sync journal.db-wal ")).count();
      assertTrue(flushes >= 5, () -> "five sales one after the other, and only " + log);
    }
  }

  /**
   * A sale is written and not yet flushed when the box is killed. The page cache still has it, so
   * the next run finds it, and its till, which had no answer, asks again. What the till is shown
   * then must be as good as any other receipt.
   */
  @Test
  void anAnswerAfterARestartRestsOnTheDiskAndNotOnThePageCache() throws Exception {
    for (int i = 1; i <= TRIES; i++) {
      if (answeredOutOfThePageCache(i)) {
        return;
      }
    }
    throw new AssertionError("in " + TRIES + " tries the sale never was in the page cache");
  }

  private static boolean answeredOutOfThePageCache(int attempt) throws Exception {
    try (Market market = new Market("page-cache-" + attempt, 1)) {
      Till till = market.crowd.till(0);
      market.sell(till, 3);
      market.disk.tell("kill-before-sync journal.db-wal");
      assertThrows(IOException.class, () -> market.sell(till, 1));
      assertEquals(137, market.box().ended());
      market.disk.heal();

      market.start();
      market.sell(till, 1);
      boolean wasThere = till.again();
      market.cutThePower();

      market.start();
      market.assertAllKept();
      return wasThere;
    }
  }

  /**
   * A flush that failed is lost for good: the kernel counts the pages as clean and goes on showing
   * them. A box that starts again must bring what it finds there to the disk in another way.
   */
  @Test
  void aFailedFlushStopsTheBoxAndIsNotMendedByTheNextOne() throws Exception {
    try (Market market = new Market("failed-flush", 1)) {
      Till till = market.crowd.till(0);
      market.sell(till, 3);
      market.disk.tell("fail-sync journal.db-wal");
      assertThrows(IOException.class, () -> market.sell(till, 1));
      assertStoppedLoudly(market);

      market.start();
      market.sell(till, 1);
      market.cutThePower();

      market.start();
      market.assertAllKept();
    }
  }

  /** SQLite's own checkpoints keep such an error to themselves, and try again. */
  @Test
  void aFailedFlushOfTheMainFileStopsTheBoxToo() throws Exception {
    try (Market market = new Market("failed-checkpoint", 4)) {
      market.disk.tell("fail-sync journal.db");
      Crowd.Selling selling = market.crowd.sell(market.box());
      Market.until("the box has stopped", () -> !market.box().alive());
      selling.join();
      assertStoppedLoudly(market);

      market.start();
      market.assertAllKept();
    }
  }

  private static void assertStoppedLoudly(Market market) throws Exception {
    assertEquals(74, market.box().ended());
    List<String> words =
        market.box().said().stream().filter(line -> line.startsWith("roadcase box: ")).toList();
    assertEquals(1, words.size(), words.toString());
    assertTrue(words.getFirst().contains("journal.db failed"), words.toString());
    List<String> log = market.disk.log();
    assertTrue(log.stream().anyMatch(line -> line.startsWith("sync failed ")), log.toString());
    List<String> after =
        log.stream().filter(line -> line.startsWith("sync after failure journal.db")).toList();
    assertEquals(List.of(), after, "a failed flush of the journal is never tried again");
    market.disk.heal();
  }
}
