package dev.roadcase.mesh.rights;

import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.fact.Staged;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.ledger.Rights;
import dev.roadcase.core.pack.CountReason;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackFact.Grant;
import dev.roadcase.core.pack.PackFact.RightsGranted;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.StockFact.StockCounted;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.SaleFact.SaleTaken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rights of each box of the site. A grant adds to those of the box that wrote it down, a sale
 * uses up those of the box that took it, and a count corrects those of the box that was counted:
 * what a peer sells is none of ours.
 */
public final class StockRights implements Machine, Rights {

  /**
   * The right of one box to sell one item. What was sold is {@code granted + adjusted - held}.
   *
   * @param granted what packs have granted in all
   * @param held what may still be sold
   * @param adjusted what counts have added in all, milli-units; negative when they took away
   * @param count the last one
   */
  public record Right(
      KitId kit, Sku sku, Quantity granted, Quantity held, long adjusted, Count count) {
    static Right none(KitId kit, Sku sku) {
      return new Right(kit, sku, Quantity.NONE, Quantity.NONE, 0, Count.NONE);
    }

    Right changed(long grants, long sold, long found) {
      // An item may have been counted once and be sold freely now: its right runs out at nothing.
      long left = Math.clamp(held.milli() + grants - sold + found, 0, Quantity.LIMIT);
      return new Right(
          kit,
          sku,
          new Quantity(granted.milli() + grants),
          new Quantity(left),
          adjusted + found,
          count);
    }

    Right counted(Count latest) {
      return new Right(kit, sku, granted, held, adjusted, latest);
    }

    /** What was sold of it, milli-units. */
    public long sold() {
      return granted.milli() + adjusted - held.milli();
    }
  }

  /**
   * A count by the crew.
   *
   * @param at its place in the journal, 0 when there was none
   */
  public record Count(long at, Quantity counted) {
    static final Count NONE = new Count(0, Quantity.NONE);
  }

  private record Key(KitId kit, Sku sku) {}

  public record State(List<Right> rights) {}

  private final KitId own;
  private final Mode mode;
  private final Staged<Key, Right> rights = new Staged<>();

  /**
   * None yet.
   *
   * @param own the box's kit, by whose rights it sells
   */
  public StockRights(KitId own, Mode mode) {
    this.own = own;
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
        Right right = of(own, item.sku());
        long change = opening.milli() - right.granted().milli();
        grants.add(new Grant(item.sku(), Math.max(change, -right.held().milli())));
      }
    }
    return new RightsGranted(pack.id(), grants);
  }

  /**
   * What the crew counted becomes what this box may still sell.
   *
   * @param asOf the journal position of the state that the crew looked at
   * @param seen what the box might sell at that state
   */
  public Decision<CountOutcome> count(
      Sku sku, long asOf, Quantity seen, Quantity counted, CountReason reason) {
    Right right = of(own, sku);
    if (right.count().at() > asOf) {
      return Decision.nothing(
          right.count().counted().equals(counted)
              ? new CountOutcome.Same(right.held())
              : new CountOutcome.CountedMeanwhile(right.count().counted()));
    }
    if (!right.held().equals(seen)) {
      return Decision.nothing(new CountOutcome.Moved(seen, right.held()));
    }
    return Decision.of(
        new CountOutcome.Counted(seen, counted), new StockCounted(sku, seen, counted, reason));
  }

  @Override
  public Quantity held(Sku sku) {
    return of(own, sku).held();
  }

  /** Any thread's view of our own; {@link Quantity#NONE} for an item that is not counted. */
  public Quantity published(Sku sku) {
    return published(own, sku);
  }

  /** Any thread's view of what a box may still sell, as far as this one has heard. */
  public Quantity published(KitId kit, Sku sku) {
    Right right = rights.published(new Key(kit, sku));
    return right == null ? Quantity.NONE : right.held();
  }

  /** Any thread's view of our own right; one of nothing for an item that is not counted. */
  public Right publishedRight(Sku sku) {
    Right right = rights.published(new Key(own, sku));
    return right == null ? Right.none(own, sku) : right;
  }

  @Override
  public Reads reads() {
    return Reads.SITE;
  }

  @Override
  public void apply(Entry entry) {
    if (entry.fact().mode() != mode) {
      return;
    }
    KitId kit = entry.fact().kit();
    switch (entry.fact().body()) {
      case RightsGranted f -> f.grants().forEach(grant -> grant(kit, grant));
      case SaleTaken f -> f.signed().sale().lines().forEach(line -> use(kit, line));
      case StockCounted f -> correct(kit, f, entry.position());
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
    return Optional.of(new SnapshotPart<>("rights", 3, State.class, this::state, this::restore));
  }

  public State state() {
    List<Right> all = new ArrayList<>();
    rights.forEachPublished((key, right) -> all.add(right));
    return new State(all);
  }

  public void restore(State state) {
    state.rights().forEach(r -> rights.put(new Key(r.kit(), r.sku()), r));
    rights.publish();
  }

  private Right of(KitId kit, Sku sku) {
    Right right = rights.get(new Key(kit, sku));
    return right == null ? Right.none(kit, sku) : right;
  }

  private void grant(KitId kit, Grant grant) {
    rights.put(new Key(kit, grant.sku()), of(kit, grant.sku()).changed(grant.delta(), 0, 0));
  }

  private void use(KitId kit, Line line) {
    Key key = new Key(kit, line.sku());
    Right right = rights.get(key);
    if (right != null) {
      rights.put(key, right.changed(0, line.quantity().milli(), 0));
    }
  }

  private void correct(KitId kit, StockCounted fact, long position) {
    rights.put(
        new Key(kit, fact.sku()),
        of(kit, fact.sku())
            .changed(0, 0, fact.difference())
            .counted(new Count(position, fact.counted())));
  }
}
