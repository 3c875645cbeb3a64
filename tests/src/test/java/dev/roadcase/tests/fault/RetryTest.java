package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A till that got no answer asks again; a till that is impatient asks twice. */
@NeedsPowerCuts
class RetryTest {

  @Test
  void aRetryIsTheSameReceiptWheneverItComes() throws Exception {
    try (Market market = new Market("retry", 2)) {
      Till till = market.crowd.till(0);
      market.sell(till, 20);
      try (BoxClient client = market.client()) {
        for (int i = 0; i < 20; i++) {
          till.askAgain(client);
        }
      }
      market.assertAllKept();
      assertEquals(0, market.box().stop() & ~143, "it stops in good order");
      market.start();
      market.assertAllKept();
      market.cutThePower();
      market.start();
      market.assertAllKept();
    }
  }

  @Test
  void twoAtOnceAreOneSale() throws Exception {
    try (Market market = new Market("twice", 1);
        BoxClient client = market.client()) {
      for (int i = 0; i < 50; i++) {
        List<OutsideChecker.Answer> answers =
            market.crowd.till(0).sellTwiceAtOnce(client, Site.LEMONADE);
        assertEquals(
            List.of(200, 201),
            answers.stream().map(OutsideChecker.Answer::status).sorted().toList());
        assertEquals(
            1,
            answers.stream()
                .map(a -> a.body().path("receipt").asText())
                .collect(Collectors.toSet())
                .size());
      }
    }
  }

  @Test
  void tillsThatFightForTheLastPiecesNeverGetMoreThanThereAre() throws Exception {
    try (Market market = new Market("fight", 8)) {
      // A slow card gathers sales into one batch, where each must see what the one before it took.
      market.box().kill();
      market.start(market.disk.slow(5_000));
      try (Crowd.Selling selling = market.crowd.fight(market.box())) {
        Market.until("200 sales are made", () -> market.crowd.shown() > 200);
      }
      market.assertAllKept();
    }
  }
}
