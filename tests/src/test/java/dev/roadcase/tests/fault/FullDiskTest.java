package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** No room is "not now": the one failure of a disk that a box lives through. */
@NeedsPowerCuts
class FullDiskTest {
  private static final long KIB = 1024;

  @Test
  void aFullDiskRefusesSalesAndLosesNone() throws Exception {
    try (Market market = new Market("full", 4)) {
      try (Crowd.Selling selling = market.crowd.sell(market.box())) {
        Market.until("30 sales are made", () -> market.crowd.shown() > 30);
        market.disk.tell("full");
        Market.until("30 tills were told to come back", () -> market.crowd.notNow() > 30);
        assertEquals("disk-full, Retry-After 10", market.crowd.why());
        assertTrue(market.box().alive());
        market.assertAllKept();

        market.disk.heal();
        int before = market.crowd.shown();
        Market.until("30 more sales are made", () -> market.crowd.shown() > before + 30);
        selling.stop();
        market.assertAllKept();
      }
      market.cutThePower();
      market.start();
      market.assertAllKept();
    }
  }

  @Test
  void aDiskThatRunsOutStopsSalesAheadAndRefundsGoOn() throws Exception {
    try (Market market = new Market("running-out", 16)) {
      try (Crowd.Selling selling = market.crowd.sell(market.box())) {
        Market.until("100 sales are made", () -> market.crowd.shown() > 100);
        // What they sell takes it below the low-water mark of 6 MiB. Above it is more than sixteen
        // tills sell in the second between two looks; below it more than the log, folded, needs.
        market.disk.leave(14 * 1024 * KIB);
        market.untilNothingIsSold();
        assertEquals("disk-full, Retry-After 10", market.crowd.why());
        assertEquals(
            market.site.reserve(),
            Files.size(market.disk.data().resolve("reserve")),
            "the reserve was touched");
        market.assertRefunds(20);

        market.disk.leave(0);
        market.untilTheReserveIs(0);
        market.assertRefunds(20);
        market.assertAllKept();
        assertTrue(market.box().alive());

        market.disk.heal();
        int before = market.crowd.shown();
        Market.until("sales flow again", () -> market.crowd.shown() > before + 100);
        market.untilTheReserveIs(market.site.reserve());
        selling.stop();
        market.assertAllKept();
      }
      market.cutThePower();
      market.start();
      market.assertAllKept();
    }
  }

  @Test
  void aDiskThatIsFullAllAtOnceStillTakesRefunds() throws Exception {
    try (Market market = new Market("all-at-once", 4)) {
      try (Crowd.Selling selling = market.crowd.sell(market.box())) {
        Market.until("30 sales are made", () -> market.crowd.shown() > 30);
        market.disk.leave(0);
        market.untilNothingIsSold();
        market.assertRefunds(20);
        selling.stop();
      }
      // In good order on a full disk too.
      assertEquals(0, market.box().stop(), () -> String.join("\n", market.box().said()));
    }
  }

  @Test
  void aBoxStartsOnAFullDiskAndSellsWhenThereIsRoom() throws Exception {
    try (Market market = new Market("starts-full", 2)) {
      market.sell(market.crowd.till(0), 10);
      market.sell(market.crowd.till(1), 10);
      market.box().kill();
      market.disk.leave(0);
      market.start();
      assertStandsAndSellsAgain(market);
    }
  }

  @Test
  void aBoxThatStoppedStartsOnAFullDiskToo() throws Exception {
    try (Market market = new Market("stopped-full", 2)) {
      market.sell(market.crowd.till(0), 10);
      market.sell(market.crowd.till(1), 10);
      assertEquals(0, market.box().stop());
      market.disk.leave(0);
      market.start();
      assertStandsAndSellsAgain(market);
    }
  }

  @Test
  void aBoxWithoutAReserveStartsOnAFullDiskAndOwesItsStart() throws Exception {
    try (Market market = new Market("owes", 2)) {
      market.sell(market.crowd.till(0), 10);
      market.sell(market.crowd.till(1), 10);
      assertEquals(0, market.box().stop());
      Files.delete(market.disk.data().resolve("reserve"));
      // Enough to open the journal, which maps 32 KiB, and for no commit.
      market.disk.leave(34 * KIB);
      market.start();
      try (BoxClient client = market.client()) {
        assertEquals(Till.Turn.NOT_NOW, market.crowd.till(0).sell(client, Site.LEMONADE));
      }
      market.assertAllKept();
      market.disk.heal();
      market.untilItSells();
      market.assertAllKept();
      assertEquals(2, starts(market), "the start was forgotten");
    }
  }

  private static long starts(Market market) throws Exception {
    try (Connection journal =
            DriverManager.getConnection("jdbc:sqlite:" + market.disk.data().resolve("journal.db"));
        Statement statement = journal.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM fact WHERE CAST(record AS TEXT) LIKE '%\"box-started\"%'")) {
      return row.getLong(1);
    }
  }

  private static void assertStandsAndSellsAgain(Market market) throws Exception {
    try (BoxClient client = market.client()) {
      OutsideChecker.Answer ready = client.get("/readyz");
      assertEquals(503, ready.status());
      assertTrue(ready.body().path("why").toString().contains("disk"), ready.body()::toString);
      assertEquals(Till.Turn.NOT_NOW, market.crowd.till(0).sell(client, Site.LEMONADE));
    }
    market.assertRefunds(5);
    market.assertAllKept();

    market.disk.heal();
    market.untilItSells();
    market.assertAllKept();
    market.cutThePower();
    market.start();
    market.assertAllKept();
  }
}
