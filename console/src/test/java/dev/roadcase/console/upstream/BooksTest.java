package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.console.upstream.Status.Absent;
import dev.roadcase.console.upstream.Status.Waiting;
import dev.roadcase.console.upstream.UpstreamDatabase.Taken;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What counts as money: signed by a device of the fleet's, and no more given back than was paid.
 */
class BooksTest {
  private static final FleetId ACME = new FleetId("acme");
  private static final long MOST = (1L << 53) - 1;

  @TempDir private Path folder;
  private final PretendBox box = new PretendBox("acme", "kit-1", 1);
  private final PretendBox enemy = new PretendBox("acme", "kit-2", 2);
  private UpstreamDatabase database;

  @BeforeEach
  void open() {
    database = UpstreamDatabase.open(folder, ACME);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aSaleWaitsForTheKeyOfItsDevice() throws Exception {
    SignedSale sale = box.signedSale(700);

    take(box.taken(sale, Mode.LIVE), box.refund(sale.receipt(), 200, Mode.LIVE));

    assertEquals(0, number("SELECT count(*) FROM live_sale"), "not money yet");
    assertEquals(
        List.of(
            new Waiting("kit-1", "live", "unverified", "refund", "EUR", 1, big(200)),
            new Waiting("kit-1", "live", "unverified", "sale", "EUR", 1, big(700))),
        Status.of(folder).waiting());
    assertTrue(
        Status.of(folder).text().contains("live      not counted: kit-1, 1 sales unverified, 7.00"),
        Status.of(folder).text());

    take(box.paired(Mode.LIVE));

    assertEquals(700, number("SELECT sum(total) FROM live_sale"));
    assertEquals(200, number("SELECT sum(refunded) FROM live_sale"));
    assertEquals(List.of(), Status.of(folder).waiting());
    assertEquals(0, number("SELECT count(*) FROM dead_letter"));
  }

  @Test
  void aNumberThatADeviceCountedAndNoBookHoldsIsNamed() throws Exception {
    SignedSale first = box.signedSale(700);
    SignedSale lost = box.signedSale(100);
    take(box.paired(Mode.LIVE), box.taken(first, Mode.LIVE));
    assertEquals(List.of(), Status.of(folder).absent(), "nobody knows of it yet");

    take(box.sale(300, Mode.REHEARSAL), box.refund(first.receipt(), 200, Mode.LIVE));

    assertEquals(
        List.of(new Absent(box.device().value(), 1, 4)),
        Status.of(folder).absent(),
        "refunds count on from sales, and a device from a rehearsal to the show");
    assertTrue(
        Status.of(folder)
            .text()
            .contains("in no book: 1 of the numbers 1 to 4 that " + box.device() + " counted"),
        Status.of(folder).text());
    assertEquals(1, Json.MAPPER.readTree(Status.of(folder).json()).at("/absent/0/numbers").asInt());

    take(box.taken(lost, Mode.LIVE));

    assertEquals(List.of(), Status.of(folder).absent());
  }

  @Test
  void aSaleThatItsDeviceHasNotSignedIsADeadLetter() throws Exception {
    SignedSale sale = box.signedSale(700);
    DeltaEvent early = box.taken(box.forged(sale), Mode.LIVE);
    DeltaEvent late = box.taken(box.forged(box.signedSale(800)), Mode.LIVE);

    take(early);
    take(box.taken(sale, Mode.LIVE));
    take(box.paired(Mode.LIVE));
    take(late);

    assertEquals(700, number("SELECT sum(total) FROM live_sale"), "the true one stands");
    assertEquals(1, number("SELECT paths FROM live_sale"));
    assertEquals(2, number("SELECT count(*) FROM dead_letter WHERE reason LIKE '%signature%'"));
    assertEquals(early.seq(), number("SELECT min(seq) FROM dead_letter"));
    assertEquals(List.of(), Status.of(folder).waiting());
    assertEquals(new Covered(3, List.of()), database.covered(box.box()).get(DeltaClass.P0));
  }

  @Test
  void aKeyThatIsNotTheIdsIsADeadLetter() throws Exception {
    SigningKey other = SigningKey.make(new SecureRandom());

    take(enemy.paired(box.device(), other, Mode.LIVE));
    take(box.sale(700, Mode.LIVE), box.paired(Mode.LIVE), box.sale(300, Mode.LIVE));

    assertEquals(1_000, number("SELECT sum(total) FROM live_sale"));
    assertEquals("kit-2", text("SELECT kit FROM dead_letter"));
  }

  @Test
  void aDeviceThatWasPairedAtOneBoxSellsAtAnother() throws Exception {
    take(enemy.paired(Mode.REHEARSAL));
    SignedSale sale = enemy.signedSale(500);

    take(box.taken(sale, Mode.LIVE));

    assertEquals(500, number("SELECT sum(total) FROM live_sale WHERE kit = 'kit-1'"));
  }

  @Test
  void aDemosDeviceIsKnownToDemosAlone() throws Exception {
    take(box.paired(Mode.DEMO), box.sale(100, Mode.DEMO), box.sale(200, Mode.LIVE));

    assertEquals(100, number("SELECT sum(total) FROM sale"));
    assertEquals("unverified", text("SELECT why FROM waiting"));
    take(box.paired(Mode.REHEARSAL));
    assertEquals(200, number("SELECT sum(total) FROM live_sale"));
  }

  @Test
  void aRevokedDevicesEarlierSalesStand() throws Exception {
    String body = "{\"device\":\"" + box.device() + "\",\"reason\":\"lost\"}";
    DeltaEvent sale = box.sale(100, Mode.LIVE);
    // As it comes: the revocation is urgent, the key is not.
    take(box.event(DeltaClass.P0, "device-revoked", "device/x", Mode.LIVE, body));
    take(sale);
    take(box.paired(Mode.LIVE));

    assertEquals(100, number("SELECT sum(total) FROM live_sale"));
  }

  @Test
  void noMoreIsGivenBackThanWasPaid() throws Exception {
    SignedSale sale = box.signedSale(1_000);
    take(box.paired(Mode.LIVE), box.taken(sale, Mode.LIVE));

    take(
        box.refund(sale.receipt(), 600, Mode.LIVE),
        box.refund(sale.receipt(), 401, Mode.LIVE),
        box.refund(sale.receipt(), MOST, Mode.LIVE),
        box.refund(sale.receipt(), 400, Mode.LIVE),
        box.refund(sale.receipt(), 1, Mode.LIVE));

    assertEquals(1_000, number("SELECT refunded FROM live_sale"));
    assertEquals(2, number("SELECT count(*) FROM live_refund"));
    assertEquals(3, number("SELECT count(*) FROM dead_letter WHERE reason LIKE '%left of its%'"));
  }

  @Test
  void aRefundThatComesBeforeItsSaleIsJudgedWhenTheSaleComes() throws Exception {
    SignedSale sale = box.signedSale(1_000);
    take(box.paired(Mode.LIVE));
    DeltaEvent tooMuch = box.refund(sale.receipt(), 1_001, Mode.LIVE);
    take(box.refund(sale.receipt(), 300, Mode.LIVE), tooMuch);
    assertEquals(
        List.of(new Waiting("kit-1", "live", "open", "refund", "EUR", 2, big(1_301))),
        Status.of(folder).waiting());

    take(box.taken(sale, Mode.LIVE));

    assertEquals(300, number("SELECT refunded FROM live_sale"));
    assertEquals(tooMuch.seq(), number("SELECT seq FROM dead_letter"));
    assertEquals(List.of(), Status.of(folder).waiting());
  }

  @Test
  void aRefundThatComesTwiceIsGivenOnce() throws Exception {
    SignedSale sale = box.signedSale(1_000);
    DeltaEvent refund = box.refund(sale.receipt(), 600, Mode.LIVE);
    DeltaEvent again =
        box.event(DeltaClass.P0, "refund-given", refund.key(), Mode.LIVE, refund.body());

    take(box.paired(Mode.LIVE), box.taken(sale, Mode.LIVE), refund, again);

    assertEquals(600, number("SELECT refunded FROM live_sale"));
    assertEquals(2, number("SELECT paths FROM live_refund"));
    assertEquals(0, number("SELECT count(*) FROM dead_letter"));
  }

  @Test
  void anotherKitsRefundIsNoMoney() throws Exception {
    SignedSale sale = box.signedSale(100);
    take(box.paired(Mode.LIVE), box.taken(sale, Mode.LIVE), enemy.paired(Mode.LIVE));

    take(enemy.refund(sale.receipt(), 50, Mode.LIVE));

    assertEquals(0, number("SELECT refunded FROM live_sale"));
    assertEquals(0, number("SELECT count(*) FROM live_refund"));
    assertEquals("kit-2", Status.of(folder).waiting().getFirst().kit());
    take(box.refund(sale.receipt(), 100, Mode.LIVE));
    assertEquals(100, number("SELECT refunded FROM live_sale"), "its own till's stands");
  }

  @Test
  void aKitThatBroughtTheSaleTooMayRefundIt() throws Exception {
    PretendBox second = new PretendBox("acme", "kit-3", 3);
    SignedSale sale = box.signedSale(100);
    DeltaEvent refund = second.refund(sale.receipt(), 40, Mode.LIVE);
    take(box.paired(Mode.LIVE), second.paired(Mode.LIVE), box.taken(sale, Mode.LIVE), refund);
    assertEquals(0, number("SELECT refunded FROM live_sale"));

    take(second.taken(sale, Mode.LIVE));

    assertEquals(40, number("SELECT refunded FROM live_sale"));
    assertEquals(2, number("SELECT paths FROM live_sale"));
  }

  @Test
  void aRefundInAnotherCurrencyOrModeIsNoMoney() throws Exception {
    SignedSale sale = box.signedSale(100);
    take(
        box.paired(Mode.LIVE),
        box.taken(sale, Mode.LIVE),
        box.refund(sale.receipt(), 10, Currency.getInstance("JPY"), Mode.LIVE),
        box.refund(sale.receipt(), 10, Mode.REHEARSAL));

    assertEquals(0, number("SELECT refunded FROM live_sale"));
    assertEquals(1, number("SELECT count(*) FROM dead_letter WHERE reason LIKE '%currency%'"));
    assertEquals("rehearsal", Status.of(folder).waiting().getFirst().mode());
  }

  @Test
  void sumsBeyondSixtyThreeBitsAreExact() throws Exception {
    List<DeltaEvent> sales = new ArrayList<>(List.of(box.paired(Mode.LIVE)));
    for (int i = 0; i < 1_100; i++) {
      sales.add(box.sale(MOST, Mode.LIVE));
    }
    PretendBox unknown = new PretendBox("acme", "kit-3", 3);
    for (int i = 0; i < 1_100; i++) {
      sales.add(unknown.sale(MOST, Mode.LIVE));
    }
    take(sales.toArray(DeltaEvent[]::new));

    BigInteger sum = big(MOST).multiply(big(1_100));
    Status status = Status.of(folder);
    assertEquals(sum, status.books().getFirst().total());
    assertEquals(sum, status.waiting().getFirst().amount());
    assertTrue(status.text().contains(sum.divide(big(100)) + "."), status.text());
    assertTrue(status.json().contains(sum.toString()));
  }

  @Test
  void manyWhoWaitAreBookedALittleAtATime() throws Exception {
    List<DeltaEvent> sales = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      sales.add(enemy.sale(1, Mode.LIVE));
    }
    take(sales.toArray(DeltaEvent[]::new));
    take(box.sale(5, Mode.LIVE));

    take(enemy.paired(Mode.LIVE));
    assertTrue(number("SELECT count(*) FROM live_sale") < 700, "not all in one transaction");
    take(box.paired(Mode.LIVE));
    assertEquals(
        1, number("SELECT count(*) FROM live_sale WHERE kit = 'kit-1'"), "others have their turn");

    int more = 0;
    while (!Status.of(folder).waiting().isEmpty()) {
      assertTrue(more++ < 700, "ends");
      var _ = database.settle(2_000);
    }
    assertEquals(701, number("SELECT count(*) FROM live_sale"));
  }

