package dev.roadcase.app.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.auth.DeviceFact.DevicePaired;
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
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackFact.PackApplied;
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
import dev.roadcase.core.sale.SaleFact.RefundGiven;
import dev.roadcase.core.sale.SaleFact.SaleTaken;
import dev.roadcase.core.sale.SignedRefund;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.core.sale.Tender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an accountant reads: which size was sold, and at which till. */
class SalesTableTest {
  private static final Currency EUR = Currency.getInstance("EUR");
  private static final Sku TEE = new Sku("TEE-BLK-M");
  private static final DeviceId TILL = new DeviceId("d-AAAAAAAAAAAAAAAA");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long position;

  @Test
  void aRowSaysWhichOptionAndWhichTill() throws Exception {
    SalesTable table = new SalesTable(out, Mode.LIVE);
    table.fact(fact(new PackApplied(pack())));
    table.fact(fact(paired("Till 1")));
    table.fact(fact(new SaleTaken(sale(1))));
    table.fact(fact(new RefundGiven(refund(2))));
    // Paired anew, under a name that a spreadsheet would run.
    table.fact(fact(paired("=Till 2")));
    table.fact(fact(new SaleTaken(sale(3))));

    List<String> rows = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(4, rows.size(), rows.toString());
    assertTrue(rows.get(0).endsWith(",reference,options,device_name"), rows.get(0));
    assertTrue(rows.get(1).contains(",TEE-BLK-M,Tee,1,25.00,"), rows.get(1));
    assertTrue(rows.get(1).endsWith(",Black / M,Till 1"), rows.get(1));
    assertTrue(rows.get(2).startsWith("refund,"), rows.get(2));
    assertTrue(rows.get(2).endsWith(",,Till 1"), rows.get(2));
    assertTrue(rows.get(3).endsWith(",Black / M,'=Till 2"), rows.get(3));
    long columns = rows.getFirst().chars().filter(c -> c == ',').count();
    rows.forEach(row -> assertEquals(columns, row.chars().filter(c -> c == ',').count(), row));
  }

  private Fact fact(FactBody body) {
    position++;
    return new Fact(
        new KitId("kit-1"),
        new Incarnation("0123456789abcdef"),
        position,
        Hash.NONE,
        position,
        "c",
        new Now("boot", 1, 1_000, 2_000, 1_500),
        Hlc.ZERO,
        Mode.LIVE,
        body);
  }

  private static DevicePaired paired(String name) {
    return new DevicePaired(
        TILL, new PublicKey("A".repeat(43), "A".repeat(43)), Role.TILL, name, "x");
  }

  private static SignedSale sale(long number) {
    Sale sale =
        new Sale(
            new DeviceSequence(TILL, number),
            "A".repeat(22),
            1,
            List.of(new Line(TEE, Quantity.pieces(1), 2_500, 434)),
            Tender.CASH,
            2_500,
            EUR);
    return new SignedSale(
        sale, "jws", ReceiptToken.of(sale.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static SignedRefund refund(long number) {
    Refund refund =
        new Refund(
            new DeviceSequence(TILL, number), "A".repeat(22), sale(1).receipt(), 500, EUR, "torn");
    return new SignedRefund(
        refund, "jws", ReceiptToken.of(refund.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static Pack pack() {
    return new Pack(
        new PackId("%064x".formatted(1)),
        new FleetId("test"),
        "saturday",
        1,
        EUR,
        true,
        Map.of("standard", new TaxRate(210_000)),
        Duration.ZERO,
        new PublicKey("A".repeat(43), "A".repeat(43)),
        Map.of(
            TEE,
            new Item(
                TEE,
                "tee",
                "Tee",
                List.of("Black", "M"),
                "",
                new Money(2_500, EUR),
                "standard",
                new Stock.Tracked(Quantity.pieces(10)))));
  }
}
