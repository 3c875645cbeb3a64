package dev.roadcase.tests.simulation;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is on sale at one stall: shirts of which there are few, another that is counted, tea without
 * end. Each later pack has other prices and another allotment.
 */
final class Goods {
  static final FleetId FLEET = new FleetId("fleet");
  static final Currency EURO = Currency.getInstance("EUR");
  static final List<String> FEW = List.of("TEE-S", "TEE-M", "TEE-L", "TEE-XL");
  static final String COUNTED = "CAP";
  static final String ENDLESS = "TEA";

  private static final TaxRate TAX = new TaxRate(190_000);
  private static final PublicKey NOBODY = new PublicKey("A".repeat(43), "A".repeat(43));

  private final List<Verified<Pack>> packs = new ArrayList<>();

  Goods(Dice dice) {
    for (int version = 1; version <= 3; version++) {
      packs.add(new Verified<>(pack(version, dice)));
    }
  }

  /** Packs by version, from 1. */
  Verified<Pack> pack(int version) {
    return packs.get(version - 1);
  }

  int latest() {
    return packs.size();
  }

  Pack byId(PackId id) {
    for (Verified<Pack> pack : packs) {
      if (pack.value().id().equals(id)) {
        return pack.value();
      }
    }
    throw new IllegalArgumentException("no pack " + id);
  }

  /** How many pieces of a counted item a pack allots; null for tea. */
  static Map<String, Long> allotted(Pack pack) {
    Map<String, Long> pieces = new LinkedHashMap<>();
    for (Item item : pack.items().values()) {
      if (item.stock() instanceof Stock.Tracked(Quantity opening)) {
        pieces.put(item.sku().value(), opening.milli() / 1000);
      }
    }
    return pieces;
  }

  /** The tax that is contained in a line's price. */
  static long tax(long amount) {
    return TAX.containedIn(amount);
  }

  private static Pack pack(int version, Dice dice) {
    Map<Sku, Item> items = new LinkedHashMap<>();
    for (String few : FEW) {
      long pieces = dice.between(2, 6) * version;
      add(items, few, 2500 + version * 10L, new Stock.Tracked(Quantity.pieces(pieces)));
    }
    add(items, COUNTED, 1500, new Stock.Tracked(Quantity.pieces(dice.between(600, 900))));
    add(items, ENDLESS, 300 + version, Stock.UNTRACKED);
    return new Pack(
        new PackId("%064x".formatted(version + dice.between(0, 1L << 40) * 8)),
        FLEET,
        "show",
        version,
        EURO,
        true,
        Map.of("standard", TAX),
        Duration.ofSeconds(10),
        NOBODY,
        items);
  }

  private static void add(Map<Sku, Item> items, String sku, long price, Stock stock) {
    Item item =
        new Item(new Sku(sku), sku, sku, List.of(), "", new Money(price, EURO), "standard", stock);
    items.put(item.sku(), item);
  }
}
