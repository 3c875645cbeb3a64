package dev.roadcase.mesh.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.ledger.PriceList.Prices;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackFact;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final Currency EUR = Currency.getInstance("EUR");
  private static final Sku TEE = new Sku("TEE");
  private static final Sku CAP = new Sku("CAP");
  private static final long GRACE = Duration.ofMinutes(10).toNanos();

  private final Catalogue catalogue = new Catalogue(Mode.LIVE);
  private long seq;

  @Test
  void aChangedPriceCountsAtOnceAndTheOldOneForTheGrace() {
    apply(0, new PackFact.PackApplied(pack(1, 2_500)));
    change(GRACE, TEE, 2_500, 2_000);

    Prices.Valid soon = valid(1, GRACE + GRACE);
    assertEquals(2_000, soon.pack().items().get(TEE).price().minor());
    assertEquals(Map.of(TEE, Set.of(2_500L)), soon.honoured());
    assertEquals(Map.of(TEE, Set.of()), valid(1, GRACE + GRACE + 1_000_000).honoured());
    assertEquals(900, soon.pack().items().get(CAP).price().minor());
  }

  @Test
  void everyPriceOfTheLastMinutesIsHonouredHoweverOftenItMoved() {
    apply(0, new PackFact.PackApplied(pack(1, 2_500)));
    change(1, TEE, 2_500, 2_000);
    change(2, TEE, 2_000, 1_500);

    assertEquals(Map.of(TEE, Set.of(2_500L, 2_000L)), valid(1, 3).honoured());
    assertEquals(1_500, valid(1, 3).present().items().get(TEE).price().minor());
  }

  @Test
  void twoCrewMembersDoNotOverwriteEachOther() {
    apply(0, new PackFact.PackApplied(pack(1, 2_500)));
    change(1, TEE, 2_500, 2_000);

    Decision<PriceOutcome> second = catalogue.changePrice(TEE, 2_500, 2_200);
    assertEquals(new PriceOutcome.Moved(new Money(2_000, EUR)), second.outcome());
    assertEquals(List.of(), second.facts());
  }

  @Test
  void whatCannotBeChangedIsSaidAndWritesNothing() {
    assertEquals(new PriceOutcome.NothingOnOffer(), catalogue.changePrice(TEE, 1, 2).outcome());
    apply(0, new PackFact.PackApplied(pack(1, 2_500)));
    Sku other = new Sku("OTHER");
    assertEquals(new PriceOutcome.UnknownSku(other), catalogue.changePrice(other, 1, 2).outcome());
    Decision<PriceOutcome> same = catalogue.changePrice(TEE, 2_500, 2_500);
    assertInstanceOf(PriceOutcome.Same.class, same.outcome());
    assertEquals(List.of(), same.facts());
  }

  @Test
  void aNewPackBringsItsOwnPricesAndTheChangedOneIsHonouredForItsGrace() {
    apply(0, new PackFact.PackApplied(pack(1, 2_500)));
    change(1, TEE, 2_500, 2_000);
    apply(2, new PackFact.PackApplied(pack(2, 2_600)));

    assertEquals(2_600, valid(2, 3).present().items().get(TEE).price().minor());
    assertEquals(2_000, valid(1, 3).pack().items().get(TEE).price().minor());
    assertInstanceOf(Prices.Superseded.class, catalogue.at(1, at(2 + GRACE + 1_000_000)));
  }

  @Test
  void aSnapshotTakesTheChangesAlong() {
    apply(0, new PackFact.PackApplied(pack(1, 2_500)));
    change(1, TEE, 2_500, 2_000);
    catalogue.publish();

    Catalogue restored = new Catalogue(Mode.LIVE);
    restored.restore(catalogue.state());
    assertEquals(catalogue.at(1, at(5)), restored.at(1, at(5)));
  }

  @Test
  void thePublishedPackIsOneObjectUntilSomethingChanges() {
    apply(0, new PackFact.PackApplied(pack(1, 2_500)));
    catalogue.publish();
    Pack first = catalogue.published().orElseThrow();
    assertSame(first, catalogue.published().orElseThrow());
    change(1, TEE, 2_500, 2_000);
    assertSame(first, catalogue.published().orElseThrow(), "not before the fsync");
    catalogue.discard();
    assertSame(first, catalogue.present().orElseThrow());
    change(1, TEE, 2_500, 2_000);
    catalogue.publish();
    assertNotSame(first, catalogue.published().orElseThrow());
  }

  private void change(long nanos, Sku sku, long seen, long wanted) {
    Decision<PriceOutcome> decision = catalogue.changePrice(sku, seen, wanted);
    assertInstanceOf(PriceOutcome.Changed.class, decision.outcome());
    decision.facts().forEach(body -> apply(nanos, body));
  }

  private Prices.Valid valid(long version, long nanos) {
    return assertInstanceOf(Prices.Valid.class, catalogue.at(version, at(nanos)));
  }

  private void apply(long nanos, FactBody body) {
    seq++;
    catalogue.apply(
        new Entry(
            seq,
            new Fact(
                new KitId("kit-1"),
                new Incarnation("0123456789abcdef"),
                seq,
                Hash.NONE,
                0,
                "c",
                at(nanos),
                Hlc.ZERO,
                Mode.LIVE,
                body),
            new byte[0],
            Hash.NONE));
  }

  private static Now at(long nanos) {
    return new Now("boot", nanos, 1_000, 2_000, 1_500);
  }

  private static Pack pack(long version, long tee) {
    return new Pack(
        new PackId("%064x".formatted(version)),
        new FleetId("test"),
        "saturday",
        version,
        EUR,
        true,
        Map.of("none", new TaxRate(0)),
        Duration.ofMinutes(10),
        new PublicKey("A".repeat(43), "A".repeat(43)),
        Map.of(TEE, item(TEE, tee), CAP, item(CAP, 900)));
  }

  private static Item item(Sku sku, long price) {
    return new Item(
        sku,
        sku.value(),
        sku.value(),
        List.of(),
        "",
        new Money(price, EUR),
        "none",
        Stock.UNTRACKED);
  }
}
