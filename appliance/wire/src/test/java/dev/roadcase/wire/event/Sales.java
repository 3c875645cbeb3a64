package dev.roadcase.wire.event;

import dev.roadcase.core.fact.ChainHeads;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.SaleFact.SaleTaken;
import dev.roadcase.core.sale.Tender;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.fact.SaleJson;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A box's journal with sales in it as tills make them: three lines, eight tills, real signatures.
 */
final class Sales {
  private static final List<String> SKUS =
      List.of("TEE-BLK-M", "TEE-WHT-S", "MUG-01", "TOTE-NAT", "POSTER-A2", "HOODIE-GRY-XL");

  private final Random chance = new Random(20261122);
  private final List<SigningKey> tills =
      Stream.generate(() -> SigningKey.make(new SecureRandom())).limit(8).toList();
  private final ChainHeads heads =
      new ChainHeads(
          Events.KIT,
          Events.LIFE,
          new FactJson(id -> {
            throw new IllegalArgumentException("no packs here");
          }));
  private int taken;

  Entry next() {
    SigningKey till = tills.get(taken % tills.size());
    DeviceId device = DeviceId.of(till.publicKey());
    List<Line> lines = new ArrayList<>();
    long total = 0;
    for (int i = 0; i < 3; i++) {
      long price = 500 + 100L * chance.nextInt(60);
      long pieces = 1 + chance.nextInt(2);
      String sku = SKUS.get(chance.nextInt(SKUS.size()));
      lines.add(
          new Line(new Sku(sku), new Quantity(pieces * 1000), price, price * pieces * 19 / 119));
      total += price * pieces;
    }
    byte[] nonce = new byte[16];
    chance.nextBytes(nonce);
    Sale sale =
        new Sale(
            new DeviceSequence(device, 1 + taken / tills.size()),
            Base64.getUrlEncoder().withoutPadding().encodeToString(nonce),
            3,
            lines,
            chance.nextBoolean() ? Tender.CASH : Tender.EXTERNAL,
            total,
            Currency.getInstance("EUR"));
    String jws = CompactJws.sign(till, SaleJson.SALE_TYP, device.value(), SaleJson.write(sale));
    return sealed(new SaleTaken(SaleJson.journalledSale(jws)));
  }

  Entry sealed(FactBody body) {
    taken++;
    long wall = 1_795_340_000_000L + taken * 1_700L + chance.nextInt(900);
    Now now = new Now("b0f3c1e2", 123_456_789L * taken, wall - 4, wall + 900, wall);
    Entry entry = heads.seal(now, Mode.LIVE, "command/" + taken, body);
    heads.apply(entry);
    heads.publish();
    return entry;
  }
}
