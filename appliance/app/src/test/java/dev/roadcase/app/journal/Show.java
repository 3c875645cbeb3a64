package dev.roadcase.app.journal;

import dev.roadcase.app.box.AuthCommand.OfferPairing;
import dev.roadcase.app.box.AuthCommand.Pair;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.box.SaleCommand.GiveRefund;
import dev.roadcase.app.box.SaleCommand.Sell;
import dev.roadcase.app.box.ShopCommand.ApplyPack;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.Tender;
import dev.roadcase.wire.fact.SaleJson;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.pack.PackDraft;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.token.PairingJws;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A show with two tills, and the commands that a box would get from them: signed and verified. */
public final class Show {
  public static final FleetId FLEET = new FleetId("fleet");
  static final Sku SHIRT = new Sku("SHIRT");
  public static final Sku LEMONADE = new Sku("LEMONADE");
  static final long PRICE = 1000;

  private static final Currency EUR = Currency.getInstance("EUR");
  private static final SecureRandom CHANCE = new SecureRandom();
  private static final Instant BEGIN = Instant.now();
  private static final Issuer ROOT = Issuer.root(FLEET, SigningKey.make(CHANCE), BEGIN, CHANCE);
  private static final Issuer ISSUER =
      ROOT.show("saturday", SigningKey.make(CHANCE), BEGIN.plus(Duration.ofDays(2)), BEGIN, CHANCE);
  private static final List<SigningKey> TILLS =
      List.of(SigningKey.make(CHANCE), SigningKey.make(CHANCE));

  private Show() {}

  public static Now now(long millis) {
    return now("boot", millis);
  }

  static Now now(String boot, long millis) {
    long wall = BEGIN.toEpochMilli() + millis;
    return new Now(boot, millis * 1_000_000, wall - 1000, wall + 1000, wall);
  }

  public static DeviceId till(int till) {
    return DeviceId.of(TILLS.get(till).publicKey());
  }

  /** A pack with five shirts for each version. */
  public static ApplyPack pack(long version) {
    PackDraft draft =
        new PackDraft(
            version,
            BEGIN,
            EUR,
            true,
            Map.of("standard", new TaxRate(210_000)),
            Duration.ZERO,
            TILLS.getFirst().publicKey(),
            List.of(
                item(SHIRT, new Stock.Tracked(Quantity.pieces(5 * version))),
                item(LEMONADE, Stock.UNTRACKED)));
    byte[] bytes = PackFile.write(draft, ISSUER);
    long now = BEGIN.toEpochMilli();
    return new ApplyPack(PackFile.read(bytes, FleetRoot.of(ROOT.certificate()), now, now), bytes);
  }

  static OfferPairing offer(String code) {
    return new OfferPairing(code, Role.TILL);
  }

  static Pair pair(int till, String code) {
    return new Pair(
        PairingJws.verified(PairingJws.sign(TILLS.get(till), code, "till " + till)).orElseThrow());
  }

  public static Sell sell(int till, long sequence, Sku sku, long pieces) {
    Quantity quantity = Quantity.pieces(pieces);
    long amount = TaxRate.extend(PRICE, quantity);
    Sale sale =
        new Sale(
            new DeviceSequence(till(till), sequence),
            "AAAAAAAAAAAAAAAAAAAAAA",
            1,
            List.of(new Line(sku, quantity, PRICE, new TaxRate(210_000).containedIn(amount))),
            Tender.CASH,
            amount,
            EUR);
    String jws = signed(till, SaleJson.SALE_TYP, SaleJson.write(sale));
    return new Sell(SaleJson.verifiedSale(jws, id -> key(till)).orElseThrow());
  }

  public static ReceiptToken receiptOf(Sell sell) {
    return sell.sale().value().receipt();
  }

  static GiveRefund refund(int till, long sequence, ReceiptToken of, long amount) {
    Refund refund =
        new Refund(
            new DeviceSequence(till(till), sequence),
            "AAAAAAAAAAAAAAAAAAAAAA",
            of,
            amount,
            EUR,
            "");
    String jws = signed(till, SaleJson.REFUND_TYP, SaleJson.write(refund));
    return new GiveRefund(SaleJson.verifiedRefund(jws, id -> key(till)).orElseThrow());
  }

  /** What brings a fresh box to where it sells. */
  public static List<Command<?>> opening() {
    return List.of(
        new LifeCommand.Start("test", true),
        pack(1),
        offer("C0DE000000"),
        pair(0, "C0DE000000"),
        offer("C0DE000001"),
        pair(1, "C0DE000001"));
  }

  private static String signed(int till, String typ, byte[] payload) {
    return CompactJws.sign(TILLS.get(till), typ, till(till).value(), payload);
  }

  private static Optional<Es256> key(int till) {
    return Optional.of(new Es256(TILLS.get(till).publicKey()));
  }

  private static Item item(Sku sku, Stock stock) {
    return new Item(
        sku, sku.value(), sku.value(), List.of(), "", new Money(PRICE, EUR), "standard", stock);
  }
}
