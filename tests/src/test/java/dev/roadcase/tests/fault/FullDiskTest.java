package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** No room is "not now": the one failure of a disk that a box lives through. */
@NeedsPowerCuts
class FullDiskTest {

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
}