  @Test
  void anyOrderOfKeysSalesAndRefundsGivesTheSameBooks() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      PretendBox one = new PretendBox("acme", "kit-" + (seed + 10), seed + 10);
      List<DeltaEvent> day = new ArrayList<>(List.of(one.paired(Mode.LIVE)));
      for (int i = 0; i < 10; i++) {
        SignedSale sale = one.signedSale(100);
        day.add(one.taken(sale, Mode.LIVE));
        day.add(one.refund(sale.receipt(), 60, Mode.LIVE));
        day.add(one.refund(sale.receipt(), 40, Mode.LIVE));
      }
      Collections.shuffle(day, new Random(seed));
      for (DeltaEvent event : day) {
        take(event);
      }
      String where = " WHERE kit = '" + one.source.kit() + "'";
      assertEquals(10, number("SELECT count(*) FROM live_sale" + where), "seed " + seed);
      assertEquals(1_000, number("SELECT sum(refunded) FROM live_sale" + where), "seed " + seed);
    }
    assertEquals(0, number("SELECT count(*) FROM dead_letter"));
    assertEquals(0, number("SELECT count(*) FROM waiting"));
    assertEquals(0, number("SELECT count(*) FROM arrived"));
  }

  @Test
  void theBooksOfAnOlderReleaseAreMadeAgain() throws Exception {
    SignedSale sale = box.signedSale(1_000);
    take(
        box.taken(sale, Mode.LIVE),
        box.paired(Mode.LIVE),
        box.refund(sale.receipt(), 300, Mode.LIVE),
        enemy.refund(sale.receipt(), 7_777, Mode.LIVE));
    database.close();
    // As the release before left it: no keys, every refund a sum.
    sql("UPDATE sale SET refunded = 9223372036854775807");
    for (String table :
        List.of("device", "waiting", "arrived", "sale_elsewhere", "coverage_sum", "conflict")) {
      sql("DROP TABLE " + table);
    }
    sql("DELETE FROM setting WHERE name = 'books'");
    sql("PRAGMA user_version = 1");

    database = UpstreamDatabase.open(folder, ACME);

    assertEquals(300, number("SELECT refunded FROM live_sale"));
    assertEquals(1_000, number("SELECT total FROM live_sale"));
    assertEquals("unverified", text("SELECT why FROM waiting WHERE kit = 'kit-2'"));
    take(box.refund(sale.receipt(), 700, Mode.LIVE));
    assertEquals(1_000, number("SELECT refunded FROM live_sale"));
    assertFalse(database.boxes().isEmpty());
  }

  private Taken take(DeltaEvent... events) throws NotNow {
    return database.take(List.of(new Intake.Read(List.of(events), List.of())), 1_000);
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private void sql(String sql) throws SQLException {
    new DatabaseFile(folder).run(sql);
  }

  private long number(String sql) throws SQLException {
    return new DatabaseFile(folder).number(sql);
  }

  private String text(String sql) throws SQLException {
    return new DatabaseFile(folder).text(sql);
  }
}
