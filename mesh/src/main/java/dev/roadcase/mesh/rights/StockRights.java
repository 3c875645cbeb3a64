package dev.roadcase.mesh.rights;

import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.fact.Staged;
import dev.roadcase.core.ledger.Rights;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackFact.Grant;
import dev.roadcase.core.pack.PackFact.RightsGranted;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.SaleFact.SaleTaken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rights of one box. A grant adds, a sale uses up. */
public final class StockRights implements Machine, Rights {

  /**
   * The right to sell one item.
   *
   * @param granted what packs have granted in all; what was sold is {@code granted - held}
   * @param held what may still be sold
   */
  public record Right(Sku sku, Quantity granted, Quantity held) {
    static Right none(Sku sku) {
      return new Right(sku, Quantity.NONE, Quantity.NONE);
    }
  }

  public record State(List<Right> rights) {}

  private final Mode mode;
  private final Staged<Sku, Right> rights = new Staged<>();

  public StockRights(Mode mode) {
    this.mode = mode;
  }

  /**
   * What {@code pack} grants beyond what was granted before. An allotment that shrank takes back
   * what is still unsold, and no more: what is sold is sold.
   */
  public RightsGranted grantsOf(Pack pack) {
    List<Grant> grants = new ArrayList<>();
    for (Item item : pack.items().values()) {
      if (item.stock() instanceof Stock.Tracked(Quantity opening)) {
        Right right = of(item.sku());
        long change = opening.milli() - right.granted().milli();
        grants.add(new Grant(item.sku(), Math.max(change, -right.held().milli())));
      }
    }
    return new RightsGranted(pack.id(), grants);
  }

  @Override
  public Quantity held(Sku sku) {
    return of(sku).held();
  }

  /** Any thread's view; {@link Quantity#NONE} for an item that is not counted. */
  public Quantity published(Sku sku) {
    Right right = rights.published(sku);
    return right == null ? Quantity.NONE : right.held();
  }

  @Override
  public void apply(Entry entry) {
    if (entry.fact().mode() != mode) {
      return;
    }
    switch (entry.fact().body()) {
      case RightsGranted f -> f.grants().forEach(this::grant);
      case SaleTaken f -> f.signed().sale().lines().forEach(this::use);
      default -> {}
    }
  }

  @Override
  public void publish() {
    rights.publish();
  }

  @Override
  public void discard() {
    rights.discard();
  }

  @Override
  public Optional<SnapshotPart<?>> snapshotPart() {
    return Optional.of(new SnapshotPart<>("rights", 1, State.class, this::state, this::restore));
  }

  public State state() {
    List<Right> all = new ArrayList<>();
    rights.forEachPublished((sku, right) -> all.add(right));
    return new State(all);
  }

  public void restore(State state) {
    state.rights().forEach(r -> rights.put(r.sku(), r));
    rights.publish();
  }

  private Right of(Sku sku) {
    Right right = rights.get(sku);
    return right == null ? Right.none(sku) : right;
  }

  private void grant(Grant grant) {
    Right right = of(grant.sku());
    rights.put(
        grant.sku(),
        new Right(
            grant.sku(),
            new Quantity(right.granted().milli() + grant.delta()),
            new Quantity(right.held().milli() + grant.delta())));
  }

  private void use(Line line) {
    Right right = rights.get(line.sku());
    if (right != null) {
      // An item may have been counted once and be sold freely now: its old right runs out at
      // nothing.
      long left = Math.max(0, right.held().milli() - line.quantity().milli());
      rights.put(line.sku(), new Right(line.sku(), right.granted(), new Quantity(left)));
    }
  }
}
