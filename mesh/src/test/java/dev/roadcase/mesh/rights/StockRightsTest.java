package dev.roadcase.mesh.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import dev.roadcase.core.pack.CountReason;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.StockFact.StockCounted;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.SaleFact;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.core.sale.Tender;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StockRightsTest {
  private static final Currency EUR = Currency.getInstance("EUR");
  private static final Sku TEE = new Sku("TEE");
  private static final KitId OURS = new KitId("kit-1");
  private static final KitId PEER = new KitId("kit-2");
  private final StockRights rights = new StockRights(OURS, Mode.LIVE);
  private long position;

  @Test
  void aPackGrantsItsAllotmentOnceHoweverOftenItIsApplied() {
    grant(20);
    sell(5);
    grant(20);
    assertEquals(15, held());
  }

  @Test
  void aPeersSaleUsesUpThePeersRightAndNoneOfOurs() {
    grant(20);
    apply(PEER, rights.grantsOf(pack(30)), Mode.LIVE);
    apply(PEER, sale(5), Mode.LIVE);
    rights.publish();
    assertEquals(20, held());
    assertEquals(5, rights.published(PEER, TEE).milli() / 1000);
    assertEquals(20, rights.published(TEE).milli() / 1000);
    assertEquals(Quantity.NONE, rights.published(new KitId("kit-3"), TEE));
  }

  @Test
  void aLargerAllotmentGrantsTheDifference() {
    grant(20);
    sell(20);
    grant(25);
    assertEquals(5, held());
  }

  @Test
  void aSmallerAllotmentTakesBackWhatIsUnsoldAndNoMore() {
    grant(20);
    sell(15);
    grant(10);
    assertEquals(0, held());
  }

  @Test
  void shrinkingAndGrowingAgainNeverInventsStock() {
    grant(20);
    sell(15);
    grant(10);
    grant(20);
    assertEquals(5, held(), "15 sold and 5 held are the 20 of the pack");
  }

  @Test
  void whatIsStagedCountsForTheWriterAndNotYetForOthers() {
    grant(20);
    rights.publish();
    sell(3);
    assertEquals(17, held());
    assertEquals(Quantity.pieces(20), rights.published(TEE));
    rights.discard();
    assertEquals(20, held());
  }

  @Test
  void aRehearsalUsesUpNothingOfTheShow() {
    grant(20);
    apply(sale(5), Mode.REHEARSAL);
    assertEquals(20, held());
  }

  @Test
  void aCountBecomesWhatIsHeldAndTakesNothingFromWhatWasGranted() {
    grant(40);
    sell(3);
    CountOutcome outcome = count(37, 35);
    assertEquals(new CountOutcome.Counted(Quantity.pieces(37), Quantity.pieces(35)), outcome);
    assertEquals(35, held());
    rights.publish();
    assertEquals(3_000, rights.publishedRight(TEE).sold(), "missing is not sold");
    grant(50);
    assertEquals(45, held(), "a pack grants what it has more, and not again what was missing");
  }

  @Test
  void theSameFormTwiceCountsOnce() {
    grant(40);
    long looked = position;
    assertEquals(Quantity.pieces(37), ((CountOutcome.Counted) count(looked, 40, 37)).now());
    sell(2);
    assertEquals(new CountOutcome.Same(Quantity.pieces(35)), count(looked, 40, 37));
    assertEquals(new CountOutcome.CountedMeanwhile(Quantity.pieces(37)), count(looked, 40, 36));
    assertEquals(35, held());
  }

  @Test
  void whatWasSoldWhileTheCrewCountedIsAskedAbout() {
    grant(40);
    long looked = position;
    sell(2);
    assertEquals(
        new CountOutcome.Moved(Quantity.pieces(40), Quantity.pieces(38)), count(looked, 40, 37));
    assertEquals(38, held());
  }

  @Test
  void aPeersCountCorrectsThePeersRightAndNoneOfOurs() {
    grant(20);
    apply(PEER, rights.grantsOf(pack(30)), Mode.LIVE);
    StockCounted counted =
        new StockCounted(TEE, Quantity.pieces(10), Quantity.pieces(4), CountReason.MISSING);
    apply(PEER, counted, Mode.LIVE);
    apply(PEER, sale(3), Mode.LIVE);
    rights.publish();
    assertEquals(20, held());
    assertEquals(1, rights.published(PEER, TEE).milli() / 1000);
  }

  /** A fact of another release, or of a box that was wrong: never below nothing. */
  @Test
  void aDifferenceBelowWhatIsHeldLeavesNothing() {
    grant(5);
    apply(
        new StockCounted(TEE, Quantity.pieces(20), Quantity.NONE, CountReason.DAMAGED), Mode.LIVE);
    assertEquals(0, held());
  }

  private CountOutcome count(long seen, long counted) {
    return count(position, seen, counted);
  }

  private CountOutcome count(long asOf, long seen, long counted) {
    Decision<CountOutcome> decision =
        rights.count(
            TEE, asOf, Quantity.pieces(seen), Quantity.pieces(counted), CountReason.RECOUNT);
    decision.facts().forEach(fact -> apply(fact, Mode.LIVE));
    return decision.outcome();
  }

  private long held() {
    return rights.held(TEE).milli() / 1000;
  }

  private void grant(long pieces) {
    apply(rights.grantsOf(pack(pieces)), Mode.LIVE);
  }

  private void sell(long pieces) {
    apply(sale(pieces), Mode.LIVE);
  }

  private static FactBody sale(long pieces) {
    Sale sale =
        new Sale(
            new DeviceSequence(new DeviceId("d-AAAAAAAAAAAAAAAA"), 1),
            "A".repeat(22),
            1,
            List.of(new Line(TEE, Quantity.pieces(pieces), 1, 0)),
            Tender.CASH,
            pieces,
            EUR);
    return new SaleFact.SaleTaken(new SignedSale(sale, "jws", ReceiptToken.of(new byte[1])));
  }

  private void apply(FactBody body, Mode mode) {
    apply(OURS, body, mode);
  }

  private void apply(KitId kit, FactBody body, Mode mode) {
    position++;
    rights.apply(
        new Entry(
            position,
            new Fact(
                kit,
                new Incarnation("0123456789abcdef"),
                position,
                Hash.NONE,
                position,
                "c",
                new Now("boot", 1, 1, 1, 1),
                Hlc.ZERO,
                mode,
                body),
            new byte[0],
            Hash.NONE));
  }

  private static Pack pack(long pieces) {
    Item item =
        new Item(
            TEE,
            "tee",
            "Tee",
            List.of(),
            "",
            new Money(1, EUR),
            "none",
            new Stock.Tracked(Quantity.pieces(pieces)));
    return new Pack(
        new PackId("%064x".formatted(pieces)),
        new FleetId("test"),
        "saturday",
        pieces,
        EUR,
        true,
        Map.of("none", new TaxRate(0)),
        Duration.ZERO,
        new PublicKey("A".repeat(43), "A".repeat(43)),
        Map.of(TEE, item));
  }
}
