package dev.roadcase.mesh.catalogue;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.fact.StagedValue;
import dev.roadcase.core.ledger.PriceList;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackFact.PackApplied;
import dev.roadcase.core.pack.PackFact.PriceChanged;
import dev.roadcase.core.pack.Sku;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pack that counts with what the crew made of its prices, and the one before it while its grace
 * lasts.
 */
public final class Catalogue implements Machine, PriceList {

  /**
   * Two packs, at most.
   *
   * @param since when {@code present} was applied
   */
  public record Shelf(@Nullable Stand present, @Nullable Stand before, @Nullable Now since) {
    static final Shelf EMPTY = new Shelf(null, null, null);
  }

  /** A pack as it was signed, and the prices that the crew changed since. */
  public record Stand(Pack pack, List<PriceTag> tags) {
    public Stand {
      tags = List.copyOf(tags);
    }

    Optional<PriceTag> tag(Sku sku) {
      return tags.stream().filter(tag -> tag.sku().equals(sku)).findFirst();
    }

    Stand with(PriceTag changed) {
      List<PriceTag> others = new ArrayList<>(tags);
      others.removeIf(tag -> tag.sku().equals(changed.sku()));
      others.add(changed);
      return new Stand(pack, others);
    }

    Pack priced() {
      return pack.withPrices(tags.stream().collect(toMap(PriceTag::sku, PriceTag::price)));
    }
  }

  /** The two packs at the prices that count: made of the shelf, and no state of its own. */
  private record Offer(@Nullable Pack present, @Nullable Pack before) {
    static final Offer NOTHING = new Offer(null, null);
  }

  private final Mode mode;
  private final StagedValue<Shelf> shelf = new StagedValue<>(Shelf.EMPTY);
  private final StagedValue<Offer> offer = new StagedValue<>(Offer.NOTHING);

  public Catalogue(Mode mode) {
    this.mode = mode;
  }

  @Override
  public Prices at(long packVersion, Now now) {
    Pack present = offer.get().present();
    if (present == null) {
      return new Prices.NoPack();
    }
    Shelf at = shelf.get();
    if (present.version() == packVersion) {
      return new Prices.Valid(present, present, honoured(at.present(), now));
    }
    Pack before = offer.get().before();
    Now since = at.since();
    if (before != null
        && since != null
        && before.version() == packVersion
        && millisSince(since, now) <= before.grace().toMillis()) {
      return new Prices.Valid(before, present, honoured(at.before(), now));
    }
    return new Prices.Superseded(present);
  }

  /**
   * Decides a change of price by the crew.
   *
   * @param seen the price that whoever asks has before them, minor units
   * @param wanted minor units, 0 to {@link Money#LIMIT}
   */
  public Decision<PriceOutcome> changePrice(Sku sku, long seen, long wanted) {
    Pack present = offer.get().present();
    if (present == null) {
      return Decision.nothing(new PriceOutcome.NothingOnOffer());
    }
    Item item = present.items().get(sku);
    if (item == null) {
      return Decision.nothing(new PriceOutcome.UnknownSku(sku));
    }
    Money price = new Money(wanted, present.currency());
    if (item.price().equals(price)) {
      return Decision.nothing(new PriceOutcome.Same(price));
    }
    if (item.price().minor() != seen) {
      return Decision.nothing(new PriceOutcome.Moved(item.price()));
    }
    return Decision.of(
        new PriceOutcome.Changed(sku, item.price(), price),
        new PriceChanged(sku, item.price().minor(), wanted));
  }

  /** The writer's view of the pack that counts, at the prices that count. */
  public Optional<Pack> present() {
    return Optional.ofNullable(offer.get().present());
  }

  /**
   * Any thread's view of the pack that counts, at the prices that count. The same object until a
   * pack is applied or a price changes.
   */
  public Optional<Pack> published() {
    return Optional.ofNullable(offer.published().present());
  }

  /** Any thread's view of both: the pack that counts, and the one before it. */
  public List<Pack> packs() {
    Offer at = offer.published();
    return Stream.of(at.present(), at.before()).flatMap(pack -> Stream.ofNullable(pack)).toList();
  }

  @Override
  public Reads reads() {
    return Reads.OWN;
  }

  @Override
  public void apply(Entry entry) {
    if (entry.fact().mode() != mode) {
      return;
    }
    Shelf at = shelf.get();
    Stand present = at.present();
    switch (entry.fact().body()) {
      case PackApplied(Pack pack) ->
          set(new Shelf(new Stand(pack, List.of()), present, entry.fact().now()));
      case PriceChanged(Sku sku, long was, long price) when present != null -> {
        PriceTag tag = present.tag(sku).orElseGet(() -> new PriceTag(sku, was, List.of()));
        set(
            new Shelf(
                present.with(tag.changed(price, entry.fact().now())), at.before(), at.since()));
      }
      default -> {}
    }
  }

  @Override
  public void publish() {
    shelf.publish();
    offer.publish();
  }

  @Override
  public void discard() {
    shelf.discard();
    offer.discard();
  }

  @Override
  public Optional<SnapshotPart<?>> snapshotPart() {
    return Optional.of(new SnapshotPart<>("catalogue", 1, Shelf.class, this::state, this::restore));
  }

  public Shelf state() {
    return shelf.published();
  }

  public void restore(Shelf state) {
    set(state);
    publish();
  }

  private void set(Shelf next) {
    shelf.set(next);
    offer.set(new Offer(priced(next.present()), priced(next.before())));
  }

  private static @Nullable Pack priced(@Nullable Stand stand) {
    return stand == null ? null : stand.priced();
  }

  private static Map<Sku, Set<Long>> honoured(@Nullable Stand stand, Now now) {
    if (stand == null) {
      return Map.of();
    }
    long grace = stand.pack().grace().toMillis();
    return stand.tags().stream()
        .collect(
            toMap(
                PriceTag::sku,
                tag ->
                    tag.former().stream()
                        .filter(former -> millisSince(former.until(), now) <= grace)
                        .map(PriceTag.Former::price)
                        .collect(toUnmodifiableSet())));
  }

  /** On the monotonic clock within a boot; over a restart by the best guess at the time. */
  private static long millisSince(Now since, Now now) {
    return since.boot().equals(now.boot())
        ? (now.monotonic() - since.monotonic()) / 1_000_000
        : Math.max(0, now.wall() - since.wall());
  }
}
