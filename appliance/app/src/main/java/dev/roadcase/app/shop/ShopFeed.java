package dev.roadcase.app.shop;

import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.pack.PackFact.PackApplied;
import dev.roadcase.core.pack.PackFact.PriceChanged;
import dev.roadcase.core.pack.PackFact.RightsGranted;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.StockFact.StockCounted;
import dev.roadcase.core.sale.SaleFact.SaleTaken;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Notices what visitors see of what was committed. A new kind of fact that changes a price or what
 * is left is one more {@code case} here.
 */
public final class ShopFeed implements Writer.Reader {
  private final Window window;
  private final Changes changes;

  public ShopFeed(Window window, Changes changes) {
    this.window = window;
    this.changes = changes;
  }

  @Override
  public void committed(List<Prepared<?>> batch) {
    Noticed noticed = new Noticed();
    for (Prepared<?> prepared : batch) {
      prepared.entries().forEach(noticed::notice);
    }
    if (noticed.anything) {
      window.hasChanged();
      changes.committed(noticed.stock, noticed.prices, noticed.pack, noticed.upTo);
    }
  }

  /** What one batch changed. */
  private static final class Noticed {
    private final Set<Sku> stock = new HashSet<>();
    private final Set<Sku> prices = new HashSet<>();
    private boolean pack;
    private boolean anything;
    private long upTo;

    void notice(Entry entry) {
      upTo = entry.position();
      switch (entry.fact().body()) {
        case SaleTaken(var signed) -> {
          signed.sale().lines().forEach(line -> stock.add(line.sku()));
          anything = true;
        }
        case RightsGranted(var _, var grants) -> {
          grants.stream()
              .filter(grant -> grant.delta() != 0)
              .forEach(grant -> stock.add(grant.sku()));
          anything = true;
        }
        case StockCounted counted -> {
          stock.add(counted.sku());
          anything = true;
        }
        case PriceChanged(var sku, var _, var _) -> {
          prices.add(sku);
          anything = true;
        }
        case PackApplied(var _) -> {
          pack = true;
          anything = true;
        }
        default -> {}
      }
    }
  }
}
