package dev.roadcase.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.ledger.PriceList.Prices;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.SaleFact;
import dev.roadcase.core.sale.SignedRefund;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.core.sale.Tender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Currency EUR = Currency.getInstance("EUR");
  private static final DeviceId TILL = new DeviceId("d-AAAAAAAAAAAAAAAA");
  private static final Sku TEE = new Sku("TEE");
  private static final Now NOW = new Now("boot", 1, 1_000, 2_000, 1_500);

  private final Ledger ledger = new Ledger(Mode.LIVE);
  private long held = 10_000;
  private Prices prices = new Prices.Valid(pack(1, 2_500), pack(1, 2_500), Map.of());
  private long position;

  @Test
  void aSaleIsBookedOnceHoweverOftenItIsAsked() {
    SignedSale sale = sale(1, 2_500, 1_000);
    SaleOutcome first = sell(sale);
    SaleOutcome again = sell(sale);
    assertEquals(new SaleOutcome.Taken(sale.receipt(), false), first);
    assertEquals(new SaleOutcome.Taken(sale.receipt(), true), again);
    ledger.publish();
    assertEquals(1, ledger.published().sales());
    assertEquals(2_500, ledger.published().taken());
  }

  @Test
  void aRetryIsTheSameAlsoWhenThePricesHaveChangedAndTheStockIsGone() {
    SignedSale sale = sale(1, 2_500, 1_000);
    sell(sale);
    held = 0;
    prices = new Prices.Superseded(pack(2, 9_900));
    assertEquals(new SaleOutcome.Taken(sale.receipt(), true), sell(sale));
  }

  @Test
  void aNumberIsNeverUsedForTwoSalesAndThatIsReportedOnce() {
    SignedSale kept = sale(1, 2_500, 1_000);
    SignedSale other = sale(1, 5_000, 2_000);
    sell(kept);
    Decision<SaleOutcome> conflict = decide(other);
    assertEquals(
        new SaleOutcome.Refused(new SaleRefusal.SequenceReused(kept.receipt())),
        conflict.outcome());
    assertEquals(1, conflict.facts().size());
    conflict.facts().forEach(this::apply);
    assertTrue(decide(other).facts().isEmpty(), "a device that insists does not fill the journal");
  }

  @Test
  void aRefusalBooksNothingAndTheNumberMayBeUsedAgain() {
    held = 0;
    assertInstanceOf(SaleOutcome.Refused.class, sell(sale(1, 2_500, 1_000)));
    held = 10_000;
    assertInstanceOf(SaleOutcome.Taken.class, sell(sale(1, 5_000, 2_000)));
  }

  @Test
  void linesOfOneItemCountTogetherAgainstTheRight() {
    held = 3_000;
    Line two = new Line(TEE, new Quantity(2_000), 2_500, new TaxRate(210_000).containedIn(5_000));
    SignedSale four =
        signed(new Sale(seq(1), nonce(), 1, List.of(two, two), Tender.CASH, 10_000, EUR));
    assertEquals(
        new SaleOutcome.Refused(
            new SaleRefusal.SoldOut(TEE, new Quantity(4_000), new Quantity(3_000))),
        sell(four));
  }

  @Test
  void anOldPriceIsRefusedWithTheNewOneAndAnOldPackAtTheSamePriceIsNot() {
    prices = new Prices.Superseded(pack(2, 2_700));
    SaleOutcome refused = sell(sale(1, 2_500, 1_000));
    assertEquals(
        new SaleOutcome.Refused(
            new SaleRefusal.PriceSuperseded(
                2,
                List.of(
                    new SaleRefusal.PriceSuperseded.Present(
                        TEE, 2_700, new TaxRate(210_000).containedIn(2_700))))),
        refused);
    prices = new Prices.Superseded(pack(3, 2_500));
    assertInstanceOf(SaleOutcome.Taken.class, sell(sale(2, 2_500, 1_000)));
  }

  @Test
  void aPackThatNeverWasIsNobodysPriceListThoughThePricesAreTodays() {
    prices = new Prices.Superseded(pack(3, 2_500));
    int number = 1;
    for (long never : List.of(0L, -1L, Long.MIN_VALUE, 4L, Long.MAX_VALUE)) {
      Sale sale = sale(number, 2_500, 1_000).sale();
      SignedSale signed =
          signed(
              new Sale(
                  sale.sequence(),
                  sale.nonce(),
                  never,
                  sale.lines(),
                  sale.tender(),
                  sale.total(),
                  sale.currency()));
      SaleOutcome.Refused refused = assertInstanceOf(SaleOutcome.Refused.class, sell(signed));
      assertInstanceOf(SaleRefusal.PriceSuperseded.class, refused.why(), "pack " + never);
    }
    assertInstanceOf(SaleOutcome.Taken.class, sell(sale(number, 2_500, 1_000)));
  }

  @Test
  void aPriceThatTheCrewChangedIsHonouredForAWhileAndThenRefusedWithTheNewOne() {
    Pack pack = pack(1, 2_700);
    prices = new Prices.Valid(pack, pack, Map.of(TEE, Set.of(2_500L)));
    assertInstanceOf(SaleOutcome.Taken.class, sell(sale(1, 2_500, 1_000)));

    prices = new Prices.Valid(pack, pack, Map.of(TEE, Set.of()));
    assertEquals(
        new SaleOutcome.Refused(
            new SaleRefusal.PriceSuperseded(
                1,
                List.of(
                    new SaleRefusal.PriceSuperseded.Present(
                        TEE, 2_700, new TaxRate(210_000).containedIn(2_700))))),
        sell(sale(2, 2_500, 1_000)));
  }

  @Test
  void taxComesOnTopWhereThePackSaysSo() {
    Pack us = pack(1, 1_000, false);
    prices = new Prices.Valid(us, us, Map.of());
    Line line = new Line(TEE, new Quantity(1_500), 1_000, 315);
    assertInstanceOf(
        SaleOutcome.Taken.class,
        sell(signed(new Sale(seq(1), nonce(), 1, List.of(line), Tender.CASH, 1_815, EUR))));
    assertEquals(
        new SaleOutcome.Refused(new SaleRefusal.WrongTotal(1_815)),
        sell(signed(new Sale(seq(2), nonce(), 1, List.of(line), Tender.CASH, 1_500, EUR))));
  }

  @Test
  void refundsNeverSumToMoreThanTheSale() {
    SignedSale sale = sale(1, 2_500, 1_000);
    sell(sale);
    assertInstanceOf(RefundOutcome.Given.class, refund(2, sale.receipt(), 2_000));
    assertEquals(new RefundOutcome.MoreThanTaken(500), refund(3, sale.receipt(), 501));
    assertInstanceOf(RefundOutcome.Given.class, refund(4, sale.receipt(), 500));
    assertEquals(new RefundOutcome.MoreThanTaken(0), refund(5, sale.receipt(), 1));
  }

  @Test
  void aRefundOfARefundIsNoSale() {
    SignedSale sale = sale(1, 2_500, 1_000);
    sell(sale);
    RefundOutcome given = refund(2, sale.receipt(), 100);
    ReceiptToken token = ((RefundOutcome.Given) given).receipt();
    assertEquals(new RefundOutcome.UnknownSale(token), refund(3, token, 50));
  }

  @Test
  void whatIsDiscardedNeverHappened() {
    SignedSale sale = sale(1, 2_500, 1_000);
    sell(sale);
    ledger.discard();
    assertNull(ledger.published(sale.receipt()));
    assertEquals(new SaleOutcome.Taken(sale.receipt(), false), sell(sale));
  }

  @Test
  void aRehearsalsSaleIsNotInTheLiveBooks() {
    SignedSale sale = sale(1, 2_500, 1_000);
    apply(new SaleFact.SaleTaken(sale), Mode.REHEARSAL);
    ledger.publish();
    assertNull(ledger.published(sale.receipt()));
    assertEquals(0, ledger.published().sales());
  }

  @Test
  void aSnapshotKnowsWhatTheFactsKnew() {
    SignedSale sale = sale(1, 2_500, 1_000);
    sell(sale);
    refund(2, sale.receipt(), 700);
    ledger.publish();
    Ledger restored = new Ledger(Mode.LIVE);
    restored.restore(ledger.state());
    assertEquals(ledger.published(sale.receipt()), restored.published(sale.receipt()));
    assertEquals(ledger.published(), restored.published());
    assertEquals(
        new SaleOutcome.Taken(sale.receipt(), true),
        restored
            .sell(new Verified<>(sale), NOW, (v, n) -> prices, sku -> new Quantity(held))
            .outcome());
  }

  private SaleOutcome sell(SignedSale sale) {
    Decision<SaleOutcome> decision = decide(sale);
    decision.facts().forEach(this::apply);
    return decision.outcome();
  }

  private Decision<SaleOutcome> decide(SignedSale sale) {
    return ledger.sell(new Verified<>(sale), NOW, (v, n) -> prices, sku -> new Quantity(held));
  }

  private RefundOutcome refund(long number, ReceiptToken of, long amount) {
    Refund refund = new Refund(seq(number), nonce(), of, amount, EUR, "");
    ReceiptToken receipt = ReceiptToken.of(refund.toString().getBytes(StandardCharsets.UTF_8));
    Decision<RefundOutcome> decision =
        ledger.refund(new Verified<>(new SignedRefund(refund, "jws", receipt)));
    decision.facts().forEach(this::apply);
    return decision.outcome();
  }

  private void apply(FactBody body) {
    apply(body, Mode.LIVE);
  }

  private void apply(FactBody body, Mode mode) {
    position++;
    Fact fact =
        new Fact(
            new KitId("kit-1"),
            new Incarnation("0123456789abcdef"),
            position,
            Hash.NONE,
            position,
            "c",
            NOW,
            Hlc.ZERO,
            mode,
            body);
    ledger.apply(new Entry(position, fact, new byte[0], Hash.NONE));
  }

  private static SignedSale sale(long number, long total, long milli) {
    Line line = new Line(TEE, new Quantity(milli), 2_500, new TaxRate(210_000).containedIn(total));
    return signed(new Sale(seq(number), nonce(), 1, List.of(line), Tender.CASH, total, EUR));
  }

  private static SignedSale signed(Sale sale) {
    return new SignedSale(
        sale, "jws", ReceiptToken.of(sale.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static DeviceSequence seq(long number) {
    return new DeviceSequence(TILL, number);
  }

  private static String nonce() {
    return "A".repeat(22);
  }

  private static Pack pack(long version, long price) {
    return pack(version, price, true);
  }

  private static Pack pack(long version, long price, boolean taxIncluded) {
    Map<Sku, Item> items = new LinkedHashMap<>();
    items.put(
        TEE,
        new Item(
            TEE,
            "tee",
            "Tee",
            List.of(),
            "",
            new Money(price, EUR),
            "standard",
            new Stock.Tracked(Quantity.pieces(10))));
    return new Pack(
        new PackId("%064x".formatted(version)),
        new FleetId("test"),
        "saturday",
        version,
        EUR,
        taxIncluded,
        Map.of("standard", new TaxRate(210_000)),
        Duration.ZERO,
        new PublicKey("A".repeat(43), "A".repeat(43)),
        items);
  }
}
